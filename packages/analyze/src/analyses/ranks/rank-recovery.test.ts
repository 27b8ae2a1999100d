import {
  abilityIntervals,
  clusteredCovariance,
  fitBradleyTerry,
  kendall,
  rankCentrality,
} from "@refract/stats";
import { madeFolder } from "@refract/testing/made-release";
import { simulatedUtilities, simulateRatings } from "@refract/testing/simulated-ratings";
import { expect, test } from "vitest";
import { openAnalysisData } from "../../data/analysis-data.ts";
import { clusteredBattles } from "./battles.ts";
import { loadBattles } from "./load-battles.ts";

// the full-size version, with coverage of intervals, is benchmarks/rank-recovery

const models = 6;
const utilities = simulatedUtilities(models).map((utility) => 1.6 * utility);

/** Ranks of a simulated study of 120 people, read from its files as any dataset is. Utilities fall from model-0 on. */
async function recovered(seed: string, plantedShift: Readonly<Record<number, number>> = {}) {
  const ratings = simulateRatings({ seed, people: 120, utilities, plantedShift });
  await using folder = await madeFolder({
    "utterances.jsonl": Array.from(ratings.score, (score, row) => ({
      utterance_id: `ut${row}`,
      interaction_id: `int${ratings.opening[row] ?? 0}`,
      user_id: `u${String(ratings.person[row] ?? 0).padStart(3, "0")}`,
      turn: 0,
      model_name: `model-${ratings.item[row] ?? 0}`,
      score,
    })),
  });
  await using data = await openAnalysisData(folder.path);
  const battles = await loadBattles(data);
  expect(battles.models).toEqual(utilities.map((_, model) => `model-${model}`));
  const weights = (heavy: number) =>
    Float64Array.from(battles.people, (id) =>
      ratings.groups.planted[Number(id.slice(1))] === 1 ? heavy : 1,
    );
  return { battles, weights };
}

test.each(["one", "two", "three"])(
  "known utilities of six models come out in their order: %s",
  async (seed) => {
    const { battles } = await recovered(seed);
    const clustered = clusteredBattles(battles);
    const fit = fitBradleyTerry(clustered.cells);
    const centrality = rankCentrality(clustered.cells).scores;
    if (fit.problem !== null || centrality === null) throw new Error("both have estimates");
    // the middle two lie 0.34 apart, in units of the noise of one rating: at most one swap of 15 pairs
    expect(kendall(fit.abilities, utilities).coefficient ?? 0).toBeGreaterThanOrEqual(13 / 15);
    expect(kendall(centrality, utilities).coefficient ?? 0).toBeGreaterThanOrEqual(13 / 15);
    const covariance = clusteredCovariance(clustered, fit);
    if (covariance.problem !== null) throw new Error(covariance.problem);
    const intervals = abilityIntervals(fit, covariance);
    // the best is surely better than the mean of all models, the last surely worse
    expect(intervals[0]?.lower).toBeGreaterThan(0);
    expect(intervals[models - 1]?.upper).toBeLessThan(0);
  },
);

test("what a planted group wants comes first when its people have most of the weight", async () => {
  const { battles, weights } = await recovered("planted", { 5: 4 });
  const ranksOf = (heavy: number) =>
    rankCentrality(clusteredBattles(battles, weights(heavy)).cells).ranks?.[5] ?? 0;
  expect(ranksOf(0)).toBe(6);
  expect(ranksOf(50)).toBe(1);
  expect(ranksOf(1)).toBeGreaterThan(1);
});
