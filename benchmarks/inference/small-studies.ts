import {
  buildDesign,
  clusterComparisons,
  comparisonsFromScores,
  createRandom,
  fitBradleyTerry,
  fitRandomIntercept,
  ranksDescending,
  waldTest,
} from "@refract/stats";
import {
  type SimulatedRatings,
  simulatedUtilities,
  simulateRatings,
} from "@refract/testing/simulated-ratings";
import { rankEachWay } from "../../packages/analyze/src/analyses/ranks/rank-methods.ts";
import { weightedMeans } from "../../packages/analyze/src/analyses/rebalancing/weighted-means.ts";
import { type Line, Tally } from "./tally.ts";

const nameOf = (item: number): string => `m${String(item).padStart(2, "0")}`;

/** As many people as stand for everybody. */
const population = 20_000;

function fitOf(ratings: SimulatedRatings) {
  const values = Array.from(ratings.item, nameOf);
  const design = buildDesign([{ kind: "factor", name: "model", values }]);
  return fitRandomIntercept(design, ratings.score, Array.from(ratings.person, String), {
    errors: ratings.person.length > 100_000 ? "model" : "jackknife",
  });
}

/** The share of variance between people, and weighted means with weights as uneven as those of a raked sample. */
export function shareLines(rounds: number, people: number, models: number): readonly Line[] {
  const utilities = simulatedUtilities(models);
  const everybody = simulateRatings({ seed: "everybody", people: population, utilities });
  const share = fitOf(everybody).intraclassCorrelation?.estimate ?? Number.NaN;
  const means = Array.from({ length: models }, (_, model) => {
    const own = everybody.score.filter((_, row) => everybody.item[row] === model);
    return own.reduce((sum, score) => sum + score, 0) / own.length;
  });
  const [shares, weighted] = [new Tally(), new Tally()];
  for (let round = 0; round < rounds; round += 1) {
    const ratings = simulateRatings({ seed: `shares ${people} ${models} ${round}`, people, utilities });
    shares.covers(fitOf(ratings).intraclassCorrelation?.interval ?? null, share);
    const random = createRandom(`uneven weights ${round}`);
    const weights = Float64Array.from({ length: people }, () => Math.exp(random.normal(0, 0.6)));
    for (const { model, weighted: own } of weightedMeans(
      { models: Array.from(ratings.item, nameOf), people: ratings.person, scores: ratings.score },
      weights,
    ))
      weighted.covers(own === null ? null : [own.lower, own.upper], means[Number(model.slice(1))] ?? 0);
  }
  const facts = {
    part: `shares-${people}-${models}`,
    design: `${people} people, ${models} models`,
    rounds,
    kind: "coverage",
  } as const;
  return [
    shares.line({ ...facts, what: "mixed-models: share of variance between people" }),
    weighted.line({ ...facts, what: "rebalancing: weighted model means, uneven weights" }),
  ];
}

/** The F test of the level of drawn groups that mean nothing, alone, so that it can be done in more rounds. */
export function levelLines(rounds: number, people: number, models: number): readonly Line[] {
  const utilities = simulatedUtilities(models);
  const tests = new Tally();
  for (let round = 0; round < rounds; round += 1) {
    const ratings = simulateRatings({ seed: `levels ${people} ${models} ${round}`, people, utilities });
    const random = createRandom(`drawn groups ${round}`);
    const groups = 2 + random.integer(4);
    const groupOf = Array.from({ length: people }, () => `g${random.integer(groups)}`);
    const own = Array.from(ratings.person, (person) => groupOf[person] ?? "");
    const design = buildDesign([
      { kind: "factor", name: "model", values: Array.from(ratings.item, nameOf) },
      { kind: "factor", name: "group", values: own },
    ]);
    tests.rejects(
      waldTest(
        fitRandomIntercept(design, ratings.score, Array.from(ratings.person, String)),
        design.names.filter((name) => name.startsWith("group: ")),
        new Set(ratings.person).size - new Set(own).size,
      ).pValue,
    );
  }
  return [
    tests.line({
      part: `levels-${people}-${models}`,
      what: "mixed-models: level of groups, F, alone",
      design: `${people} people, ${models} models`,
      rounds,
      kind: "rejection",
    }),
  ];
}

/** Ranges of estimates and of ranks at 90 %, each way of ranking, against what it gives for a population. */
export function rangeLines(rounds: number, people: number, models: number): readonly Line[] {
  const utilities = simulatedUtilities(models);
  const waysOf = (seed: string, size: number, resamples: number) => {
    const ratings = simulateRatings({ seed, people: size, utilities });
    const personOf = new Map(
      Array.from(ratings.opening, (opening, row) => [opening, ratings.person[row] ?? 0]),
    );
    const battles = comparisonsFromScores({ ...ratings, group: ratings.opening }, { tieWithin: 5 });
    const clustered = clusterComparisons(
      battles,
      Int32Array.from(battles.group, (opening) => personOf.get(opening) ?? 0),
    );
    const empty = Float64Array.of();
    return rankEachWay(
      clustered,
      { first: empty, second: empty, score: empty },
      fitBradleyTerry(clustered.cells),
      {
        mode: "corrected",
        prior: 1,
        rounds: resamples,
        orders: 2,
        seed: (purpose) => `${seed} ${purpose}`,
        noResampling: resamples === 0 ? "a population" : null,
      },
    ).filter(({ id }) => id !== "elo_online");
  };
  const truths = waysOf("everybody", population, 0);
  const tallies = truths.map(() => ({ estimates: new Tally(), ranks: new Tally() }));
  for (let round = 0; round < rounds; round += 1)
    for (const [way, { resampled }] of waysOf(`ranges ${people} ${models} ${round}`, people, 200).entries()) {
      const truth = truths[way]?.estimates ?? [];
      const ranks = ranksDescending(truth);
      for (const { item, lower, upper, bestRank, worstRank } of resampled ?? []) {
        tallies[way]?.estimates.covers([lower, upper], truth[item] ?? Number.NaN);
        tallies[way]?.ranks.covers([bestRank, worstRank], ranks[item] ?? Number.NaN);
      }
    }
  return truths.flatMap(({ title }, way) => {
    const facts = {
      part: `ranges-${people}-${models}`,
      design: `${people} people, ${models} models`,
      rounds,
      kind: "coverage",
    } as const;
    const own = tallies[way];
    return own === undefined
      ? []
      : [
          own.estimates.line({ ...facts, what: `ranks: 90 % ranges, ${title}`, asked: "88-92 %" }),
          own.ranks.line({ ...facts, what: `ranks: 90 % sets of ranks, ${title}`, asked: "at least 90 %" }),
        ];
  });
}
