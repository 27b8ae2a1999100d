import type { Vectors } from "@refract/stats";

/**
 * The texts of each topic nearest to the mean of its points (Euclidean), nearest first. Texts that stand there several times
 * are named once.
 */
export function centralTexts(
  texts: readonly string[],
  labels: ArrayLike<number>,
  points: Vectors,
  count = 5,
): ReadonlyMap<number, readonly string[]> {
  const members = Map.groupBy(texts.keys(), (place) => labels[place] ?? -1);
  return new Map(
    Array.from(members, ([topic, places]) => {
      const middle = meanOf(points, places);
      const byDistance = places
        .map((place) => ({ place, distance: squaredDistance(points, place, middle) }))
        .sort((a, b) => a.distance - b.distance || a.place - b.place);
      const distinct = new Set(byDistance.map(({ place }) => texts[place] ?? ""));
      return [topic, [...distinct].slice(0, count)] as const;
    }),
  );
}

/** The mean of some points. */
export function meanOf({ values, dimensions }: Vectors, places: readonly number[]): Float64Array {
  const mean = new Float64Array(dimensions);
  for (const place of places) {
    for (let j = 0; j < dimensions; j += 1) {
      mean[j] = (mean[j] ?? 0) + (values[place * dimensions + j] ?? 0) / places.length;
    }
  }
  return mean;
}

function squaredDistance({ values, dimensions }: Vectors, place: number, to: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < dimensions; j += 1) sum += ((values[place * dimensions + j] ?? 0) - (to[j] ?? 0)) ** 2;
  return sum;
}
