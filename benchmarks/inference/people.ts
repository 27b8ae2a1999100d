import {
  abilityIntervals,
  bradleyTerryGroupTest,
  buildDesign,
  clusterComparisons,
  comparisonsFromScores,
  contrast,
  createRandom,
  fitBradleyTerry,
  fitRandomIntercept,
  interactionTest,
  jackknifeAbilityCovariance,
  waldTest,
} from "@refract/stats";
import {
  type SimulatedRatings,
  simulatedUtilities,
  simulateRatings,
} from "@refract/testing/simulated-ratings";
import { modelMeans } from "../../packages/analyze/src/analyses/scale-use/model-means.ts";
import { populationAbilities } from "../rank-recovery/recover.ts";
import { type Line, Tally } from "./tally.ts";

const nameOf = (item: number): string => `m${String(item).padStart(2, "0")}`;
const columnsOf = (ratings: SimulatedRatings) => ({
  models: Array.from(ratings.item, nameOf),
  people: Array.from(ratings.person, String),
});

/** Drawn groups that mean nothing: 2 to 5 of them, of any size. */
function drawnGroups(seed: string, people: number): Int32Array {
  const random = createRandom(seed);
  const groups = 2 + random.integer(4);
  return Int32Array.from({ length: people }, () => random.integer(groups));
}

/** Tests of models by group where groups don't differ: `mixed-models` (scores) and `group-ranks` (battles). */
export function jointTestLines(rounds: number, people: number, models: number): readonly Line[] {
  const utilities = simulatedUtilities(models);
  const [scores, battles] = [new Tally(), new Tally()];
  for (let round = 0; round < rounds; round += 1) {
    const ratings = simulateRatings({ seed: `null ${people} ${models} ${round}`, people, utilities });
    const groups = drawnGroups(`groups ${people} ${models} ${round}`, people);
    scores.rejects(
      interactionTest(
        {
          item: ratings.item,
          values: ratings.score,
          clusters: ratings.person,
          group: ratings.person.map((person) => groups[person] ?? 0),
        },
        { seed: `permutations ${round}`, permutations: 199 },
      ).pValue,
    );
    const found = battlesOf(ratings);
    const fit = fitBradleyTerry(found.cells);
    battles.rejects(
      fit.problem === null
        ? bradleyTerryGroupTest(found, fit, groups, { seed: `permutations ${round}`, permutations: 199 })
            .pValue
        : null,
    );
  }
  const facts = {
    part: `joint-tests-${people}-${models}`,
    design: `${people} people, ${models} models`,
    rounds,
    kind: "rejection",
  } as const;
  return [
    scores.line({ ...facts, what: "mixed-models: models by group, permutation of people" }),
    battles.line({ ...facts, what: "group-ranks: abilities by group, permutation of people" }),
  ];
}

function battlesOf(ratings: SimulatedRatings) {
  const personOf = new Map(
    Array.from(ratings.opening, (opening, row) => [opening, ratings.person[row] ?? 0]),
  );
  const battles = comparisonsFromScores({ ...ratings, group: ratings.opening }, { tieWithin: 5 });
  return clusterComparisons(
    battles,
    Int32Array.from(battles.group, (opening) => personOf.get(opening) ?? 0),
  );
}

/** Model means in a population of 100,000, less their mean, and as they are. */
function populationMeans(models: number, utilities: readonly number[]) {
  const sums = new Float64Array(models);
  const counts = new Float64Array(models);
  for (let part = 0; part < 20; part += 1) {
    const ratings = simulateRatings({ seed: `population ${part}`, people: 5000, utilities });
    for (const [row, item] of ratings.item.entries()) {
      sums[item] = (sums[item] ?? 0) + (ratings.score[row] ?? 0);
      counts[item] = (counts[item] ?? 0) + 1;
    }
  }
  const means = sums.map((sum, item) => sum / (counts[item] ?? 1));
  const middle = means.reduce((sum, mean) => sum + mean, 0) / models;
  return { means, effects: means.map((mean) => mean - middle) };
}

/** Intervals of effects, means and abilities against a population of the same simulated people; the level of groups. */
export function effectLines(rounds: number, people: number, models: number): readonly Line[] {
  const utilities = simulatedUtilities(models);
  const truth = populationMeans(models, utilities);
  const abilities = populationAbilities({ utilities }, 50_000).abilities;
  const tallies = {
    effects: new Tally(),
    means: new Tally(),
    abilities: new Tally(),
    levels: new Tally(),
  };
  for (let round = 0; round < rounds; round += 1) {
    const ratings = simulateRatings({ seed: `effects ${people} ${models} ${round}`, people, utilities });
    const columns = columnsOf(ratings);
    const model = { kind: "factor", name: "model", values: columns.models } as const;
    const design = buildDesign([model]);
    const fit = fitRandomIntercept(design, ratings.score, columns.people, { errors: "jackknife" });
    const names = design.names.filter((name) => name !== "(intercept)");
    for (let item = 0; item < models; item += 1) {
      const own = contrast(
        fit,
        Object.fromEntries(
          names.map((name) => [name, (name === `model: ${nameOf(item)}` ? 1 : 0) - 1 / models]),
        ),
      );
      tallies.effects.covers(own.interval, truth.effects[item] ?? 0);
    }
    const itemOf = (name: string) => Number(name.slice(1));
    for (const { model: name, interval } of modelMeans(columns.models, columns.people, ratings.score))
      tallies.means.covers(interval, truth.means[itemOf(name)] ?? 0);
    const battles = battlesOf(ratings);
    const pooled = fitBradleyTerry(battles.cells);
    const covariance = pooled.problem === null ? jackknifeAbilityCovariance(battles, pooled) : null;
    if (pooled.problem === null && covariance?.problem === null)
      for (const { item, lower, upper } of abilityIntervals(pooled, covariance, covariance))
        tallies.abilities.covers([lower, upper], abilities[item] ?? 0);
    const groups = drawnGroups(`levels ${round}`, people);
    const own = ratings.person.map((person) => groups[person] ?? 0);
    const both = buildDesign([
      model,
      { kind: "factor", name: "group", values: Array.from(own, (group) => `g${group}`) },
    ]);
    tallies.levels.rejects(
      waldTest(
        fitRandomIntercept(both, ratings.score, columns.people),
        both.names.filter((name) => name.startsWith("group: ")),
        new Set(ratings.person).size - new Set(own).size,
      ).pValue,
    );
  }
  const facts = {
    part: `effects-${people}-${models}`,
    design: `${people} people, ${models} models`,
    rounds,
  } as const;
  return [
    tallies.effects.line({ ...facts, what: "mixed-models: effects of models", kind: "coverage" }),
    tallies.means.line({ ...facts, what: "scale-use: model means", kind: "coverage" }),
    tallies.abilities.line({ ...facts, what: "ranks: Bradley-Terry abilities", kind: "coverage" }),
    tallies.levels.line({ ...facts, what: "mixed-models: level of groups, F", kind: "rejection" }),
  ];
}
