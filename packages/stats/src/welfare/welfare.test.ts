import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describeWith, sharedData } from "@refract/testing";
import { describe, expect, test } from "vitest";
import {
  createRandom,
  drawnWelfare,
  drawPanels,
  firstOrderDominates,
  matrixFromRows,
  populationWelfare,
  summarizeWelfare,
} from "../index.ts";

const gap = Number.NaN;
const everyone = (rows: number) => Array.from({ length: rows }, (_, row) => row);

describe("panel draws", () => {
  test("choose the model with the highest mean of known scores", () => {
    const scores = matrixFromRows([
      [60, 90, gap],
      [70, gap, 10],
      [80, 50, 20],
    ]);
    const [draws] = drawPanels(scores, [{ name: "one", pool: [0], size: 5 }], {
      draws: 20,
      scoreWithoutData: 1,
      random: createRandom("1"),
    });
    expect(Array.from(draws?.timesChosen ?? [])).toEqual([0, 20, 0]);
    expect(Array.from(draws?.choices ?? [])).toEqual(new Array(20).fill(1));
  });

  test("give a model nobody on the panel scored the score without data", () => {
    const scores = matrixFromRows([[0, gap]]);
    const draw = (scoreWithoutData: number) =>
      drawPanels(scores, [{ name: "one", pool: [0], size: 1 }], {
        draws: 1,
        scoreWithoutData,
        random: createRandom("1"),
      })[0]?.choices[0];
    expect(draw(1)).toBe(1);
    expect(draw(-1)).toBe(0);
  });

  test("break ties with the same chance for each of three equals", () => {
    const scores = matrixFromRows([[5, 5, 5, 1]]);
    const [draws] = drawPanels(scores, [{ name: "one", pool: [0], size: 2 }], {
      draws: 9000,
      scoreWithoutData: 0,
      random: createRandom("ties"),
    });
    // 3,000 expected each, standard deviation 45
    for (const times of draws?.timesChosen.subarray(0, 3) ?? [])
      expect(Math.abs(times - 3000)).toBeLessThan(180);
    expect(draws?.timesChosen[3]).toBe(0);
  });

  test("draw with replacement: two people agree by chance as the binomial says", () => {
    // Whoever is drawn both times decides; drawn once each, model 2 wins with 60.
    const scores = matrixFromRows([
      [100, 0, 60],
      [0, 100, 60],
    ]);
    const [draws] = drawPanels(scores, [{ name: "two", pool: [0, 1], size: 2 }], {
      draws: 8000,
      scoreWithoutData: 0,
      random: createRandom("replacement"),
    });
    const [first = 0, second = 0, third = 0] = draws?.timesChosen ?? [];
    expect(Math.abs(first - 2000)).toBeLessThan(160);
    expect(Math.abs(second - 2000)).toBeLessThan(160);
    expect(Math.abs(third - 4000)).toBeLessThan(180);
  });

  test("of one scheme are not moved by other schemes, and move with the seed", () => {
    const random = createRandom("table");
    const scores = matrixFromRows(
      Array.from({ length: 40 }, () => Array.from({ length: 6 }, () => random.next())),
    );
    const one = { name: "rep 10", pool: everyone(40), size: 10 };
    const other = { name: "rep 20", pool: everyone(40), size: 20 };
    const run = (schemes: readonly (typeof one)[], seed: string) =>
      drawPanels(scores, schemes, { draws: 50, scoreWithoutData: 0, random: createRandom(seed) });
    const alone = run([one], "1")[0]?.choices;
    expect(run([other, one], "1")[1]?.choices).toEqual(alone);
    expect(run([one], "2")[0]?.choices).not.toEqual(alone);
  });

  test("refuse an empty pool and people outside the table", () => {
    const scores = matrixFromRows([[1]]);
    const run = (pool: readonly number[]) =>
      drawPanels(scores, [{ name: "male", pool, size: 1 }], {
        scoreWithoutData: 0,
        random: createRandom("1"),
      });
    expect(() => run([])).toThrow('the pool of "male": invalid value "empty", expected at least one person');
    expect(() => run([1])).toThrow('the pool of "male": invalid value 1, expected rows of the table, 0 to 0');
  });
});

describe("welfare", () => {
  const scores = matrixFromRows([
    [10, gap, gap],
    [20, 30, gap],
  ]);

  test("of a population is the mean of its members' known scores, null where there is none", () => {
    expect(populationWelfare(scores, [0, 1])).toEqual({ welfare: [15, 30, null], known: [2, 1, 0] });
    // Someone listed twice counts twice, as in a draw with replacement.
    expect(populationWelfare(scores, [0, 0, 1]).welfare[0]).toBeCloseTo(40 / 3, 12);
  });

  test("of draws leaves out choices the population has not scored, and counts them", () => {
    const drawn = drawnWelfare([15, 30, null], [0, 1, 2, 1]);
    expect(Array.from(drawn.values)).toEqual([15, 30, 30]);
    expect(drawn.drawsWithoutWelfare).toBe(1);
    expect(() => drawnWelfare([1], [1])).toThrow(
      "choices[0]: invalid value 1, expected a whole number from 0 to 0",
    );
  });

  test("without any draw says why", () => {
    expect(summarizeWelfare(new Float64Array())).toMatchObject({
      mean: null,
      percentiles: null,
      problem: "no draw chose a model that the population has scored",
    });
  });
});

interface ReferenceCell {
  readonly mean: number;
  readonly p5: number;
  readonly p25: number;
  readonly p50: number;
  readonly p75: number;
  readonly p95: number;
  readonly iqr: number;
  readonly distinct: number;
  readonly rep_100_dominates: boolean | null;
}
type ByCell<Cell> = Record<string, Record<string, Record<string, Record<string, Cell>>>>;

await describeWith(sharedData("prism"), "the published draws for the US", (folder) => {
  const read = (name: string) => readFileSync(join(folder, name), "utf8");
  const { draws }: { draws: ByCell<[number, number][]> } = JSON.parse(read("welfare/welfare_us.json"));
  const reference: ByCell<ReferenceCell> = JSON.parse(read("reference/welfare_us_summary.json"));
  const expand = (cell: readonly [number, number][] = []) =>
    Float64Array.from(cell.flatMap(([value, count]) => new Array<number>(count).fill(value)));
  const cells = Object.entries(draws).flatMap(([kind, outcomes]) =>
    Object.entries(outcomes).flatMap(([outcome, populations]) =>
      Object.entries(populations).map(([population, schemes]) => ({ kind, outcome, population, schemes })),
    ),
  );

  test("are 16 populations by 7 schemes of 1,000 draws", () => {
    expect(cells).toHaveLength(16);
    for (const { schemes } of cells) {
      expect(Object.keys(schemes)).toHaveLength(7);
      for (const scheme of Object.values(schemes)) expect(expand(scheme)).toHaveLength(1000);
    }
  });

  test.each(cells)("have the reference's figures and dominance: $kind $outcome, $population", (cell) => {
    const best = expand(cell.schemes.us_rep_100);
    for (const [name, scheme] of Object.entries(cell.schemes)) {
      const expected = reference[cell.kind]?.[cell.outcome]?.[cell.population]?.[name];
      if (expected === undefined) throw new Error(`the reference has no ${name}`);
      const values = expand(scheme);
      const summary = summarizeWelfare(values);
      expect(summary.mean).toBeCloseTo(expected.mean, 6);
      for (const key of ["p5", "p25", "p50", "p75", "p95"] as const) {
        expect(summary.percentiles?.[key], `${name} ${key}`).toBeCloseTo(expected[key], 6);
      }
      expect(summary.interquartileRange, name).toBeCloseTo(expected.iqr, 6);
      expect(summary.distinct, name).toBe(expected.distinct);
      if (expected.rep_100_dominates !== null) {
        expect(firstOrderDominates(best, values), name).toBe(expected.rep_100_dominates);
      }
    }
  });

  test.each([
    ["rating", "57.95", "75.12"],
    ["choice", "0.1806", "0.5167"],
  ])("span the published limits of the plot of %s", (outcome, low, high) => {
    const spans = cells
      .filter((cell) => cell.kind === "base" && cell.outcome === outcome)
      .flatMap(({ schemes }) => Object.values(schemes))
      .flatMap((scheme) => summarizeWelfare(expand(scheme)).percentiles ?? []);
    expect(spans).toHaveLength(28);
    const digits = low.length - low.indexOf(".") - 1;
    expect(Math.min(...spans.map(({ p5 }) => p5)).toFixed(digits)).toBe(low);
    expect(Math.max(...spans.map(({ p95 }) => p95)).toFixed(digits)).toBe(high);
  });

  test.each([
    ["rating", "all", [66.93, 68.57, 69.61, 70.19, 69.03, 70.36, 70.29], "DDD.D.."],
    ["rating", "nonmale", [68.18, 69.77, 71.16, 71.97, 69.55, 72.69, 72.15], "DDD.D.."],
    ["choice", "all", [0.366, 0.391, 0.417, 0.429, 0.401, 0.45, 0.412], "DDD.D.D"],
    ["choice", "nonwhite", [0.358, 0.38, 0.393, 0.397, 0.367, 0.358, 0.388], "....D.."],
  ] as const)(
    "show the published means and dominated schemes: %s, %s",
    (outcome, population, means, dominated) => {
      const schemes = draws.base?.[outcome]?.[population] ?? {};
      const order = ["rep_10", "rep_20", "rep_50", "rep_100", "male_100", "white_100", "above_45_100"];
      const best = expand(schemes.us_rep_100);
      for (const [index, name] of order.entries()) {
        const values = expand(schemes[`us_${name}`]);
        // To the last digit printed; the table prints 70.1849 as 70.19.
        const printed = outcome === "rating" ? 0.01 : 0.001;
        const difference = (summarizeWelfare(values).mean ?? Number.NaN) - (means[index] ?? Number.NaN);
        expect(Math.abs(difference), name).toBeLessThan(0.52 * printed);
        const isDominated = name !== "rep_100" && firstOrderDominates(best, values);
        expect(isDominated, name).toBe(dominated[index] === "D");
      }
    },
  );
});
