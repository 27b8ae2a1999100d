import { bootstrapStatistic, deriveSeed, mcNemarTest, ranksDescending } from "@refract/stats";
import { rankChanges } from "./rank-changes.ts";

/** The subsets that models are ranked on; the reference of changes is `annotated` ("MA" in the paper). */
export const rankedSubsets = ["full", "annotated", "sensitive", "agnostic"] as const;
export type RankedSubset = (typeof rankedSubsets)[number];

/** Whether one model answered one question of one language right. */
export interface Answer {
  readonly model: string;
  readonly question: string;
  readonly label: "CS" | "CA" | null;
  readonly right: boolean;
}

export interface RankedModel {
  readonly model: string;
  readonly accuracy: number;
  /** Equal accuracies share the best rank. */
  readonly rank: number;
  /** Best and worst rank, see `rankTables`; null with fewer than two questions. */
  readonly interval: readonly [best: number, worst: number] | null;
  /** Rank minus that on all annotated questions; null where there are none. */
  readonly change: number | null;
  /** The rank of the reference lies inside the interval, so that the change may be noise. Null without an interval or a change. */
  readonly insideNoise: boolean | null;
}

export interface RankTable {
  readonly subset: RankedSubset;
  readonly questions: number;
  readonly models: readonly RankedModel[];
  readonly rankChanges: number | null;
  readonly positionChanges: number | null;
  readonly tauB: number | null;
}

const replicates = 1000;
/** Draws of fewer questions than this would show less doubt than there is: three questions can only be drawn so often. */
const fewQuestions = 40;

/**
 * Ranks of models on each subset of one language's questions, with changes against all annotated questions and intervals from drawing
 * questions with replacement (spec global-mmlu, "Scoring"); below 40 questions a model's rank is only as sure as exact tests tell it from the others. Only questions that every model answered count; the others are told.
 */
export function rankTables(
  answers: readonly Answer[],
  seed: string,
  ties: "shared" | "full" = "shared",
): { readonly tables: readonly RankTable[]; readonly left: readonly string[] } {
  const models = [...new Set(answers.map(({ model }) => model))];
  const left: string[] = [];
  const questions: { readonly label: Answer["label"]; readonly right: readonly boolean[] }[] = [];
  for (const [question, given] of Map.groupBy(answers, (answer) => answer.question)) {
    const byModel = new Map(given.map((answer) => [answer.model, answer.right]));
    const right = models.flatMap((model) => byModel.get(model) ?? []);
    if (right.length < models.length) left.push(question);
    else questions.push({ label: given[0]?.label ?? null, right });
  }
  const of = (subset: RankedSubset) =>
    questions.filter(({ label }) =>
      subset === "full"
        ? true
        : subset === "annotated"
          ? label !== null
          : label === (subset === "sensitive" ? "CS" : "CA"),
    );
  const accuracies = (rows: readonly { readonly right: readonly boolean[] }[]) =>
    models.map((_, model) => rows.filter(({ right }) => right[model] === true).length / rows.length);
  const full = accuracies(questions);
  // what ranks are made of: accuracies, or places by accuracy and then by accuracy on all questions
  const ranked = (values: readonly number[]) => (ties === "shared" ? values : brokenBy(values, full));
  const reference = of("annotated").length === 0 ? null : accuracies(of("annotated"));
  const tables = rankedSubsets.flatMap((subset): readonly RankTable[] => {
    const rows = of(subset);
    if (rows.length === 0) return [];
    const values = accuracies(rows);
    const ranks = ranksDescending(ranked(values));
    const intervals = rankIntervalsOf(rows, models.length, deriveSeed(seed, "global-mmlu ranks", subset));
    const changes = reference === null ? null : rankChanges(ranked(reference), ranked(values));
    const tauB = reference === null ? null : rankChanges(reference, values).tauB;
    return [
      {
        subset,
        questions: rows.length,
        models: models.map((model, index): RankedModel => {
          const rank = ranks[index] ?? 0;
          const before = changes?.reference[index] ?? null;
          const interval = intervals?.[index] ?? null;
          return {
            model,
            accuracy: values[index] ?? 0,
            rank,
            interval,
            change: before === null ? null : rank - before,
            insideNoise:
              before === null || interval === null ? null : interval[0] <= before && before <= interval[1],
          };
        }),
        rankChanges: changes?.rankChanges ?? null,
        positionChanges: changes?.positionChanges ?? null,
        tauB,
      },
    ];
  });
  return { tables, left };
}

/** Places from 0 for the lowest: by value, equal ones by a second value; equal in both stay equal. */
function brokenBy(values: readonly number[], second: readonly number[]): readonly number[] {
  const pairs = values.map((value, model) => [value, second[model] ?? 0] as const);
  return pairs.map(
    ([value, other]) => pairs.filter(([one, two]) => one < value || (one === value && two < other)).length,
  );
}

function rankIntervalsOf(
  rows: readonly { readonly right: readonly boolean[] }[],
  models: number,
  seed: string,
): readonly (readonly [number, number])[] | null {
  if (rows.length < 2) return null;
  if (rows.length < fewQuestions) return ranksByTests(rows, models);
  const drawn: number[][] = Array.from({ length: models }, () => []);
  bootstrapStatistic(
    rows.length,
    (indices) => {
      const sums = new Float64Array(models);
      for (const index of indices)
        for (let model = 0; model < models; model += 1)
          if (rows[index]?.right[model] === true) sums[model] = (sums[model] ?? 0) + 1;
      for (const [model, rank] of ranksDescending(sums).entries()) drawn[model]?.push(rank);
      return 0;
    },
    { seed, replicates },
  );
  return drawn.map((ranks) => {
    const sorted = ranks.toSorted((one, other) => one - other);
    // whole ranks, rounded outwards
    const low = sorted[Math.floor(0.025 * (replicates - 1))] ?? 1;
    const high = sorted[Math.ceil(0.975 * (replicates - 1))] ?? models;
    return [low, high];
  });
}

/** Best rank: below those that McNemar's exact test (5 %) puts above a model; worst: above those it puts below. */
function ranksByTests(
  rows: readonly { readonly right: readonly boolean[] }[],
  models: number,
): readonly (readonly [number, number])[] {
  return Array.from({ length: models }, (_, model) => {
    let above = 0;
    let below = 0;
    for (let other = 0; other < models; other += 1) {
      const wins = rows.filter(({ right }) => right[model] === true && right[other] === false).length;
      const losses = rows.filter(({ right }) => right[model] === false && right[other] === true).length;
      const { pValue } = mcNemarTest(wins, losses);
      if (pValue === null || pValue > 0.05) continue;
      if (wins > losses) below += 1;
      else above += 1;
    }
    return [1 + above, models - below];
  });
}
