import { describe, expect, test } from "vitest";
import { createRandom } from "../random.ts";
import { type BradleyTerryEstimate, fitBradleyTerry } from "./bradley-terry.ts";
import { clusteredCovariance } from "./bradley-terry-covariance.ts";
import { clusterComparisons } from "./clustered-comparisons.ts";
import type { ComparisonCells } from "./comparison-cells.ts";
import fromManova from "./fixtures/group-difference.json" with { type: "json" };
import fromPython from "./fixtures/ranking.json" with { type: "json" };
import { bradleyTerryGroupTest } from "./group-difference.ts";

const clustered = clusterComparisons(fromPython.comparisons, fromPython.comparisons.cluster);

function fitted(cells: ComparisonCells): BradleyTerryEstimate {
  const fit = fitBradleyTerry(cells);
  if (fit.problem !== null) throw new Error(fit.problem);
  return fit;
}

/** People who each compare `battles` random pairs of four items and lean towards one item of their own. */
function made(seed: string, people: number, battles: number, groupLean: number) {
  const random = createRandom(seed);
  const rows: { first: number; second: number; score: number; cluster: number }[] = [];
  for (let person = 0; person < people; person += 1) {
    const leans = Array.from({ length: 4 }, () => random.normal(0, 1));
    leans[0] = (leans[0] ?? 0) + (person % 2) * groupLean;
    for (let battle = 0; battle < battles; battle += 1) {
      const first = random.integer(4);
      const second = (first + 1 + random.integer(3)) % 4;
      const lead = (leans[first] ?? 0) - (leans[second] ?? 0);
      rows.push({
        first,
        second,
        score: Number(random.chance(1 / (1 + Math.exp(-lead)))),
        cluster: person,
      });
    }
  }
  const own = clusterComparisons(
    {
      itemCount: 4,
      first: rows.map(({ first }) => first),
      second: rows.map(({ second }) => second),
      score: rows.map(({ score }) => score),
    },
    rows.map(({ cluster }) => cluster),
  );
  const group = Array.from({ length: people }, (_, person) => person % 2);
  return bradleyTerryGroupTest(own, fitted(own.cells), group, { seed, permutations: 199 });
}

describe("groups of people with abilities of their own", () => {
  test("the statistic is that of statsmodels' analysis of variance of people's scores", () => {
    const group = Array.from({ length: clustered.clusterCount }, (_, cluster) => cluster % 3);
    const found = bradleyTerryGroupTest(clustered, fitted(clustered.cells), group, { seed: "manova" });
    expect(found.statistic).toBeCloseTo(fromManova.statistic, 6);
    expect(found.degreesOfFreedom).toBe(fromManova.degreesOfFreedom);
    expect(found.chiSquarePValue).toBeCloseTo(fromManova.chiSquarePValue, 8);
    // permutation and chi-square agree roughly even with 25 people
    expect(Math.abs((found.pValue ?? 0) - fromManova.chiSquarePValue)).toBeLessThan(0.1);
  });

  test("rejects about as often as it should where people, but not groups, differ, and finds a lean of one group", () => {
    const rejected = (lean: number): number =>
      Array.from({ length: 100 }, (_, round) => made(`round ${round}`, 40, 30, lean)).filter(
        ({ pValue }) => pValue !== null && pValue <= 0.05,
      ).length;
    // 5 of 100 expected; 11 or more happens once in a hundred times
    expect(rejected(0)).toBeLessThanOrEqual(10);
    expect(rejected(2)).toBeGreaterThanOrEqual(95);
  });

  test("people whose weight is 0 are not there: not in the statistic, and not as a group", () => {
    const { comparisons } = fromPython;
    const group = Array.from({ length: clustered.clusterCount }, (_, cluster) => cluster % 3);
    const isLeft = (cluster: number) => group[cluster] !== 2;
    const weighted = clusterComparisons(
      { ...comparisons, weight: comparisons.cluster.map((cluster) => Number(isLeft(cluster))) },
      comparisons.cluster,
    );
    const rows = [...comparisons.cluster.keys()].filter((row) => isLeft(comparisons.cluster[row] ?? 0));
    const take = (column: readonly number[]) => rows.map((row) => column[row] ?? 0);
    const without = clusterComparisons(
      {
        itemCount: comparisons.itemCount,
        first: take(comparisons.first),
        second: take(comparisons.second),
        score: take(comparisons.score),
      },
      take(comparisons.cluster),
    );
    const own = bradleyTerryGroupTest(weighted, fitted(weighted.cells), group, { seed: "weights" });
    const other = bradleyTerryGroupTest(
      without,
      fitted(without.cells),
      group.slice(0, without.clusterCount),
      {
        seed: "weights",
      },
    );
    expect(own.degreesOfFreedom).toBe(other.degreesOfFreedom);
    expect(own.statistic).toBeCloseTo(other.statistic ?? Number.NaN, 8);
    expect(own.pValue).toBe(other.pValue);
    const errors = (of: typeof weighted) => clusteredCovariance(of, fitted(of.cells)).matrix ?? [];
    for (const [place, value] of errors(weighted).entries())
      expect(value).toBeCloseTo(errors(without)[place] ?? Number.NaN, 10);
    const alone = group.map((level) => (level === 2 ? 1 : 0));
    expect(bradleyTerryGroupTest(weighted, fitted(weighted.cells), alone, { seed: "alone" }).problem).toBe(
      "there are 1 groups with comparisons, at least two are needed",
    );
  });

  test("one group, and fewer people than items, are problems in words", () => {
    const fit = fitted(clustered.cells);
    const same = Array.from({ length: clustered.clusterCount }, () => 0);
    expect(bradleyTerryGroupTest(clustered, fit, same, { seed: "one" }).problem).toBe(
      "there are 1 groups with comparisons, at least two are needed",
    );
    const few = clusterComparisons(
      fromPython.comparisons,
      fromPython.comparisons.cluster.map((cluster) => cluster % 4),
    );
    expect(bradleyTerryGroupTest(few, fitted(few.cells), [0, 1, 0, 1], { seed: "few" }).problem).toBe(
      "4 people are too few to tell apart 6 items in each group",
    );
    expect(() => bradleyTerryGroupTest(few, fit, [0, 1, 0.5, 1], { seed: "no" })).toThrow(
      "group[2]: invalid value 0.5, expected a whole number of at least 0",
    );
  });
});
