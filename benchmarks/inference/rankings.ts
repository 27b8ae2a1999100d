import {
  abilityIntervals,
  comparisonsFromScores,
  createRandom,
  fitPlackettLuce,
  type Ranking,
  rankCentrality,
  rankingFromScores,
  ranksDescending,
} from "@refract/stats";
import {
  type SimulatedRatings,
  simulatedUtilities,
  simulateRatings,
} from "@refract/testing/simulated-ratings";
import { type Battles, clusteredBattles } from "../../packages/analyze/src/analyses/ranks/battles.ts";
import { weightedRanks } from "../../packages/analyze/src/analyses/rebalancing/weighted-ranks.ts";
import { modelMeans } from "../../packages/analyze/src/analyses/scale-use/model-means.ts";
import { type Line, Tally } from "./tally.ts";

const nameOf = (item: number): string => `m${String(item).padStart(2, "0")}`;

/** As many people as stand for everybody. */
const population = 20_000;

/** Battles of opening turns, one row each; models in the order of their names. */
export function battlesOf(ratings: SimulatedRatings, people: number): Battles {
  const personOf = new Map(
    Array.from(ratings.opening, (opening, row) => [opening, ratings.person[row] ?? 0]),
  );
  const { first, second, score, group } = comparisonsFromScores(
    { ...ratings, group: ratings.opening },
    { tieWithin: 5 },
  );
  return {
    models: Array.from({ length: ratings.itemCount }, (_, item) => nameOf(item)),
    people: Array.from({ length: people }, (_, person) => String(person)),
    person: Float64Array.from(group, (opening) => personOf.get(opening) ?? 0),
    first: Float64Array.from(first),
    second: Float64Array.from(second),
    score: Float64Array.from(score),
    count: new Float64Array(score.length).fill(1),
  };
}

/** The orders of opening turns, with the person of each. */
function ordersOf({ opening, person, item, score }: SimulatedRatings) {
  const rankings: Ranking[] = [];
  const people: number[] = [];
  for (let start = 0; start < opening.length; ) {
    let end = start;
    while (end < opening.length && opening[end] === opening[start]) end += 1;
    rankings.push(rankingFromScores(item.subarray(start, end), score.subarray(start, end)));
    people.push(person[start] ?? 0);
    start = end;
  }
  return { rankings, people };
}

/** Scores as the standard deviations of their person, 0 where these have none. */
function standardScores({ person, score }: SimulatedRatings): Float64Array {
  const rows = Map.groupBy(person.keys(), (row) => person[row] ?? 0);
  const z = new Float64Array(score.length);
  for (const own of rows.values()) {
    const mean = own.reduce((sum, row) => sum + (score[row] ?? 0), 0) / own.length;
    const squares = own.reduce((sum, row) => sum + ((score[row] ?? 0) - mean) ** 2, 0);
    const spread = own.length < 2 ? 0 : Math.sqrt(squares / (own.length - 1));
    for (const row of own) z[row] = spread > 0 ? ((score[row] ?? 0) - mean) / spread : 0;
  }
  return z;
}

/** Abilities of whole rankings, standard scores, and ranks weighted and not, against what 20,000 people give. */
export function rankingLines(rounds: number, people: number, models: number): readonly Line[] {
  const utilities = simulatedUtilities(models);
  const everybody = simulateRatings({ seed: "everybody", people: population, utilities });
  const abilities = fitPlackettLuce(models, ordersOf(everybody).rankings).abilities ?? new Float64Array();
  const z = standardScores(everybody);
  const means = Array.from({ length: models }, (_, model) => {
    const own = z.filter((_, row) => everybody.item[row] === model);
    return own.reduce((sum, value) => sum + value, 0) / own.length;
  });
  const shares = rankCentrality(clusteredBattles(battlesOf(everybody, population)).cells, {
    prior: 1,
  }).scores;
  const ranks = ranksDescending(shares ?? []);
  const tallies = {
    abilities: new Tally(),
    scores: new Tally(),
    shares: new Tally(),
    ranks: new Tally(),
    gains: new Tally(),
  };
  for (let round = 0; round < rounds; round += 1) {
    const seed = `rankings ${people} ${models} ${round}`;
    const ratings = simulateRatings({ seed, people, utilities });
    const orders = ordersOf(ratings);
    const fit = fitPlackettLuce(models, orders.rankings, { cluster: orders.people });
    const freedom = { degreesOfFreedom: new Set(orders.people).size - 1 };
    if (fit.problem === null)
      for (const { item, lower, upper } of abilityIntervals(fit, fit.covariance, freedom))
        tallies.abilities.covers([lower, upper], abilities[item] ?? 0);
    for (const { model, interval } of modelMeans(
      Array.from(ratings.item, nameOf),
      Array.from(ratings.person, String),
      standardScores(ratings),
    ))
      tallies.scores.covers(interval, means[Number(model.slice(1))] ?? 0);
    const random = createRandom(`uneven weights ${round}`);
    const weights = Float64Array.from({ length: people }, () => Math.exp(random.normal(0, 0.6)));
    const found = weightedRanks(battlesOf(ratings, people), weights, { rounds: 300, seed, prior: 1 });
    for (const { model, weighted, gainLower, gainUpper } of found.ranks ?? []) {
      const item = Number(model.slice(1));
      tallies.shares.covers([weighted.lower, weighted.upper], shares?.[item] ?? 0);
      tallies.ranks.covers([weighted.bestRank, weighted.worstRank], ranks[item] ?? 0);
      // weights that have nothing to do with tastes move nobody
      tallies.gains.covers([gainLower, gainUpper], 0);
    }
  }
  const facts = {
    part: `rankings-${people}-${models}`,
    design: `${people} people, ${models} models`,
    rounds,
    kind: "coverage",
  } as const;
  return [
    tallies.abilities.line({ ...facts, what: "opening-rankings: Plackett-Luce abilities" }),
    tallies.scores.line({ ...facts, what: "scale-use: means of standard scores" }),
    tallies.shares.line({ ...facts, what: "rebalancing: weighted rank centrality, uneven weights" }),
    tallies.ranks.line({ ...facts, what: "rebalancing: weighted sets of ranks", asked: "at least 95 %" }),
    tallies.gains.line({
      ...facts,
      what: "rebalancing: places gained by weights that mean nothing",
      asked: "at least 95 %",
    }),
  ];
}
