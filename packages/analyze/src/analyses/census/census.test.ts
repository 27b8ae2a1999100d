import { cp, mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Table } from "@refract/report";
import { describeWith, sharedData } from "@refract/testing";
import { madeFolder } from "@refract/testing/made-release";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { openAnalysisData } from "../../data/analysis-data.ts";
import { prismGroups } from "../../groups/groups.ts";
import { runAnalyses } from "../../run/run-analyses.ts";
import { census } from "./census.ts";

const person = (id: number, over: Readonly<Record<string, unknown>> = {}) => ({
  user_id: `user${id}`,
  age: "25-34 years old",
  gender: "Female",
  ethnicity: { simplified: "White" },
  study_locale: "us",
  included_in_balanced_subset: true,
  included_in_US_REP: false,
  ...over,
});

/** 800 adults: 400 white women of 25-34, 200 black men of 25-34, 200 Hispanic women of 65 and over. */
const usFile = [
  "race,sex,age_band,estimate",
  "white,Female,25 to 29 years,300",
  "white,Female,30 to 34 years,100",
  "white,Female,5 to 9 years,50",
  "black,Male,25 to 29 years,200",
  "hispanic,Female,85 years and over,200",
].join("\n");

async function run(folder: string) {
  await using data = await openAnalysisData(folder);
  const [outcome] = await runAnalyses([census], data, {
    groups: prismGroups,
    mode: "corrected",
    seed: "42",
    embedder: null,
  });
  if (outcome === undefined) throw new Error("no outcome");
  const table = (id: string): Table => {
    const found = outcome.section.blocks.find((block) => block.kind === "table" && block.id === id);
    if (found?.kind !== "table") throw new Error(`no table ${id}`);
    return found;
  };
  const texts = outcome.section.blocks.flatMap((block) => (block.kind === "notice" ? [block.text] : []));
  return { outcome, table, texts };
}

describe("a sample against the census", () => {
  test("has shares of those in a cell, differences in points, and a draw by quota", async () => {
    await using folder = await madeFolder({
      "survey.jsonl": [
        person(0),
        person(1),
        person(2, { ethnicity: { simplified: "Black" }, gender: "Male", included_in_US_REP: true }),
        person(3, { ethnicity: { simplified: "Hispanic" }, age: "65+ years old" }),
        person(4, { gender: "Non-binary / third gender" }),
        person(5, { ethnicity: { simplified: "Prefer not to say" } }),
        person(6, { included_in_balanced_subset: false }),
        person(7, { study_locale: "uk" }),
        person(8, { age: null }),
      ],
      "census/us.csv": usFile,
    });
    const { outcome, table, texts } = await run(folder.path);
    expect(outcome.status).toBe("done");
    const filled = table("census-us-cells").rows.filter((row) => row[3] !== 0);
    expect(filled).toEqual([
      ["25-34 years old", "White", "Female", 400, 0.5, 2, 0.5, 0, 151, 2],
      ["25-34 years old", "Black", "Male", 200, 0.25, 1, 0.25, 0, 76, 1],
      ["65+ years old", "Other", "Female", 200, 0.25, 1, 0.25, 0, 76, 1],
    ]);
    // 3 filled cells ask for 303, 57 empty ones for 1 each; 7 people, 3 of them in no cell
    expect(table("census-draws").rows).toEqual([["United States", 800, 7, 3, 360, 4, 1]]);
    expect(table("census-us-drawn").rows).toEqual([["user0"], ["user1"], ["user2"], ["user3"]]);
    expect(texts.some((text) => text.startsWith("United Kingdom: no census."))).toBe(true);
    expect(outcome.section.summary).toContain("United States: 0.0 %");
    const charts = outcome.section.blocks.flatMap((block) => (block.kind === "chart" ? [block] : []));
    expect(charts.map(({ id }) => id)).toEqual(["census-us-differences", "census-us-ages"]);
    expect(charts[0]?.data).toHaveLength(60);
    expect(charts[0]?.data.every(({ difference }) => difference === 0)).toBe(true);
    expect(charts[1]?.data.filter(({ share }) => share !== 0)).toEqual([
      { band: "25-34", of: "census", share: 0.75 },
      { band: "25-34", of: "sample", share: 0.75 },
      { band: "65+", of: "census", share: 0.25 },
      { band: "65+", of: "sample", share: 0.25 },
    ]);
  });

  test("says what to supply when there is no census, and what is wrong with one", async () => {
    await using folder = await madeFolder({
      "survey.jsonl": [person(0)],
      "census/us.csv": "race,sex,age_band,estimate\nwhite,Female,25 to 29 years,many\n",
    });
    const { outcome, texts } = await run(folder.path);
    expect(outcome.status).toBe("done");
    expect(texts[0]).toMatch(/^census\/us\.csv line 2: estimate: /);
    expect(texts[1]).toContain("put census/us_census_long.csv");
    expect(outcome.section.summary).toBe("No census to compare the sample with.");
  });

  test("does not fail without anyone of the country, nor on columns that are null or missing", async () => {
    const nobody = person(0, {
      age: null,
      gender: null,
      study_locale: null,
      ethnicity: { simplified: null },
    });
    await using folder = await madeFolder({ "survey.jsonl": [nobody], "census/us.csv": usFile });
    const { outcome, table, texts } = await run(folder.path);
    expect(outcome.section.summary).toBe(
      "Nobody of the sample is in a cell of the census of the United States: people's study_locale says where they were recruited.",
    );
    expect(table("census-us-cells").rows[0]?.[6]).toEqual({ absent: "nobody of the sample is in a cell" });
    expect(texts.some((text) => text.includes("nobody of the sample is in a cell"))).toBe(true);
    await using bare = await madeFolder({ "survey.jsonl": [{ user_id: "user0" }] });
    expect((await run(bare.path)).outcome).toMatchObject({ status: "impossible" });
  });
});

await describeWith(sharedData("prism"), "the published census of PRISM", (prism) => {
  test("gives the cells, targets and totals of the paper", async () => {
    await using folder = await madeFolder({ "survey.jsonl": [person(0)] });
    await mkdir(join(folder.path, "census"));
    for (const name of ["uk.csv", "us_census_long.csv", "us_census_aggregate.csv"])
      await cp(join(prism, "census", name), join(folder.path, "census", name));
    const { table } = await run(folder.path);
    // spec prism-analysis, section 6 and "It works when" 5
    const [us, uk] = table("census-draws").rows;
    expect([us?.[1], us?.[4]]).toEqual([298_477_760, 332]);
    expect(uk?.[1]).toBe(47_204_870);
    const share = (age: string, ethnicity: string, sex: string) =>
      table("census-us-cells").rows.find(
        (row) => row[0] === age && row[1] === ethnicity && row[2] === sex,
      )?.[4];
    // reference/census_us.json, percent
    expect(100 * Number(share("18-24 years old", "White", "Male"))).toBeCloseTo(2.758784, 6);
    expect(100 * Number(share("18-24 years old", "Other", "Female"))).toBeCloseTo(1.740792, 6);
    expect(100 * Number(share("45-54 years old", "Mixed", "Female"))).toBeCloseTo(0.781248, 6);
    const sexes = table("census-us").rows.filter((row) => row[0] === "Sex");
    expect(sexes.map((row) => Number((100 * Number(row[3])).toFixed(6)))).toEqual([50.675443, 49.324557]);
  });

  test("asks 230 of the 287 people of the paper's sample of the United States, whose cells are published", async () => {
    const figures = z
      .looseObject({
        rebalanced_n: z.number(),
        sample_before_rebalancing: z.record(z.string(), z.record(z.string(), z.number())),
      })
      .parse(JSON.parse(await readFile(join(prism, "reference", "census_us.json"), "utf8")));
    // the smallest share is that of one person
    const smallest = Math.min(
      ...Object.values(figures.sample_before_rebalancing)
        .flatMap((cells) => Object.values(cells))
        .filter((percent) => percent > 0),
    );
    const people = Object.entries(figures.sample_before_rebalancing).flatMap(([age, cells]) =>
      Object.entries(cells).flatMap(([cell, percent]) => {
        const [simplified = "", gender = ""] = cell.split("_");
        const isCell = age !== "All Ages" && simplified !== "All";
        return Array.from({ length: isCell ? Math.round(percent / smallest) : 0 }, () => ({
          age,
          gender,
          ethnicity: { simplified },
        }));
      }),
    );
    await using folder = await madeFolder({ "survey.jsonl": people.map((one, id) => person(id, one)) });
    await mkdir(join(folder.path, "census"));
    await cp(join(prism, "census", "us_census_long.csv"), join(folder.path, "census", "us_census_long.csv"));
    const { table } = await run(folder.path);
    expect(table("census-draws").rows).toEqual([
      ["United States", 298_477_760, 287, 0, 332, figures.rebalanced_n, 0],
    ]);
  });
});
