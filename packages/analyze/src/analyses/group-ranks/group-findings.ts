import {
  type BradleyTerryFit,
  bradleyTerryGroupTest,
  type ClusteredComparisons,
  type ComparisonCells,
  clusteredCovariance,
  compareRankings,
  fitBradleyTerry,
  type GroupDifference,
  jackknifeAbilityCovariance,
  modelCovariance,
  partOfClusters,
  ranksDescending,
  shrinkBradleyTerry,
  studentTQuantile,
  studentTTwoSided,
} from "@refract/stats";
import { counted } from "../../analysis/counted.ts";
import type { Mode } from "../../mode.ts";
import { type Battles, battleTotals, clusteredBattles } from "../ranks/battles.ts";
import { centralityScores, publishedOrder } from "../ranks/centrality.ts";
import type { GroupedPeople } from "./group-levels.ts";
import { type MoveIntervals, moveIntervals } from "./move-intervals.ts";
import { type MoveTests, movePermutations, moveTests } from "./move-tests.ts";

/** Clustered errors of fewer people than this are too small to test with. */
const leastPeopleForErrors = 40;

/** Estimates of some people, or the reason why there are none. */
export interface GroupEstimates {
  readonly estimates: ArrayLike<number> | null;
  readonly problem: string | null;
}

/** A group's ability of one model less that of everybody else. */
export interface AbilityGap {
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
  readonly pValue: number;
}

export interface GroupFinding {
  readonly name: string;
  readonly people: number;
  /** As they were fought, whatever people weigh. */
  readonly battles: number;
  /** By the mode's way of ranking. */
  readonly ranking: GroupEstimates;
  readonly intervals: MoveIntervals | null;
  /** Of moves where everybody counts once; null without a second group. */
  readonly moveTests: MoveTests | null;
  /** Bradley-Terry abilities drawn towards those of all. */
  readonly shrunken: GroupEstimates & { readonly spread: number | null };
  /** Everybody with battles but this group. */
  readonly without: GroupEstimates;
  /** One a model, or the reason why not. */
  readonly gaps: readonly AbilityGap[] | null;
  readonly gapsProblem: string | null;
}

export interface AttributeFinding {
  readonly attribute: string;
  readonly title: string;
  readonly leftOut: readonly string[];
  readonly groups: readonly GroupFinding[];
  readonly test: GroupDifference;
  readonly testedPeople: number;
}

export interface GroupStudy {
  readonly battles: Battles;
  readonly weights: Float64Array | null;
  readonly rounds: number;
  readonly permutations: number;
  readonly seed: (purpose: string) => string;
  readonly pooled: PooledBattles;
}

/** All people's battles, which each attribute's groups are part of and stand against. */
export interface PooledBattles {
  readonly clustered: ClusteredComparisons;
  /** Everybody counted the same. */
  readonly unweighted: ClusteredComparisons;
  /** The mode's way of ranking. */
  readonly rank: (cells: ComparisonCells) => GroupEstimates;
  readonly fit: BradleyTerryFit;
  readonly designEffect: number;
}

export function poolBattles(
  battles: Battles,
  weights: Float64Array | null,
  mode: Mode,
  prior: number,
): PooledBattles {
  const clustered = clusteredBattles(battles, weights);
  const fit = fitBradleyTerry(clustered.cells);
  return {
    clustered,
    unweighted: weights === null ? clustered : clusteredBattles(battles),
    rank: rankingOf(mode, clustered.cells, prior),
    fit,
    designEffect: designEffect(clustered, fit),
  };
}

/** What is drawn for an attribute, by the seed of each purpose. */
export const drawsOf = (attribute: string) =>
  ({
    moves: `moves ${attribute}`,
    moveTests: `move tests ${attribute}`,
    test: `test ${attribute}`,
  }) as const;

/** The way of ranking of a mode: Bradley-Terry, or rank centrality as published with the models in the order of all battles. */
function rankingOf(
  mode: Mode,
  all: ComparisonCells,
  prior: number,
): (cells: ComparisonCells) => GroupEstimates {
  if (mode === "corrected") {
    return (cells) => {
      const { abilities, problem } = fitBradleyTerry(cells, { tolerance: 1e-8 });
      return { estimates: abilities, problem };
    };
  }
  const order = publishedOrder(all);
  return (cells) => {
    const { scores, problem } = centralityScores(cells, mode, order, prior);
    return { estimates: scores, problem };
  };
}

/** Ranks of the groups of one attribute beside the ranks of all. */
export function findGroupRanks(study: GroupStudy, grouped: GroupedPeople): AttributeFinding {
  const { battles, weights } = study;
  const { clustered, rank, fit: pooled, designEffect: effect } = study.pooled;
  const intervals =
    grouped.levels.length === 0 || battles.people.length < 2
      ? []
      : moveIntervals(
          battles,
          weights,
          grouped.levelOf,
          grouped.levels.length,
          (cells) => rank(cells).estimates,
          { seed: study.seed(drawsOf(grouped.attribute).moves), rounds: study.rounds },
        );
  const tests =
    grouped.levels.length < 2
      ? []
      : moveTests(
          study.pooled.unweighted,
          grouped.levelOf,
          grouped.levels.length,
          (cells) => rank(cells).estimates,
          { seed: study.seed(drawsOf(grouped.attribute).moveTests), rounds: movePermutations },
        );
  const weighed = (isKept: (person: number) => boolean): number =>
    battles.people.filter((_, person) => isKept(person) && (weights?.[person] ?? 1) > 0).length;
  const groups = grouped.levels.map(({ name, people }, level): GroupFinding => {
    const isOwn = (person: number) => grouped.levelOf[person] === level;
    const isOther = (person: number) => !isOwn(person);
    const own = partOfClusters(clustered, isOwn);
    const rest = partOfClusters(clustered, isOther);
    return {
      name,
      people,
      battles: battleTotals(battles, isOwn).battles,
      ranking: rank(own.cells),
      intervals: intervals[level] ?? null,
      moveTests: tests[level] ?? null,
      shrunken: shrunken(own.cells, pooled, effect),
      without: rank(rest.cells),
      ...abilityGaps(own, rest, weighed(isOwn), weighed(isOther)),
    };
  });
  return {
    attribute: grouped.attribute,
    title: grouped.title,
    leftOut: grouped.leftOut,
    groups,
    test: groupTest(study, grouped),
    testedPeople: grouped.levelOf.filter((level) => level >= 0).length,
  };
}

/** How a ranking differs from that of all; null when either is missing. */
export function movesAgainst(
  all: GroupEstimates,
  own: GroupEstimates,
): (ReturnType<typeof compareRankings> & { readonly ranks: Int32Array }) | null {
  if (all.estimates === null || own.estimates === null) return null;
  return { ...compareRankings(all.estimates, own.estimates), ranks: ranksDescending(own.estimates) };
}

/** Mean over models of clustered over model variance: how much less a battle says than an independent one. At least 1. */
function designEffect(clustered: ClusteredComparisons, fit: BradleyTerryFit): number {
  if (fit.problem !== null) return 1;
  const own = clusteredCovariance(clustered, fit);
  const model = modelCovariance(clustered.cells, fit);
  if (own.problem !== null || model.problem !== null) return 1;
  const { itemCount } = clustered.cells;
  let sum = 0;
  for (let item = 0; item < itemCount; item += 1) {
    const place = item * itemCount + item;
    sum += (own.matrix[place] ?? 0) / (model.matrix[place] ?? 1) / itemCount;
  }
  return Math.max(1, sum);
}

function shrunken(cells: ComparisonCells, pooled: BradleyTerryFit, effect: number): GroupFinding["shrunken"] {
  if (pooled.problem !== null) return { estimates: null, problem: pooled.problem, spread: null };
  const { fit, problem, standardDeviation } = shrinkBradleyTerry(cells, pooled.abilities, {
    designEffect: effect,
  });
  return { estimates: fit?.abilities ?? null, problem, spread: standardDeviation };
}

/** Group and rest share no person, so that their errors are independent. `people` and `others` have a weight. */
function abilityGaps(
  own: ClusteredComparisons,
  rest: ClusteredComparisons,
  people: number,
  others: number,
): Pick<GroupFinding, "gaps" | "gapsProblem"> {
  const failed = (gapsProblem: string) => ({ gaps: null, gapsProblem });
  if (Math.min(people, others) < leastPeopleForErrors)
    return failed(
      `fewer than ${leastPeopleForErrors} people on one side: clustered errors would be too small`,
    );
  const here = fitBradleyTerry(own.cells);
  const there = fitBradleyTerry(rest.cells);
  if (here.problem !== null) return failed(here.problem);
  if (there.problem !== null) return failed(`the others: ${there.problem}`);
  const hereErrors = jackknifeAbilityCovariance(own, here);
  const thereErrors = jackknifeAbilityCovariance(rest, there);
  if (hereErrors.problem !== null) return failed(hereErrors.problem);
  if (thereErrors.problem !== null) return failed(thereErrors.problem);
  // as many degrees of freedom as the smaller side has: its people are what is unsure
  const freedom = Math.min(people, others) - 1;
  const reach = studentTQuantile(0.975, freedom);
  const { itemCount } = own.cells;
  const gaps = Array.from({ length: itemCount }, (_, item): AbilityGap => {
    const place = item * itemCount + item;
    const estimate = (here.abilities[item] ?? 0) - (there.abilities[item] ?? 0);
    const error = Math.sqrt((hereErrors.matrix[place] ?? 0) + (thereErrors.matrix[place] ?? 0));
    return {
      estimate,
      lower: estimate - reach * error,
      upper: estimate + reach * error,
      pValue: error > 0 ? studentTTwoSided(estimate / error, freedom) : 1,
    };
  });
  return { gaps, gapsProblem: null };
}

/**
 * Everybody counts the same here. Weights that are larger in one group spread its people's scores further, and people who differ
 * in spread can't be exchanged: with 60 people, 3 in 10 of them in a group that was raked to a half, 15 % of null datasets were below 0.05.
 */
function groupTest(study: GroupStudy, { attribute, levels, levelOf }: GroupedPeople): GroupDifference {
  const failed = (problem: string): GroupDifference => ({
    problem,
    statistic: null,
    degreesOfFreedom: null,
    pValue: null,
    chiSquarePValue: null,
    permutations: 0,
  });
  if (levels.length < 2)
    return failed(`${counted(levels.length, "group")} of enough people, at least two are needed`);
  const tested = partOfClusters(study.pooled.unweighted, (person) => (levelOf[person] ?? -1) >= 0);
  const fit = fitBradleyTerry(tested.cells);
  if (fit.problem !== null) return failed(fit.problem);
  return bradleyTerryGroupTest(
    tested,
    fit,
    levelOf.filter((level) => level >= 0),
    { seed: study.seed(drawsOf(attribute).test), permutations: study.permutations },
  );
}
