import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Block } from "@refract/report";
import { madeReleaseFiles } from "@refract/testing/made-release";
import { expect, test } from "vitest";
import { openAnalysisData } from "../data/analysis-data.ts";
import { prismGroups } from "../groups/groups.ts";
import { modes } from "../mode.ts";
import { analyses } from "../registry.ts";
import { runAnalyses } from "./run-analyses.ts";

type Row = Readonly<Record<string, unknown>>;
type Files = Readonly<Record<string, readonly Row[]>>;

const made = madeReleaseFiles({ seed: "hostile", participants: 24, responseCharacters: 40 });
const whole: Files = { ...made };
const utterances: readonly Row[] = made["utterances.jsonl"];
const survey: readonly Row[] = made["survey.jsonl"];
const firstPerson = survey.find((row) => utterances.some(({ user_id }) => user_id === row.user_id))?.user_id;
const ofOne = (rows: readonly Row[]) => rows.filter(({ user_id }) => user_id === firstPerson);
const utterancesWith = (change: (row: Row, place: number) => Row): Files => ({
  ...whole,
  "utterances.jsonl": utterances.map(change),
});

const datasets: Readonly<Record<string, Files>> = {
  "as it should be": whole,
  "no survey": without("survey.jsonl"),
  "no conversations": without("conversations.jsonl"),
  "no models and no metadata": without("models.jsonl", "metadata.jsonl"),
  "only a survey": { "survey.jsonl": survey },
  "no scores column": utterancesWith(({ score: _, ...row }) => row),
  "no texts": utterancesWith(({ user_prompt: _, model_response: __, ...row }) => row),
  "all scores missing": utterancesWith((row) => ({ ...row, score: null })),
  "constant scores": utterancesWith((row) => ({ ...row, score: 50, if_chosen: row.within_turn_id === 0 })),
  "one model": utterancesWith((row) => ({ ...row, model_name: "only" })),
  "models that never meet": utterancesWith((row) => ({
    ...row,
    model_name: `${String(row.user_id).length % 2 === 0 ? "left" : "right"}-${Number(row.within_turn_id) % 2}`,
  })),
  "everybody chosen": utterancesWith((row) => ({ ...row, if_chosen: true })),
  "one person": Object.fromEntries(
    Object.entries(whole).map(([name, rows]) => [name, name === "models.jsonl" ? rows : ofOne(rows)]),
  ),
  "survey without answers": {
    ...whole,
    "survey.jsonl": survey.map(({ user_id }) => ({
      user_id,
      gender: null,
      age: null,
      religion: { simplified: null },
      ethnicity: { simplified: null },
      location: { special_region: null },
      stated_prefs: { values: null },
    })),
  },
  "everybody the same": {
    ...whole,
    "survey.jsonl": survey.map((row) => ({ ...row, gender: "Male", age: "18-24 years old" })),
  },
  "ids that join nothing": {
    ...whole,
    "survey.jsonl": survey.map((row, place) => ({ ...row, user_id: `other${place}` })),
  },
};

function without(...names: readonly string[]): Files {
  return Object.fromEntries(Object.entries(whole).filter(([name]) => !names.includes(name)));
}

/** A stand-in for vectors: letters counted, so that nothing is loaded. */
const letterEmbedder = {
  name: "counts of letters, for tests",
  languages: null,
  embed: async (texts: readonly string[]) =>
    texts.map((text) => {
      const vector = new Float32Array(26);
      for (const letter of text.toLowerCase()) {
        const place = letter.charCodeAt(0) - 97;
        if (place >= 0 && place < 26) vector[place] = (vector[place] ?? 0) + 1;
      }
      return vector;
    }),
};

/** Numbers a reader would see: cells of tables and rows of charts. */
function wrongNumbers(blocks: readonly Block[]): readonly string[] {
  return blocks.flatMap((block) => {
    if (block.kind === "table")
      return block.rows
        .flat()
        .filter((cell) => typeof cell === "number" && !Number.isFinite(cell))
        .map((cell) => `${block.id}: ${String(cell)}`);
    if (block.kind === "chart")
      return block.data
        .flatMap((row) => Object.values(row))
        .filter((value) => typeof value === "number" && !Number.isFinite(value))
        .map((value) => `${block.id}: ${String(value)}`);
    return [];
  });
}

// what the modes do differently, they do on every dataset alike
const alsoPublished = ["as it should be", "constant scores", "one person"];

for (const mode of modes) {
  const own = Object.entries(datasets).filter(
    ([name]) => mode === "corrected" || alsoPublished.includes(name),
  );
  test.each(own)(
    `${mode}: %s: no analysis fails, and no number is NaN`,
    async (_, files) => {
      const folder = await mkdtemp(join(tmpdir(), "refract-test-"));
      for (const [name, rows] of Object.entries(files))
        await writeFile(join(folder, name), rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
      await using data = await openAnalysisData(folder);
      const outcomes = await runAnalyses(analyses, data, {
        groups: { ...prismGroups, minimum: 5 },
        mode,
        seed: "1",
        embedder: letterEmbedder,
      });
      expect(
        outcomes
          .filter(({ status }) => status === "failed")
          .map(({ analysis, problem }) => `${analysis.id}: ${problem}`),
      ).toEqual([]);
      expect(
        outcomes.flatMap(({ analysis, section }) =>
          wrongNumbers(section.blocks).map((wrong) => `${analysis.id}: ${wrong}`),
        ),
      ).toEqual([]);
      for (const { status, section } of outcomes)
        expect(status === "done" || section.blocks.length > 0).toBe(true);
    },
    120_000,
  );
}
