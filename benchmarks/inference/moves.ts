import { simulatedUtilities, simulateRatings } from "@refract/testing/simulated-ratings";
import {
  findGroupRanks,
  movesAgainst,
  poolBattles,
} from "../../packages/analyze/src/analyses/group-ranks/group-findings.ts";
import type { GroupedPeople } from "../../packages/analyze/src/analyses/group-ranks/group-levels.ts";
import type { MoveIntervals } from "../../packages/analyze/src/analyses/group-ranks/move-intervals.ts";
import type { Battles } from "../../packages/analyze/src/analyses/ranks/battles.ts";
import { battlesOf } from "./rankings.ts";
import { type Line, Tally } from "./tally.ts";

/** What the group likes better and worse than others do: its first and last models swap places with those in between. */
const shift = { 0: -0.6, 5: 0.5, 11: 0.5 };

function attributeOf(levelOf: Int32Array, levels: number): GroupedPeople {
  return {
    attribute: "drawn",
    title: "Drawn",
    levels: Array.from({ length: levels }, (_, level) => ({
      name: `g${level}`,
      people: levelOf.filter((own) => own === level).length,
    })),
    levelOf,
    leftOut: [],
  };
}

/** Moves of groups that mean nothing, and of a group with tastes of its own against what it has in a population of 20,000. */
export function moveLines(rounds: number, people: number, models: number): readonly Line[] {
  const utilities = simulatedUtilities(models);
  const findingsOf = (battles: Battles, grouped: GroupedPeople, seed: string) =>
    findGroupRanks(
      {
        battles,
        weights: null,
        rounds: 300,
        permutations: 1,
        seed: (purpose) => `${seed} ${purpose}`,
        pooled: poolBattles(battles, null, "corrected", 1),
      },
      grouped,
    );
  const tallies = {
    tests: new Tally(),
    none: new Tally(),
    gaps: new Tally(),
    gapTests: new Tally(),
    planted: new Tally(),
    chiSquare: new Tally(),
  };
  const truth = plantedMoves(utilities);
  for (let round = 0; round < rounds; round += 1) {
    const seed = `moves ${people} ${models} ${round}`;
    const ratings = simulateRatings({ seed, people, utilities });
    // as many groups as have 20 people each, and two of 30 people
    const levels = people < 60 ? 2 : 2 + (round % 3);
    const levelOf = Int32Array.from({ length: people }, (_, person) => person % levels);
    const { groups, test } = findingsOf(battlesOf(ratings, people), attributeOf(levelOf, levels), seed);
    tallies.chiSquare.rejects(test.chiSquarePValue);
    for (const { moveTests, intervals, gaps } of groups)
      for (let item = 0; item < models; item += 1) {
        tallies.tests.rejects(moveTests?.[item] ?? null);
        cover(tallies.none, intervals, item, 0);
        const gap = gaps?.[item];
        if (gap === undefined) continue;
        tallies.gaps.covers([gap.lower, gap.upper], 0);
        tallies.gapTests.rejects(gap.pValue);
      }
    const planted = simulateRatings({ seed: `${seed} planted`, people, utilities, plantedShift: shift });
    const [, own] = findingsOf(
      battlesOf(planted, people),
      attributeOf(planted.groups.planted, 2),
      `${seed} planted`,
    ).groups;
    for (let item = 0; item < models; item += 1)
      cover(tallies.planted, own?.intervals ?? null, item, truth[item] ?? 0);
  }
  const facts = {
    part: `moves-${people}-${models}`,
    design: `${people} people, ${models} models`,
    rounds,
  } as const;
  return [
    tallies.tests.line({
      ...facts,
      what: "group-ranks: test of a move, permutation of people",
      kind: "rejection",
      asked: "at most 5 % (exact)",
    }),
    tallies.none.line({
      ...facts,
      what: "group-ranks: middle 95 % of moves, groups alike",
      kind: "coverage",
      asked: "at least 95 %",
    }),
    tallies.planted.line({
      ...facts,
      what: "group-ranks: middle 95 % of moves, a group of 3 in 10 with tastes of its own",
      kind: "coverage",
      asked: "at least 95 %",
    }),
    tallies.chiSquare.line({
      ...facts,
      what: "group-ranks: chi-square p beside that of permutations",
      kind: "rejection",
      asked: "at most 6 % (for many people a group)",
    }),
    ...(people < 80
      ? []
      : [
          tallies.gaps.line({ ...facts, what: "group-ranks: gaps of abilities", kind: "coverage" }),
          tallies.gapTests.line({ ...facts, what: "group-ranks: test of a gap", kind: "rejection" }),
        ]),
  ];
}

/** In a few people's group most resamples have no ranking, and the product gives no interval. */
function cover(tally: Tally, intervals: MoveIntervals | null, item: number, truth: number): void {
  const [lower, upper] = [intervals?.lower[item] ?? null, intervals?.upper[item] ?? null];
  if (lower === null || upper === null) tally.refuse();
  else tally.covers([lower, upper], truth);
}

function plantedMoves(utilities: readonly number[]): readonly number[] {
  const people = 20_000;
  const everybody = simulateRatings({ seed: "everybody", people, utilities, plantedShift: shift });
  const battles = battlesOf(everybody, people);
  const group = battles.person.map((person) => everybody.groups.planted[person] ?? 0);
  const isOwn = (_: unknown, row: number) => group[row] === 1;
  const own = {
    ...battles,
    person: battles.person.filter(isOwn),
    first: battles.first.filter(isOwn),
    second: battles.second.filter(isOwn),
    score: battles.score.filter(isOwn),
    count: battles.count.filter(isOwn),
  };
  const rankingOf = (part: Battles) => {
    const pooled = poolBattles(part, null, "corrected", 1);
    return pooled.rank(pooled.clustered.cells);
  };
  return [...(movesAgainst(rankingOf(battles), rankingOf(own))?.moves ?? [])];
}
