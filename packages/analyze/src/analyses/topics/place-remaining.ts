import { quantile, type Vectors } from "@refract/stats";
import { meanOf } from "./central-texts.ts";

/**
 * Topics of all texts when they were found in a sample: a text outside it goes to the topic whose mean vector is nearest by
 * cosine, and is an outlier if it is farther from that mean than 95 % of the topic's own sample. A rule of ours: PRISM had
 * no need of one.
 */
export function placeRemaining(
  vectors: Vectors,
  sample: readonly number[],
  sampleLabels: Int32Array,
): Int32Array {
  const { values, dimensions } = vectors;
  const members = Map.groupBy(sample.keys(), (row) => sampleLabels[row] ?? -1);
  members.delete(-1);
  const topics = Array.from(members, ([id, rows]) => {
    const places = rows.map((row) => sample[row] ?? 0);
    const mean = meanOf(vectors, places);
    const own = places.map((place) => cosine(place, mean));
    return { id, mean, least: quantile(own, 0.05) };
  });
  const labels = new Int32Array(values.length / dimensions).fill(-2);
  for (const [row, place] of sample.entries()) labels[place] = sampleLabels[row] ?? -1;
  for (const [place, label] of labels.entries()) {
    if (label !== -2) continue;
    let best = -1;
    let nearest = Number.NEGATIVE_INFINITY;
    for (const { id, mean, least } of topics) {
      const similarity = cosine(place, mean);
      if (similarity <= nearest) continue;
      nearest = similarity;
      best = similarity >= least ? id : -1;
    }
    labels[place] = best;
  }
  return labels;

  function cosine(place: number, mean: Float64Array): number {
    let dot = 0;
    let squares = 0;
    let meanSquares = 0;
    for (let j = 0; j < dimensions; j += 1) {
      const value = values[place * dimensions + j] ?? 0;
      const other = mean[j] ?? 0;
      dot += value * other;
      squares += value * value;
      meanSquares += other * other;
    }
    return squares > 0 && meanSquares > 0 ? dot / Math.sqrt(squares * meanSquares) : 0;
  }
}
