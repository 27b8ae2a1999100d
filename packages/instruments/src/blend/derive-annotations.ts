import { defineDerivation, type RecordProblem, RefractError } from "@refract/core";
import * as z from "zod";
import { tablesWith } from "../derived-tables.ts";
import type { TableRow } from "../record-table.ts";
import { writeAnnotations } from "./annotation-file.ts";
import { comparableTokens, normaliserFor } from "./normaliser.ts";
import { blendRegion } from "./regions.ts";

const attributesSchema = z.object({ region: z.string() });
const itemColumns = ["item", "stage", "question", "language", "attributes"];
const answerColumns = ["item", "respondent", "value", "missing", "rule"];
const noAnswers = { idk: 0, "no-answer": 0, "not-applicable": 0 };

/**
 * Answers that people wrote in a study of our own to files of annotations (spec blend, "Collection protocol" 3): answers whose words are the same
 * after cleaning make one group, as a first suggestion for the native reviewer who merges the rest by hand. English wordings are empty, of the questions too
 * but where they are English.
 */
export const deriveAnnotations = defineDerivation({
  id: "annotations",
  title: "People's short answers to annotations, same answers in one group",
  reads: "items.jsonl and responses.jsonl of a dataset whose task stage asked BLEnD's short answers",
  settings: z.strictObject({}),
  derive: async (files) => {
    const items = (await tablesWith(files, itemColumns)).flatMap(({ rows }) => rows);
    const answers = Map.groupBy(
      (await tablesWith(files, answerColumns)).flatMap(({ rows }) => rows),
      (row) => row.text("item"),
    );
    const problems: RecordProblem[] = [];
    const regions = new Map<string, Map<string, ReturnType<typeof questionOf>>>();
    for (const item of items) {
      const attributes = attributesSchema.safeParse(jsonOf(item.text("attributes")));
      const [id = "", named = ""] = item.text("item").split("@");
      const region = attributes.success ? attributes.data.region : named;
      if (blendRegion(region) === undefined) continue;
      if (item.text("question") === "") {
        problems.push({ place: item.place, problem: "its text was left out of the dataset", dropped: true });
        continue;
      }
      const known = regions.get(region) ?? new Map<string, ReturnType<typeof questionOf>>();
      regions.set(region, known.set(id, questionOf(item, answers.get(item.text("item")) ?? [])));
    }
    if (regions.size === 0)
      throw new RefractError(
        "invalid-input",
        "no short answers of BLEnD: expected items of its regions, such as Al-en-06@Algeria",
      );
    return {
      files: Object.fromEntries(
        [...regions].map(([region, questions]) => [
          `annotations/${region}_data.json`,
          writeAnnotations({ questions: [], stored: Object.fromEntries(questions) }),
        ]),
      ),
      tables: [
        {
          id: "groups",
          title: "Groups of answers",
          caption:
            "Merge what means the same by hand, and add the English wordings, before the files are scored against.",
          columns: [
            { name: "region", title: "Region", kind: "text" },
            { name: "questions", title: "Questions", kind: "integer" },
            { name: "groups", title: "Groups", kind: "integer" },
          ],
          rows: [...regions].map(([region, questions]) => [
            region,
            questions.size,
            [...questions.values()].reduce((sum, { annotations }) => sum + annotations.length, 0),
          ]),
        },
      ],
      problems,
    };
  },
});

function questionOf(item: TableRow, rows: readonly TableRow[]) {
  const normaliser = normaliserFor(item.text("language"), "language");
  const groups = new Map<string, { answers: Set<string>; people: Set<string> }>();
  const idks: Record<string, number> = { ...noAnswers };
  for (const row of rows) {
    const value = row.text("value");
    if (row.text("rule") === "people/opt-out") idks[value] = (idks[value] ?? 0) + 1;
    if (row.text("rule") !== "people/answer") continue;
    for (const text of textsOf(value)) {
      const key = comparableTokens(text, normaliser).join(" ");
      if (key === "") continue;
      const known = groups.get(key) ?? { answers: new Set<string>(), people: new Set<string>() };
      groups.set(key, known);
      known.answers.add(text.trim());
      known.people.add(row.text("respondent"));
    }
  }
  return {
    question: item.text("question"),
    // nobody has translated it
    en_question: item.text("language") === "en" ? item.text("question") : "",
    annotations: [...groups.values()]
      .map(({ answers, people }) => ({ answers: [...answers], en_answers: [], count: people.size }))
      .toSorted((one, other) => other.count - one.count),
    idks,
  };
}

/** One answer, or the list that several boxes gave. */
function textsOf(value: string): readonly string[] {
  const parsed = z.array(z.string()).safeParse(jsonOf(value));
  return parsed.success ? parsed.data : [value];
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
