import { defineDerivation, type RecordProblem, RefractError } from "@refract/core";
import * as z from "zod";
import { csvText } from "../derived-tables.ts";
import { shortList } from "../record-notices.ts";
import { type BlendQuestion, readAnnotations } from "./annotation-file.ts";
import { allowsChoice, alphabetical, buildChoices, combinations } from "./choice-builder.ts";

const regionFile = /(?:^|\/)annotations\/([^/]+)_data\.json$/;
const letters = ["A", "B", "C", "D"] as const;

/** Annotations to multiple choice (spec blend, "Multiple choice" 1 to 3). */
export const deriveChoices = defineDerivation({
  id: "choices",
  title: "Annotations of regions to multiple-choice questions",
  reads: "annotations/{Region}_data.json of several regions",
  settings: z.strictObject({
    /** Most questions made of one right answer; all combinations of three wrong options unless said. */
    most: z.int().min(1).optional(),
  }),
  derive: async (files, { most }) => {
    const questions = new Map<string, Map<string, BlendQuestion>>();
    for (const name of files.names) {
      const region = regionFile.exec(name)?.[1];
      if (region === undefined) continue;
      for (const question of readAnnotations(await files.json(name), name).questions) {
        const known = questions.get(question.id) ?? new Map<string, BlendQuestion>();
        questions.set(question.id, known.set(region, question));
      }
    }
    if (questions.size === 0)
      throw new RefractError(
        "invalid-input",
        `no annotations/{Region}_data.json with questions; found ${shortList(files.names) || "no file"}`,
      );
    const problems: RecordProblem[] = [];
    let few = 0;
    const rows: (readonly string[])[] = [];
    const allowed = [...questions].filter(([, byRegion]) => allowsChoice(byRegion));
    for (const [id, byRegion] of allowed)
      for (const region of byRegion.keys())
        for (const { right, wrong } of buildChoices(byRegion, region, isAlike)) {
          if (wrong.length < 3) few += 1;
          for (const three of combinations(wrong, 3).slice(0, most)) {
            const origins = new Map([
              [right, region],
              ...three.map((one) => [one.text, one.region] as const),
            ]);
            const shown = alphabetical([...origins.keys()]);
            const object = (of: (text: string) => string) =>
              JSON.stringify(
                Object.fromEntries(shown.map((text, place) => [letters[place] ?? "", of(text)])),
              );
            const options = shown.map((text, place) => `${letters[place] ?? ""}. ${text}`).join("\n");
            rows.push([
              `${id}_${region}_${rows.length}`,
              id,
              region,
              `${byRegion.get(region)?.englishQuestion ?? ""}\n\n${options}\n\nChoose one letter, without an explanation. Answer as JSON: {"answer_choice":""}`,
              object((text) => text),
              object((text) => origins.get(text) ?? ""),
              letters[shown.indexOf(right)] ?? "",
            ]);
          }
        }
    if (few > 0)
      problems.push({
        place: "choices",
        problem: `${few} right answers have fewer than three wrong ones; the paper had a model invent the rest, which is not done here`,
        dropped: true,
      });
    return {
      files: {
        "mcq.csv": csvText(
          ["MCQID", "ID", "country", "prompt", "choices", "choice_countries", "answer_idx"],
          rows,
        ),
      },
      tables: [
        {
          id: "choices",
          title: "Multiple-choice questions",
          caption:
            "Two answers count as alike when they are the same or one is part of the other; the paper asked a model.",
          columns: [
            { name: "questions", title: "Questions", kind: "integer" },
            { name: "allowed", title: "That allow choices", kind: "integer" },
            { name: "rows", title: "Choices made", kind: "integer" },
          ],
          rows: [[questions.size, allowed.length, rows.length]],
        },
      ],
      problems,
    };
  },
});

function isAlike(one: string, other: string): boolean {
  const [a, b] = [one.toLowerCase().trim(), other.toLowerCase().trim()];
  return a.includes(b) || b.includes(a);
}
