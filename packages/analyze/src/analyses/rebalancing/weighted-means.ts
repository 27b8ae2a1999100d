import { effectiveSampleSize, studentTQuantile } from "@refract/stats";

/** A mean with its 95 % interval; null ends with fewer than two people. */
export interface MeanInterval {
  readonly mean: number;
  readonly lower: number | null;
  readonly upper: number | null;
}

/** Mean score of a model with everybody counting the same, and weighted. */
export interface WeightedMean {
  readonly model: string;
  readonly responses: number;
  readonly people: number;
  /** Kish's effective number of people; null when none has a weight above 0, as the two after it. */
  readonly effectivePeople: number | null;
  readonly unweighted: MeanInterval;
  readonly weighted: MeanInterval | null;
  /** Weighted less unweighted. */
  readonly difference: MeanInterval | null;
}

/** One response a row. */
export interface ScoredResponses {
  readonly models: readonly string[];
  /** Place of each response's person among the weights. */
  readonly people: ArrayLike<number>;
  readonly scores: ArrayLike<number>;
}

interface PersonSum {
  readonly weight: number;
  readonly sum: number;
  readonly count: number;
}

/**
 * Means by model, weighted by person and not, each with a 95 % interval clustered by person, and their difference.
 *
 * By leaving out each person in turn (the cluster jackknife; MacKinnon, Nielsen and Webb 2023): without a person a weighted mean m
 * moves by w (s - n m) / (W - w n), where s and n are the sum and number of their scores and W is the sum of w n. The variance is the
 * sum of squared moves times (G - 1) / G, with Student's t of G - 1 degrees of freedom. Linearised errors, which divide by W, are too
 * small where few people carry much of the weight. The difference uses the difference of moves, so that it knows that both means are
 * of the same people. Weights count as given, not as estimated.
 *
 * @param weights one a person, none below 0
 * @returns by weighted mean, highest first; models without one last
 */
export function weightedMeans(
  { models, people, scores }: ScoredResponses,
  weights: ArrayLike<number>,
): readonly WeightedMean[] {
  const byModel = new Map<string, Map<number, { weight: number; sum: number; count: number }>>();
  for (const [row, model] of models.entries()) {
    const own = byModel.get(model) ?? new Map<number, { weight: number; sum: number; count: number }>();
    const person = people[row] ?? 0;
    const cell = own.get(person) ?? { weight: weights[person] ?? 0, sum: 0, count: 0 };
    cell.sum += scores[row] ?? 0;
    cell.count += 1;
    byModel.set(model, own.set(person, cell));
  }
  return [...byModel]
    .map(([model, cells]) => meansOf(model, [...cells.values()]))
    .toSorted(
      (a, b) =>
        (b.weighted?.mean ?? Number.NEGATIVE_INFINITY) - (a.weighted?.mean ?? Number.NEGATIVE_INFINITY) ||
        b.unweighted.mean - a.unweighted.mean ||
        (a.model < b.model ? -1 : 1),
    );
}

function meansOf(model: string, cells: readonly PersonSum[]): WeightedMean {
  const responses = cells.reduce((total, { count }) => total + count, 0);
  const plain = cells.reduce((total, { sum }) => total + sum, 0) / responses;
  const moves = cells.map(({ sum, count }) => (sum - count * plain) / (responses - count));
  const facts = { model, responses, people: cells.length, unweighted: interval(plain, moves) };
  const mass = cells.reduce((total, { weight, count }) => total + weight * count, 0);
  if (mass === 0) return { ...facts, effectivePeople: null, weighted: null, difference: null };
  const own = cells.reduce((total, { weight, sum }) => total + weight * sum, 0) / mass;
  const ownMoves = cells.map(({ weight, sum, count }) =>
    weight === 0 ? 0 : (weight * (sum - count * own)) / (mass - weight * count),
  );
  const counted = cells.flatMap(({ weight }) => (weight > 0 ? [weight] : []));
  return {
    ...facts,
    effectivePeople: effectiveSampleSize(counted).effectiveSampleSize,
    weighted: interval(
      own,
      ownMoves.filter((_, place) => (cells[place]?.weight ?? 0) > 0),
    ),
    difference: interval(
      own - plain,
      ownMoves.map((move, place) => move - (moves[place] ?? 0)),
    ),
  };
}

function interval(mean: number, moves: readonly number[]): MeanInterval {
  const people = moves.length;
  if (people < 2) return { mean, lower: null, upper: null };
  const squares = moves.reduce((total, move) => total + move ** 2, 0);
  const half = studentTQuantile(0.975, people - 1) * Math.sqrt((squares * (people - 1)) / people);
  return { mean, lower: mean - half, upper: mean + half };
}
