import { clusteredMean } from "@refract/stats";

/** Mean of a model's responses with an interval that knows that people give several. */
export interface ClusteredMean {
  readonly model: string;
  readonly responses: number;
  readonly people: number;
  readonly mean: number;
  /** Null with fewer than two people, and where all have the same mean. */
  readonly interval: readonly [number, number] | null;
}

/**
 * Means by model with 95 % intervals clustered by person: CR2 errors, Student's t with Satterthwaite's degrees of freedom (see
 * `clusteredMean`), which holds for models that few people rated.
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
      const { mean, interval, clusters } = clusteredMean(all);
      const responses = all.reduce((total, { count }) => total + count, 0);
      return { model, responses, people: clusters, mean, interval };
    })
    .toSorted((a, b) => b.mean - a.mean || (a.model < b.model ? -1 : 1));
}
