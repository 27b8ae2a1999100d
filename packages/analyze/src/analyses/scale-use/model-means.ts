import { studentTQuantile } from "@refract/stats";

/** Mean of a model's responses with an interval that knows that people give several. */
export interface ClusteredMean {
  readonly model: string;
  readonly responses: number;
  readonly people: number;
  readonly mean: number;
  /** Null with fewer than two people. */
  readonly interval: readonly [number, number] | null;
}

/**
 * Means by model with 95 % intervals clustered by person: the sandwich of a mean, sum over people of (their sum of deviations)^2
 * / n^2, times G / (G - 1), with Student's t of G - 1 degrees of freedom (CR1 of a regression on a constant).
 */
export function modelMeans(
  models: readonly string[],
  people: readonly string[],
  values: ArrayLike<number>,
): readonly ClusteredMean[] {
  const byModel = new Map<string, Map<string, { sum: number; count: number }>>();
  for (const [row, model] of models.entries()) {
    const own = byModel.get(model) ?? new Map<string, { sum: number; count: number }>();
    const person = people[row] ?? "";
    const cell = own.get(person) ?? { sum: 0, count: 0 };
    cell.sum += values[row] ?? 0;
    cell.count += 1;
    byModel.set(model, own.set(person, cell));
  }
  return [...byModel]
    .map(([model, cells]): ClusteredMean => {
      const all = [...cells.values()];
      const responses = all.reduce((total, { count }) => total + count, 0);
      const mean = all.reduce((total, { sum }) => total + sum, 0) / responses;
      const clusters = all.length;
      const squares = all.reduce((total, { sum, count }) => total + (sum - count * mean) ** 2, 0);
      const half =
        clusters < 2
          ? null
          : studentTQuantile(0.975, clusters - 1) *
            Math.sqrt((squares / responses ** 2) * (clusters / (clusters - 1)));
      return {
        model,
        responses,
        people: clusters,
        mean,
        interval: half === null ? null : [mean - half, mean + half],
      };
    })
    .toSorted((a, b) => b.mean - a.mean || (a.model < b.model ? -1 : 1));
}
