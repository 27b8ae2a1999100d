import { defineDerivation, type RecordProblem } from "@refract/core";
import * as z from "zod";
import { csvText, tablesIfThere, tablesWith } from "../derived-tables.ts";
import type { TableRow } from "../record-table.ts";
import { oddsRatioLoss } from "./odds-ratio-loss.ts";
import { type PreferenceJudgement, preferenceLines, preferencePairs, sameReplies } from "./preferences.ts";

const columns = [
  ...["prompt_id", "culture", "prompt", "response_a", "response_b"],
  ...["annotator_id", "annotator_culture", "chosen"],
];
/** The published form: a more and a less preferred reply, of people who are not named. */
const publishedColumns = ["prompt", "chosen", "rejected"];
const choices = ["A", "B", "tie", "both_bad"] as const;

/** Judgements of two replies to pairs for tuning (spec cultural-kaleidoscope, "Preference collection protocol" 4 and 6). */
export const derivePairs = defineDerivation({
  id: "pairs",
  title: "Judgements of two replies to pairs for DPO or ORPO",
  reads: `${columns.join(", ")}; or ${publishedColumns.join(", ")} (and culture), each row one judgement`,
  settings: z.strictObject({}),
  derive: async (files) => {
    const problems: RecordProblem[] = [];
    const firsts = new Map<string, PreferenceJudgement>();
    const published = await tablesIfThere(files, publishedColumns);
    const own = await (published.length === 0 ? tablesWith : tablesIfThere)(files, columns);
    const judgements = own
      .flatMap(({ rows }) => rows)
      .flatMap((row): PreferenceJudgement[] => {
        const judgement = judgementOf(row);
        const [promptId, annotatorId] = [row.text("prompt_id"), row.text("annotator_id")];
        const first = firsts.get(promptId);
        const problem =
          promptId === "" || annotatorId === ""
            ? "prompt_id or annotator_id: no value, expected an id"
            : judgement === null
              ? `chosen "${row.text("chosen")}", expected one of ${choices.join(", ")}`
              : judgement.responseA === judgement.responseB
                ? "both replies are the same text"
                : first !== undefined && !sameReplies(first, judgement)
                  ? `its replies are not those that prompt ${promptId} had before`
                  : null;
        if (problem !== null) problems.push({ place: row.place, problem, dropped: true });
        if (judgement === null || problem !== null) return [];
        if (first === undefined) firsts.set(promptId, judgement);
        return [judgement];
      });
    for (const row of published.filter((table) => !own.includes(table)).flatMap(({ rows }) => rows)) {
      const judgement = publishedJudgement(row);
      if (typeof judgement === "string")
        problems.push({ place: row.place, problem: judgement, dropped: true });
      else judgements.push(judgement);
    }
    const pairs = preferencePairs(judgements);
    const prompts = new Set(judgements.map(({ promptId }) => promptId)).size;
    return {
      files: { "pairs.jsonl": preferenceLines(pairs) },
      tables: [
        {
          id: "pairs",
          title: "Preference pairs",
          caption:
            "Prompts without a majority, and those most found both replies bad for, stay out. Unanimous: everybody chose the same, of whatever culture. Other cultures only: fewer than two judges are known to be of the prompt's culture.",
          columns: [
            { name: "prompts", title: "Prompts", kind: "integer" },
            { name: "pairs", title: "Pairs", kind: "integer" },
            { name: "unanimous", title: "Unanimous", kind: "integer" },
            { name: "cross", title: "Other cultures only", kind: "integer" },
          ],
          rows: [
            [
              ...[prompts, pairs.length],
              pairs.filter(({ unanimous }) => unanimous).length,
              pairs.filter(({ crossCultureOnly }) => crossCultureOnly).length,
            ],
          ],
        },
      ],
      problems,
    };
  },
});

/** Null for a choice that is none. */
function judgementOf(row: TableRow): PreferenceJudgement | null {
  const chosen = choices.find((choice) => choice.toLowerCase() === row.text("chosen").toLowerCase());
  if (chosen === undefined) return null;
  return {
    promptId: row.text("prompt_id"),
    culture: cultureOf(row.text("culture")),
    prompt: row.text("prompt"),
    responseA: row.text("response_a"),
    responseB: row.text("response_b"),
    annotatorId: row.text("annotator_id"),
    annotatorCulture: cultureOf(row.text("annotator_culture")),
    chosen,
  };
}

/**
 * A published row as the one judgement it is, or what it lacks. Nothing is known of the judge, and rows of one prompt with other replies are
 * pairs of their own.
 */
function publishedJudgement(row: TableRow): PreferenceJudgement | string {
  const [prompt, responseA, responseB] = publishedColumns.map((name) => row.text(name));
  const lacking = publishedColumns.find((name) => row.text(name) === "");
  if (prompt === undefined || responseA === undefined || responseB === undefined || lacking !== undefined)
    return `${lacking ?? "prompt"}: no value, expected a text`;
  if (responseA === responseB) return "both replies are the same text";
  return {
    promptId: JSON.stringify([prompt, ...[responseA, responseB].toSorted()]),
    culture: cultureOf(row.text("culture")),
    ...{ prompt, responseA, responseB },
    annotatorId: row.place,
    annotatorCulture: "",
    chosen: "A",
  };
}

/** A language name stands for a culture in the data. */
function cultureOf(named: string): string {
  return named === "English" ? "English (US)" : named;
}

/** ORPO's loss on log-probabilities that a training program wrote (spec cultural-kaleidoscope, "Alignment"). */
export const deriveLoss = defineDerivation({
  id: "loss",
  title: "Mean token log-probabilities to the loss of ORPO and its odds-ratio part",
  reads: "chosen, rejected (mean log-probability of a token, natural logarithm)",
  settings: z.strictObject({
    /** Weight of the odds-ratio part; the paper's could not be verified. */
    lambda: z.number().min(0).default(0.1),
  }),
  derive: async (files, { lambda }) => {
    const rows = (await tablesWith(files, ["chosen", "rejected"])).flatMap((table) => table.rows);
    const problems: RecordProblem[] = [];
    const losses = rows.flatMap((row) => {
      const [chosen, rejected] = [Number(row.text("chosen")), Number(row.text("rejected"))];
      if (!(chosen < 0 && rejected < 0)) {
        problems.push({
          place: row.place,
          problem: `chosen "${row.text("chosen")}", rejected "${row.text("rejected")}", expected numbers below 0`,
          dropped: true,
        });
        return [];
      }
      const { logOddsRatio, loss } = oddsRatioLoss(chosen, rejected);
      // the negative log-likelihood of the chosen reply is taken per token, as its probability is
      return [{ chosen, rejected, logOddsRatio, loss, whole: -chosen + lambda * loss }];
    });
    const meanOf = (of: (one: (typeof losses)[number]) => number) =>
      losses.length === 0
        ? { absent: "no pair" }
        : losses.reduce((sum, one) => sum + of(one), 0) / losses.length;
    return {
      files: {
        "losses.csv": csvText(
          ["chosen", "rejected", "log_odds_ratio", "loss", "whole_loss"],
          losses.map(({ chosen, rejected, logOddsRatio, loss, whole }) => [
            ...[chosen, rejected, logOddsRatio, loss, whole],
          ]),
        ),
      },
      tables: [
        {
          id: "loss",
          title: "Odds-ratio loss",
          caption: `Means over pairs. The whole loss is the negative log-likelihood of a token of the chosen reply plus ${lambda} times the odds-ratio part.`,
          columns: [
            { name: "pairs", title: "Pairs", kind: "integer" },
            { name: "loss", title: "Odds-ratio part", kind: "number" },
            { name: "whole", title: "Whole loss", kind: "number" },
          ],
          rows: [[losses.length, meanOf(({ loss }) => loss), meanOf(({ whole }) => whole)]],
        },
      ],
      problems,
    };
  },
});
