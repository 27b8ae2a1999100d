import { existsSync } from "node:fs";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deriveSeed } from "@refract/stats";
import { sharedData } from "@refract/testing";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { openAnalysisData } from "../../data/analysis-data.ts";
import { prismGroups } from "../../groups/groups.ts";
import { runAnalyses } from "../../run/run-analyses.ts";
import { attributes } from "./attributes.ts";

type Row = Readonly<Record<string, unknown>>;

async function analysed(
  survey: readonly Row[],
  conversations: readonly Row[],
  mode: "corrected" | "published" = "corrected",
) {
  const folder = await mkdtemp(join(tmpdir(), "refract-test-"));
  const lines = (rows: readonly Row[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join("");
  await writeFile(join(folder, "survey.jsonl"), lines(survey));
  await writeFile(join(folder, "conversations.jsonl"), lines(conversations));
  await using data = await openAnalysisData(folder);
  const [outcome] = await runAnalyses([attributes], data, {
    groups: prismGroups,
    mode,
    seed: "1",
    embedder: null,
  });
  if (outcome === undefined) throw new Error("one analysis, one outcome");
  return outcome;
}

const person = (user_id: string, values: number | null, safety: number | null): Row => ({
  user_id,
  stated_prefs: { values, safety },
});
const talk = (
  conversation_id: string,
  user_id: string,
  values: number | null,
  fluency: number | null,
): Row => ({
  conversation_id,
  user_id,
  performance_attributes: { values, fluency },
  choice_attributes: { values: 50, fluency },
});

const people = [person("u1", 10, 20), person("u2", 20, 30), person("u3", 30, 70)];
const talks = [
  talk("c1", "u1", 1, 5),
  talk("c2", "u1", 2, 4),
  talk("c3", "u2", 3, null),
  talk("c4", "u3", 4, 1),
];

function table(outcome: Awaited<ReturnType<typeof analysed>>, id: string) {
  const block = outcome.section.blocks.find((one) => one.kind === "table" && one.id === id);
  if (block?.kind !== "table") throw new Error(`no table ${id}`);
  return block;
}

test("stated preferences count once a person; published their quartiles count once a conversation", async () => {
  const corrected = table(await analysed(people, talks), "sliders");
  // means of 10, 20, 30 and of 10, 10, 20, 30
  expect(corrected.rows[0]?.slice(0, 4)).toEqual(["values", "stated", 3, 20]);
  const published = table(await analysed(people, talks, "published"), "sliders");
  expect(published.rows[0]?.slice(0, 4)).toEqual(["values", "stated", 3, 20]);
  // medians of 10, 20, 30 and of 10, 10, 20, 30
  expect([corrected.rows[0]?.[6], published.rows[0]?.[6]]).toEqual([20, 15]);
});

test("n of a block is of those who answered it, and a seed stands only where correlations over conversations draw", async () => {
  const silent = [...people, person("u4", null, null)];
  const left = [...talks, { conversation_id: "c5", user_id: "u4" }];
  const both = await analysed(silent, left);
  expect(table(both, "stated-correlations-table").n).toBe("3 people");
  expect(table(both, "performance-correlations-table").n).toBe("4 conversations of 3 people");
  expect(both.section.provenance).toMatchObject({
    n: "3 people, 4 conversations of 3 people",
    seed: deriveSeed("1", "attributes", "correlations"),
  });
  const stated = await analysed(people.slice(0, 3), [{ conversation_id: "c1", user_id: "u1" }]);
  expect(stated.section.provenance.n).toBe("3 people");
});

test("correlations are Pearson's over complete pairs; the share left out is counted", async () => {
  const outcome = await analysed(people, talks);
  const stated = table(outcome, "stated-correlations-table").rows[0];
  // R 4.2.2: cor(c(10, 20, 30), c(20, 30, 70)) = 0.9449112
  expect(stated?.[2]).toBeCloseTo(0.9449112, 7);
  expect(stated?.[7]).toBe(3);
  const fluency = table(outcome, "sliders").rows.find(
    (row) => row[0] === "fluency" && row[1] === "performance",
  );
  expect(fluency?.[8]).toBe(0.25);
});

test("a constant slider has no correlation and says why", async () => {
  const outcome = await analysed(people, talks);
  const row = table(outcome, "choice-correlations-table").rows[0];
  expect(row?.[2]).toMatchObject({ absent: expect.stringMatching(/vary|constant|equal/) });
});

test("one person, nobody's answers, and a missing column each leave a reason", async () => {
  expect((await analysed([person("u1", 10, 20)], [talk("c1", "u1", 1, 2)])).status).toBe("done");
  const empty = await analysed(
    [person("u1", null, null)],
    [talk("c1", "u1", null, null)].map((row) => ({ ...row, choice_attributes: { values: null } })),
  );
  expect(empty.status).toBe("impossible");
  expect(empty.problem).toMatch(/no answers to stated_prefs/);
  expect((await analysed([{ user_id: "u1" }], [{ user_id: "u1", conversation_id: "c1" }])).status).toBe(
    "impossible",
  );
});

const release = process.env.REFRACT_PRISM_RELEASE ?? "";
const published = await sharedData("prism").find();
const sliders = z
  .looseObject({})
  .catchall(z.union([z.looseObject({ mean: z.number(), std: z.number() }), z.unknown()]));
const figures = z.looseObject({
  stated_prefs: sliders,
  performance_attributes: sliders,
  choice_attributes: sliders,
  medians_conversation_weighted: z.record(z.string(), z.array(z.union([z.number(), z.string()]))),
  stated_prefs_correlation: z.object({ order: z.array(z.string()), matrix: z.array(z.array(z.number())) }),
});
const slider = z.object({ mean: z.number(), std: z.number() });

describe("PRISM's release", () => {
  if (!existsSync(release) || published.state === "missing") {
    // The release is 150 MB that nobody has to have, so that this is no failure where everything else is there.
    test("gives the published means, medians and correlations", (context) => {
      context.skip(
        "needs PRISM's release and its figures: refract dataset get prism --out prism; export REFRACT_PRISM_RELEASE=$PWD/prism",
      );
    });
    return;
  }
  const run = async (mode: "corrected" | "published") => {
    await using data = await openAnalysisData(release);
    const [outcome] = await runAnalyses([attributes], data, {
      groups: prismGroups,
      mode,
      seed: "1",
      embedder: null,
    });
    if (outcome === undefined) throw new Error("one analysis, one outcome");
    return outcome;
  };
  const blocks = {
    stated: "stated_prefs",
    performance: "performance_attributes",
    choice: "choice_attributes",
  } as const;

  test("gives the published means, medians and correlations", async () => {
    const expected = figures.parse(
      JSON.parse(await readFile(join(published.thing, "reference", "attributes.json"), "utf8")),
    );
    const corrected = table(await run("corrected"), "sliders").rows;
    expect(corrected).toHaveLength(22);
    for (const [attribute, asked, , mean, sd] of corrected) {
      const block = Object.entries(blocks).find(([name]) => name === asked)?.[1];
      const own = slider.parse(block === undefined ? null : expected[block][String(attribute)]);
      expect(Math.abs(Number(mean) - own.mean), `${asked} ${attribute}`).toBeLessThan(0.051);
      expect(Math.abs(Number(sd) - own.std), `${asked} ${attribute}`).toBeLessThan(0.051);
    }
    const places = ["stated", "performance", "choice"];
    for (const [attribute, asked, , , , , median] of table(await run("published"), "sliders").rows) {
      const own = expected.medians_conversation_weighted[String(attribute)];
      if (own !== undefined) expect(median, `${asked} ${attribute}`).toBe(own[places.indexOf(String(asked))]);
    }
    const { order, matrix } = expected.stated_prefs_correlation;
    const pairs = table(await run("corrected"), "stated-correlations-table").rows;
    expect(pairs).toHaveLength(28);
    for (const [first, second, r] of pairs) {
      const [row, column] = [first, second].map((name) =>
        order.indexOf(String(name).replace("stated: ", "")),
      );
      expect(
        Math.abs(Number(r) - (matrix[row ?? 0]?.[column ?? 0] ?? Number.NaN)),
        `${first} ${second}`,
      ).toBeLessThan(0.0051);
    }
  });
});
