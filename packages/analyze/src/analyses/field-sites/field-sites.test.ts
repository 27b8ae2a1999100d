import { expect, test } from "vitest";
import { openAnalysisData } from "../../data/analysis-data.ts";
import { prismGroups } from "../../groups/groups.ts";
import { runAnalyses } from "../../run/run-analyses.ts";
import { neighbourhoodsAnalysis } from "../neighbourhoods/neighbourhoods.ts";
import { stubEmbedder, writeStubDataset } from "../topics/stub-dataset.fixture.ts";
import { fieldSitesAnalysis } from "./field-sites.ts";
import { exactRepeats } from "./find-field-sites.ts";

test("exact repeats take each person's mean first", () => {
  const one = (user: string, score: number, response = "b") => ({ prompt: "a", response, user, score });
  expect(
    exactRepeats([one("u", 10), one("u", 20), one("v", 55), one("w", 5, "c"), one("v", Number.NaN)]),
  ).toEqual({
    betweenPeople: [40],
    withinPerson: [10],
  });
});

test.each(["corrected", "published"] as const)(
  "a dataset with repeated prompts has neighbourhoods and sites (%s)",
  async (mode) => {
    await using data = await openAnalysisData(await writeStubDataset());
    const outcomes = await runAnalyses([neighbourhoodsAnalysis, fieldSitesAnalysis], data, {
      groups: prismGroups,
      mode,
      seed: "s",
      embedder: stubEmbedder(),
    });
    expect(outcomes.map(({ status, problem }) => [status, problem])).toEqual([
      ["done", null],
      ["done", null],
    ]);
    const tables = outcomes.flatMap(({ section }) =>
      section.blocks.filter((block) => block.kind === "table"),
    );
    expect(tables.map(({ id }) => id)).toEqual([
      "prompt-neighbourhoods",
      "neighbourhood-entropies",
      "neighbourhood-uniform-attributes",
      "response-neighbourhoods",
      "field-site-summary",
      "field-sites",
      "exact-repeats",
    ]);
    const [first] = tables.find(({ id }) => id === "prompt-neighbourhoods")?.rows ?? [];
    const [, , , , neighbourhoods, inside, share] = first ?? [];
    expect(share).toBe(Number(mode === "published" ? neighbourhoods : inside) / 240);
  },
);
