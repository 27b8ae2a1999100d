import { expect, test } from "vitest";
import {
  averageWinRate,
  type ComparisonCells,
  clusterComparisons,
  comparisonCells,
  createRandom,
  fitBradleyTerry,
  jackknifeAbilityCovariance,
  jackknifeRanking,
  rankIntervals,
  ranksFromIntervals,
} from "../index.ts";
import fromPython from "./fixtures/ranking.json" with { type: "json" };

const clustered = clusterComparisons(fromPython.comparisons, fromPython.comparisons.cluster);
const rates = (cells: ComparisonCells) => averageWinRate(cells).map((rate) => rate ?? 0);

test("an error by leaving out each cluster is that of estimates made anew without it", () => {
  const { cluster, first, second, score, itemCount } = fromPython.comparisons;
  const without = (own: number | null) => {
    const kept = [...cluster.keys()].filter((row) => cluster[row] !== own);
    const column = (values: readonly number[]) => kept.map((row) => values[row] ?? 0);
    return rates(
      comparisonCells({ itemCount, first: column(first), second: column(second), score: column(score) }),
    );
  };
  const whole = without(null);
  const clusters = [...new Set(cluster)];
  const errors = jackknifeRanking(clustered, rates);
  for (const [item, error] of errors?.entries() ?? []) {
    const squares = clusters.reduce(
      (sum, own) => sum + ((without(own)[item] ?? 0) - (whole[item] ?? 0)) ** 2,
      0,
    );
    expect(error).toBeCloseTo(Math.sqrt((squares * (clusters.length - 1)) / clusters.length), 10);
  }
  expect(errors).toHaveLength(itemCount);
});

test("errors of abilities are those of one step without each cluster, nearly", () => {
  const fit = fitBradleyTerry(clustered.cells);
  if (fit.problem !== null) throw new Error(fit.problem);
  const { matrix } = jackknifeAbilityCovariance(clustered, fit);
  const errors = jackknifeRanking(clustered, (cells) => fitBradleyTerry(cells).abilities);
  for (const [item, error] of errors?.entries() ?? [])
    expect(error / Math.sqrt(matrix?.[item * (fit.abilities.length + 1)] ?? 0)).toBeCloseTo(1, 1);
});

test("no error where an estimate doesn't exist without somebody, and none of one cluster", () => {
  const total = ({ lowWins, highWins, ties }: ComparisonCells) =>
    [lowWins, highWins, ties].flatMap((counts) => [...counts]).reduce((sum, count) => sum + count, 0);
  const all = total(clustered.cells);
  expect(jackknifeRanking(clustered, (cells) => (total(cells) < all ? null : rates(cells)))).toBeNull();
  const one = clusterComparisons({ itemCount: 2, first: [0, 0], second: [1, 1], score: [1, 0] }, [0, 0]);
  expect(jackknifeRanking(one, () => [1, 0])).toBeNull();
});

/** Resamples of estimates with independent errors of 1. */
function drawn(estimates: readonly number[], count: number, seed: string) {
  const random = createRandom(seed);
  const values = Float64Array.from({ length: count * estimates.length }, (_, place) =>
    random.normal(estimates[place % estimates.length] ?? 0),
  );
  return { itemCount: estimates.length, count, failed: 0, values };
}

test("ranks are ruled out by items that are surely better or worse", () => {
  const estimates = [20, 10, 10.5, 0];
  const found = rankIntervals(estimates, drawn(estimates, 500, "apart"), { clusters: 1000 });
  expect(found.map(({ bestRank, worstRank }) => [bestRank, worstRank])).toEqual([
    [1, 1],
    [2, 3],
    [2, 3],
    [4, 4],
  ]);
});

test("with five clusters a lead is sure from 1.5838 times what it moves by", () => {
  // R 4.2.2: qt(0.975, 4) / qnorm(0.975) * sqrt(5 / 4) = 1.583785; both resamples move the first item by 1
  const setsAt = (lead: number) => {
    const values = Float64Array.of(lead + 1, 0, lead - 1, 0);
    const replicates = { itemCount: 2, count: 2, failed: 0, values };
    return rankIntervals([lead, 0], replicates, { clusters: 5 }).map(({ bestRank, worstRank }) => [
      bestRank,
      worstRank,
    ]);
  };
  expect(setsAt(1.5837)).toEqual([
    [1, 2],
    [1, 2],
  ]);
  expect(setsAt(1.5839)).toEqual([
    [1, 1],
    [2, 2],
  ]);
});

test("without clusters ranks are percentiles rounded outwards, and the first places are counted", () => {
  const replicates = { itemCount: 2, count: 4, failed: 0, values: Float64Array.of(1, 0, 1, 0, 1, 0, 0, 1) };
  const ranks = (level: number, top: number) =>
    rankIntervals([1, 0], replicates, { level, top }).map(({ bestRank, worstRank, topShare }) => [
      bestRank,
      worstRank,
      topShare,
    ]);
  expect(ranks(0.5, 1)).toEqual([
    [1, 2, 0.75],
    [1, 2, 0.25],
  ]);
  expect(ranks(0.5, 2).map(([, , share]) => share)).toEqual([1, 1]);
});

test("an interval that only touches another puts it no rank behind", () => {
  expect([...ranksFromIntervals([0.5, 0.2, 0.1], [0.9, 0.5, 0.4])]).toEqual([1, 1, 2]);
});

test("ranks of nearly equal items hold the truth, where percentiles of resampled ranks don't", () => {
  const random = createRandom("equal");
  const truth = Array.from({ length: 10 }, (_, item) => -0.01 * item);
  let [sets, percentiles] = [0, 0];
  const rounds = 60;
  for (let round = 0; round < rounds; round += 1) {
    const estimates = truth.map((own) => random.normal(own));
    const replicates = drawn(estimates, 200, `round ${round}`);
    const holds = (options: { readonly clusters?: number }) => {
      const first = rankIntervals(estimates, replicates, { level: 0.9, ...options })[0];
      return (first?.bestRank ?? 9) <= 1 && 1 <= (first?.worstRank ?? 0);
    };
    sets += Number(holds({ clusters: 500 }));
    percentiles += Number(holds({}));
  }
  // the first item's set holds rank 1 unless another is surely better: one side of 90 %, so about 95 %
  expect(sets / rounds).toBeGreaterThanOrEqual(0.85);
  expect(percentiles / rounds).toBeLessThan(0.8);
});

test("errors of their own give intervals of Student's t", () => {
  // R 4.2.2: qt(0.95, 29) = 1.699127
  const found = rankIntervals([1, 0], drawn([1, 0], 50, "t"), {
    level: 0.9,
    clusters: 30,
    standardErrors: [0.5, 0.25],
  });
  expect(found[0]?.lower).toBeCloseTo(1 - 0.5 * 1.699127, 6);
  expect(found[1]?.upper).toBeCloseTo(0.25 * 1.699127, 6);
});
