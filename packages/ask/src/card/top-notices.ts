import type { Instrument } from "@refract/core";
import { type Notice, notice } from "@refract/report";
import type { AnswerNote } from "../scores/answer-note.ts";
import { noteAnswers } from "../scores/describe-answers.ts";
import type { RunResults } from "../scores/results.ts";

interface NotedRun {
  readonly instrument: Instrument;
  readonly results: RunResults;
}

/**
 * What a reader has to know before the first figure. What is said of several models or runs is one notice with a line for each:
 * a run of many models would fill the first screen with the same warning.
 */
export function topNotices(runs: readonly NotedRun[]): readonly Notice[] {
  const isOneInstrument = new Set(runs.map(({ instrument }) => instrument.id)).size === 1;
  const warnings = runs.flatMap(({ instrument, results }) =>
    warningsOf(results).map(({ matter, text }) => ({
      matter,
      text: isOneInstrument ? text : `${instrument.title}: ${text}`,
    })),
  );
  const matters = Map.groupBy(warnings, ({ matter }) => matter);
  const contents = runs.flatMap(({ instrument: { contentWarning } }) => contentWarning ?? []);
  return [
    ...[...matters].map(([matter, notes]) => together(matter, new Set(notes.map(({ text }) => text)))),
    ...[...new Set(contents)].map((text) => notice("note", text)),
  ];
}

function together(matter: string, texts: ReadonlySet<string>): Notice {
  const [first = "", ...others] = texts;
  return others.length === 0
    ? notice("warning", `${first}.`)
    : notice("warning", `${matter} (${texts.size}):`, [...texts]);
}

function warningsOf(results: RunResults): readonly AnswerNote[] {
  const demo = results.respondents.filter((respondent) => respondent.demo).map(({ id }) => id);
  const { counts, judge, synthetic, identity } = results;
  const noted = (matter: string, holds: boolean, text: string): readonly AnswerNote[] =>
    holds ? [{ matter, text }] : [];
  const models = results.respondents.map(({ id }) => id);
  const run = `${models.slice(0, 3).join(", ")}${models.length > 3 ? ` and ${models.length - 3} more` : ""}, ${identity.mode}`;
  return [
    ...noted(
      "Records made for tests",
      synthetic,
      "The records were made for tests: figures say nothing of a model",
    ),
    ...noted(
      "Scripted demonstrations",
      demo.length > 0,
      `${demo.join(", ")}: scripted demonstration text, not a language model`,
    ),
    ...noted(
      "Scripted verdicts",
      judge?.demo === true,
      `${judge?.id} judged: scripted verdicts, not a language model's`,
    ),
    ...noted(
      "Judges of their own replies",
      judge !== null && results.respondents.some(({ use }) => use === judge.use),
      `${judge?.id} judged its own replies as well`,
    ),
    ...noted(
      "Runs that are not complete",
      counts.asked < counts.samples,
      `The run is not complete: ${counts.asked} of ${counts.samples} samples have an outcome (${run})`,
    ),
    ...noteAnswers(results),
    ...noted(
      "Scoring groups that lack an answer",
      counts.incompleteGroups > 0,
      counts.incompleteGroups === 1
        ? `1 scoring group lacks an answer and is left out (${run})`
        : `${counts.incompleteGroups} scoring groups lack an answer and are left out (${run})`,
    ),
  ];
}
