import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describeWith, sharedData } from "@refract/testing";
import { expect, test } from "vitest";
import { cellShares, quotaTargets } from "../index.ts";

const bandOf: Record<string, string> = {
  "18 and 19 years": "18-24 years old",
  "20 to 24 years": "18-24 years old",
  "25 to 29 years": "25-34 years old",
  "30 to 34 years": "25-34 years old",
  "35 to 44 years": "35-44 years old",
  "45 to 54 years": "45-54 years old",
  "55 to 64 years": "55-64 years old",
  "65 to 74 years": "65+ years old",
  "75 to 84 years": "65+ years old",
  "85 years and over": "65+ years old",
};
const groupOf: Record<string, string> = {
  white: "White",
  black: "Black",
  asian: "Asian",
  mixed: "Mixed",
  other: "Other",
  hispanic: "Other",
  islander: "Other",
  native: "Other",
};

await describeWith(sharedData("prism"), "the census figures of PRISM", (folder) => {
  const bands = [...new Set(Object.values(bandOf))];
  const groups = [...new Set(Object.values(groupOf))];
  const sexes = ["Female", "Male"];
  const names = bands.flatMap((band) =>
    groups.flatMap((group) => sexes.map((sex) => ({ band, column: `${group}_${sex}` }))),
  );
  const indexOf = new Map(names.map(({ band, column }, cell) => [`${band}|${column}`, cell]));
  const [, ...lines] = readFileSync(join(folder, "census/us_census_long.csv"), "utf8").trim().split(/\r?\n/u);
  const rows = lines.map((line) => line.split(","));
  const cells = rows.map(
    ([race = "", sex, age = ""]) => indexOf.get(`${bandOf[age]}|${groupOf[race]}_${sex}`) ?? -1,
  );
  const census = cellShares(
    cells,
    names.length,
    rows.map((row) => Number(row[3])),
  );

  test("US shares of 60 cells are those of the reference to 1e-6", () => {
    const reference: { census: Record<string, Record<string, number>> } = JSON.parse(
      readFileSync(join(folder, "reference/census_us.json"), "utf8"),
    );
    expect(census.total).toBe(298477760);
    expect(names).toHaveLength(60);
    for (const [cell, { band, column }] of names.entries()) {
      const percent = (census.shares?.[cell] ?? Number.NaN) * 100;
      expect(Math.abs(percent - (reference.census[band]?.[column] ?? Number.NaN))).toBeLessThan(1e-6);
    }
  });

  test("the targets of a US sample of 300 add up to 332", () => {
    const targets = quotaTargets(census.shares ?? [], 300);
    expect(targets).toHaveLength(60);
    expect(targets.reduce((sum, target) => sum + target, 0)).toBe(332);
  });

  test("England and Wales have 47,204,870 adults", () => {
    // Quoted column names hold commas, the numbers below don't.
    const [head = "", ...ages] = readFileSync(join(folder, "census/uk.csv"), "utf8").trim().split(/\r?\n/u);
    const columns = [...head.replace("\uFEFF", "").matchAll(/"([^"]*)"|([^,]+)/gu)].map(
      ([, a, b]) => a ?? b ?? "",
    );
    const counted = columns.flatMap((name, index) => (name.endsWith("2021 (number)") ? [index] : []));
    expect(counted).toHaveLength(38);
    const adults = ages.map((line) => line.split(",")).filter(([age = ""]) => Number.parseInt(age, 10) >= 18);
    const counts = adults.flatMap((line) => counted.map((index) => Number(line[index])));
    expect(
      cellShares(
        counts.map(() => 0),
        1,
        counts,
      ).total,
    ).toBe(47204870);
  });
});
