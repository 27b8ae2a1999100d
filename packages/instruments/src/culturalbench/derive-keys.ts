import { defineDerivation, type RecordProblem } from "@refract/core";
import * as z from "zod";
import { csvText, tablesIfThere, tablesWith } from "../derived-tables.ts";
import { shortList } from "../record-notices.ts";
import { aggregateVotes, humanAccuracy, mayVerify } from "./verification-votes.ts";

const columns = ["question_idx", "verifier_id", "selected"];
const protocolVerifiers = 5;
const settings = z.strictObject({
  /** Votes that accept an option, of five. */
  needed: z.int().min(1).default(4),
});

const letters = ["A", "B", "C", "D"];
/** What stands for no letter: nothing, or one of the two other choices in words. */
const noLetter = /^(none|no[ _-](correct[ _-]option|knowledge))?$/i;

/** The letters of a vote; null for anything else, which would be accepted as an option of its own. */
function lettersOf(selected: string): readonly string[] | null {
  if (noLetter.test(selected)) return [];
  const found = selected
    .toUpperCase()
    .split(/[;,|\s]+/u)
    .filter((part) => part !== "");
  return found.every((part) => letters.includes(part)) ? found : null;
}

/** Votes of verifiers to keys (spec culturalbench, "Collection protocol" step 3). Votes of a question's writer, and of another region, don't count. */
export const deriveKeys = defineDerivation({
  id: "keys",
  title: "Votes of verifiers to keys: an option is accepted with four of five",
  reads: `${columns.join(", ")} (letters with ";" between them); beside it question_idx, writer_id, region, and verifier_id, region`,
  settings,
  derive: async (files, { needed }) => {
    const votes = (await tablesWith(files, columns)).flatMap(({ rows }) => rows);
    const writers = new Map(
      (await tablesIfThere(files, ["question_idx", "writer_id", "region"])).flatMap(({ rows }) =>
        rows.map((row) => [
          row.text("question_idx"),
          { writer: row.text("writer_id"), region: row.text("region") },
        ]),
      ),
    );
    const regions = new Map(
      (await tablesIfThere(files, ["verifier_id", "region"])).flatMap(({ rows }) =>
        rows.map((row) => [row.text("verifier_id"), row.text("region")]),
      ),
    );
    const problems: RecordProblem[] = [];
    const cast = votes.flatMap((row) => {
      const question = row.text("question_idx");
      const verifier = row.text("verifier_id");
      const asked = writers.get(question);
      const person = { id: verifier, region: regions.get(verifier) ?? asked?.region ?? "" };
      if (asked !== undefined && !mayVerify(person, asked)) {
        problems.push({
          place: row.place,
          problem: `${verifier} wrote question ${question} or is of another region; the vote is left out`,
          dropped: true,
        });
        return [];
      }
      const selected = lettersOf(row.text("selected"));
      const problem =
        question === "" || verifier === ""
          ? "question_idx or verifier_id: no value, expected an id"
          : selected === null
            ? `selected "${row.text("selected")}", expected letters A to D with ";" between them, or nothing`
            : null;
      if (problem !== null) problems.push({ place: row.place, problem, dropped: true });
      return selected === null || problem !== null ? [] : [{ question, verifier, selected }];
    });
    const found = aggregateVotes(cast, needed);
    const accuracy = humanAccuracy(found);
    const others = found.filter(({ verifiers }) => verifiers !== protocolVerifiers);
    if (others.length > 0)
      problems.push({
        place: "verifiers",
        problem: `${others.length} of ${found.length} questions do not have the protocol's ${protocolVerifiers}, of whom ${needed} accept an option: ${shortList(others.map(({ question, verifiers }) => `${question} (${verifiers})`))}`,
        dropped: false,
      });
    const count = (mode: string) => found.filter((one) => one.mode === mode).length;
    return {
      files: {
        "keys.csv": csvText(
          ["question_idx", "answer", "mode", "contested", "verifiers", "agreeing"],
          found.map(({ question, accepted, mode, contested, verifiers, agreeing }) => [
            ...[question, accepted.join(";"), mode, contested],
            ...[verifiers, agreeing],
          ]),
        ),
      },
      tables: [
        {
          id: "verification",
          title: "Verified questions",
          caption:
            "Human accuracy is the share of verifiers' answers that are the key. Contested questions have another option with two votes or more.",
          columns: [
            { name: "single", title: "One answer", kind: "integer" },
            { name: "multi", title: "Several", kind: "integer" },
            { name: "dropped", title: "Dropped", kind: "integer" },
            { name: "contested", title: "Contested", kind: "integer" },
            { name: "human", title: "Human accuracy", kind: "percent" },
          ],
          rows: [
            [
              ...[count("single"), count("multi"), count("dropped")],
              found.filter(({ contested }) => contested).length,
              accuracy ?? { absent: "no question is kept" },
            ],
          ],
        },
      ],
      problems,
    };
  },
});
