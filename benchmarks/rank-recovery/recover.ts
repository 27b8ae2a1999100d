import {
  abilityIntervals,
  type BradleyTerryEstimate,
  bootstrapBradleyTerry,
  bradleyTerryGroupTest,
  type ClusteredComparisons,
  type ComparisonCells,
  cellsFromMatrix,
  clusterComparisons,
  clusteredCovariance,
  comparisonCells,
  comparisonsFromScores,
  fitBradleyTerry,
  kendall,
  rankCentrality,
  rankIntervals,
  sandwichCovariance,
  winMatrix,
} from "@refract/stats";
import {
  type SimulatedRatings,
  type SimulatedRatingsOptions,
  simulateRatings,
} from "@refract/testing/simulated-ratings";

const tieWithin = 5;

function battlesOf(ratings: SimulatedRatings): ClusteredComparisons {
  const personOf = new Map(
    Array.from(ratings.opening, (opening, row) => [opening, ratings.person[row] ?? 0]),
  );
  const battles = comparisonsFromScores({ ...ratings, group: ratings.opening }, { tieWithin });
  return clusterComparisons(
    battles,
    Int32Array.from(battles.group, (opening) => personOf.get(opening) ?? 0),
  );
}

export function fitted(cells: ComparisonCells): BradleyTerryEstimate {
  const fit = fitBradleyTerry(cells);
  if (fit.problem !== null) throw new Error(fit.problem);
  return fit;
}

/**
 * What the estimator aims at: the Bradley-Terry abilities that the same process gives to a population so large that chance no longer
 * matters. They are not the utilities: battles made of scores are no logistic choices, ties and tastes draw abilities together.
 */
export function populationAbilities(
  options: Omit<SimulatedRatingsOptions, "seed" | "people">,
  people: number,
): BradleyTerryEstimate {
  const itemCount = options.utilities.length;
  const wins = new Float64Array(itemCount ** 2);
  const ties = new Float64Array(itemCount ** 2);
  const chunk = 5000;
  for (let done = 0; done < people; done += chunk) {
    const ratings = simulateRatings({ ...options, seed: `population ${done}`, people: chunk });
    const cells = comparisonCells(
      comparisonsFromScores({ ...ratings, group: ratings.opening }, { tieWithin }),
    );
    for (const [place, count] of winMatrix(cells, { ties: "none" }).entries())
      wins[place] = (wins[place] ?? 0) + count;
    for (let cell = 0; cell < cells.low.length; cell += 1) {
      const place = (cells.low[cell] ?? 0) * itemCount + (cells.high[cell] ?? 0);
      ties[place] = (ties[place] ?? 0) + (cells.ties[cell] ?? 0);
    }
  }
  return fitted(cellsFromMatrix(itemCount, wins, ties));
}

export interface Recovery {
  readonly battles: number;
  readonly tieShare: number;
  readonly tauBradleyTerry: number;
  readonly tauRankCentrality: number;
  /** Of the models, how many intervals hold the population's ability. */
  readonly covered: { readonly clustered: number; readonly bootstrap: number; readonly unclustered: number };
  /** Mean over models of clustered over unclustered variance. */
  readonly designEffect: number;
  readonly pValues: { readonly planted: number; readonly unrelated: number; readonly narrow: number };
}

/** The p-value of the group test when the planted group's utilities are shifted as told. */
export function plantedPValue(options: SimulatedRatingsOptions): number {
  const ratings = simulateRatings(options);
  const battles = battlesOf(ratings);
  const found = bradleyTerryGroupTest(battles, fitted(battles.cells), ratings.groups.planted, {
    seed: options.seed,
  });
  return found.pValue ?? 1;
}

/** One simulated study analysed, beside what is true. */
export function recover(
  options: SimulatedRatingsOptions,
  population: BradleyTerryEstimate,
  replicates: number,
): Recovery {
  const ratings = simulateRatings(options);
  const battles = battlesOf(ratings);
  const { cells } = battles;
  const fit = fitted(cells);
  const clustered = clusteredCovariance(battles, fit);
  const unclustered = sandwichCovariance(cells, fit);
  const centrality = rankCentrality(cells);
  if (clustered.problem !== null || unclustered.problem !== null || centrality.problem !== null)
    throw new Error("a simulated study could not be fitted");
  const truth = population.abilities;
  const within = (item: number, lower: number, upper: number): boolean =>
    lower <= (truth[item] ?? 0) && (truth[item] ?? 0) <= upper;
  const byModel = abilityIntervals(fit, clustered);
  const naive = abilityIntervals(fit, unclustered);
  const resampled = rankIntervals(
    fit.abilities,
    bootstrapBradleyTerry(battles, fit, { seed: options.seed, replicates }),
  );
  const pValue = (group: Int32Array): number =>
    bradleyTerryGroupTest(battles, fit, group, { seed: options.seed }).pValue ?? 1;
  const total = cells.low.reduce(
    (sum, _, cell) =>
      sum + (cells.lowWins[cell] ?? 0) + (cells.highWins[cell] ?? 0) + (cells.ties[cell] ?? 0),
    0,
  );
  return {
    battles: total,
    tieShare: cells.ties.reduce((sum, count) => sum + count, 0) / total,
    tauBradleyTerry: kendall(options.utilities, fit.abilities).coefficient ?? 0,
    tauRankCentrality: kendall(options.utilities, centrality.scores).coefficient ?? 0,
    covered: {
      clustered: byModel.filter(({ item, lower, upper }) => within(item, lower, upper)).length,
      bootstrap: resampled.filter(({ item, lower, upper }) => within(item, lower ?? 0, upper ?? 0)).length,
      unclustered: naive.filter(({ item, lower, upper }) => within(item, lower, upper)).length,
    },
    designEffect:
      byModel.reduce(
        (sum, { standardError }, item) => sum + (standardError / (naive[item]?.standardError ?? 1)) ** 2,
        0,
      ) / byModel.length,
    pValues: {
      planted: pValue(ratings.groups.planted),
      unrelated: pValue(ratings.groups.unrelated),
      narrow: pValue(ratings.groups.narrow),
    },
  };
}
