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
    const charts = outcomes.flatMap(({ section }) =>
      section.blocks.flatMap((block) => (block.kind === "chart" ? [block] : [])),
    );
    expect(charts.map(({ id }) => id)).toEqual([
      "neighbourhood-sizes",
      "neighbourhood-entropy-by-size",
      "neighbourhood-uniform",
      "field-site-ranges",
      "field-site-topics",
      "exact-repeat-ranges",
    ]);
    const sum = (id: string, field: string, distance: string) =>
      charts
        .find((chart) => chart.id === id)
        ?.data.filter((row) => row.distance === distance)
        .reduce((total, row) => total + Number(row[field]), 0);
    expect(sum("neighbourhood-sizes", "neighbourhoods", "0.05")).toBe(neighbourhoods);
    // of neighbourhoods and of prompts in them, each adds up to all
    expect(sum("neighbourhood-uniform", "share", "0.05")).toBeCloseTo(2, 12);
    const sites = tables.find(({ id }) => id === "field-sites")?.rows ?? [];
    // two responses a prompt
    const insides =
      tables.find(({ id }) => id === "prompt-neighbourhoods")?.rows.map((row) => 2 * Number(row[5])) ?? [];
    expect(outcomes[1]?.section.provenance.population).toBe(
      `opening responses to prompts in neighbourhoods of several people (${insides[0]} at 0.05, ${insides[1]} at 0.125, ${insides[2]} at 0.2, of 480)`,
    );
    expect(sum("field-site-ranges", "sites", "0.05")).toBe(sites.length);
  },
);
