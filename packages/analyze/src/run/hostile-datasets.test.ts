import { join } from "node:path";
import { type Block, writeReport } from "@refract/report";
import { madeFolder, madeReleaseFiles } from "@refract/testing/made-release";
import { expect, test } from "vitest";
import { groupRanks } from "../analyses/group-ranks/group-ranks.ts";
import { ranks } from "../analyses/ranks/ranks.ts";
import { rebalancing } from "../analyses/rebalancing/rebalancing.ts";
import { topicRegressionsAnalysis } from "../analyses/topic-regressions/topic-regressions.ts";
import type { Analysis } from "../analysis/analysis.ts";
import { openAnalysisData } from "../data/analysis-data.ts";
import { type Groups, prismGroups } from "../groups/groups.ts";
import { type Mode, modes } from "../mode.ts";
import { analyses } from "../registry.ts";
import type { TextEmbedder } from "../text-embedder.ts";
import { runAnalyses } from "./run-analyses.ts";
import type { AnalysisOutcome } from "./run-record.ts";

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

/** What every result has to say of itself, whoever reads it; what doesn't is named. */
function silentProvenance({ analysis, section }: AnalysisOutcome): readonly string[] {
  const { population, weights, n, method, mode, seed, source } = section.provenance;
  const said = { summary: section.summary, population, weights, n, method, mode, source };
  const silent = Object.entries(said).flatMap(([name, text]) => (text.trim() === "" ? [name] : []));
  return [...silent, ...(seed === "" ? ["seed"] : [])].map((name) => `${analysis.id}: ${name}`);
}

interface Sweep {
  readonly files: Files;
  readonly mode?: Mode;
  readonly groups?: Groups;
  readonly embedder: TextEmbedder | null;
  readonly analyses: readonly Analysis[];
}

/** Runs analyses over a dataset and expects no failure, no number that is none, a full provenance, and charts that can be drawn. */
async function sweep({
  files,
  mode = "corrected",
  groups = prismGroups,
  embedder,
  analyses: run,
}: Sweep): Promise<readonly AnalysisOutcome[]> {
  await using folder = await madeFolder(files);
  await using data = await openAnalysisData(folder.path);
  const outcomes = await runAnalyses(run, data, {
    groups: { ...groups, minimum: 5 },
    mode,
    seed: "1",
    embedder,
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
  expect(outcomes.flatMap(silentProvenance)).toEqual([]);
  const sections = outcomes.map(({ section }) => section);
  const report = { title: "hostile", subtitle: "", facts: [], notices: [], sections };
  expect((await writeReport(report, join(folder.path, "report"))).undrawn).toEqual([]);
  for (const { status, section } of outcomes)
    expect(status === "done" || section.blocks.length > 0).toBe(true);
  return outcomes;
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
      await sweep({ files, mode, embedder: letterEmbedder, analyses });
    },
    120_000,
  );
}

/** The others don't know whether there is an embedder. */
const embedding = analyses.filter(({ id, embeds }) => embeds || id === topicRegressionsAnalysis.id);

test.each(Object.entries(datasets))(
  "without an embedder: %s: what needs meaning says so",
  async (_, files) => {
    const outcomes = await sweep({ files, embedder: null, analyses: embedding });
    expect(outcomes.length).toBeGreaterThan(3);
    for (const { analysis, status, section } of outcomes)
      expect(
        status === "impossible" ||
          section.blocks.some((block) => block.kind === "notice" && block.level === "impossible"),
        analysis.id,
      ).toBe(true);
  },
);

test("without an embedder the others go on over a whole dataset", async () => {
  const outcomes = await sweep({ files: whole, embedder: null, analyses });
  const done = outcomes.filter(({ status }) => status === "done").map(({ analysis }) => analysis.id);
  expect(done).toEqual(expect.arrayContaining(["summary", "ranks", "welfare", "near-duplicates"]));
}, 120_000);

const weightings: Readonly<Record<string, Groups["weights"]>> = {
  raking: { scheme: "raking", targets: { gender: { Male: 0.5, Female: 0.5 } }, trim: 3 },
  "post-stratification": {
    scheme: "post-stratification",
    empty: "share-out",
    cells: ["Male", "Female"].flatMap(
      (gender) =>
        prismGroups.attributes.age?.order.map((age) => ({ levels: { gender, age }, share: 1 / 12 })) ?? [],
    ),
  },
};

test.each(
  Object.entries(weightings).flatMap(([scheme, weights]) =>
    Object.entries(datasets).map(([name, files]) => [scheme, name, weights, files] as const),
  ),
)("weighted by %s: %s: figures are numbers or have a reason", async (_scheme, name, weights, files) => {
  const outcomes = await sweep({
    files,
    groups: { ...prismGroups, weights },
    embedder: null,
    analyses: [rebalancing, ranks, groupRanks],
  });
  if (name === "as it should be")
    expect(outcomes.map(({ status }) => status)).toEqual(["done", "done", "done"]);
});
