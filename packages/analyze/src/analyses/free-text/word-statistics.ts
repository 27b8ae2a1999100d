import { quantiles } from "@refract/stats";

export interface WordStatistics {
  readonly n: number;
  readonly mean: number;
  /** Sample standard deviation (n - 1); null of one text. */
  readonly sd: number | null;
  readonly min: number;
  readonly p25: number;
  readonly median: number;
  readonly p75: number;
  readonly max: number;
}

/** Words a text, from the number of words of each; null without texts. */
export function wordStatistics(lengths: Uint32Array): WordStatistics | null {
  const n = lengths.length;
  if (n === 0) return null;
  const [min = 0, p25 = 0, median = 0, p75 = 0, max = 0] = quantiles(lengths, [0, 0.25, 0.5, 0.75, 1]);
  return { n, mean: total(lengths) / n, sd: n > 1 ? deviation(lengths) : null, min, p25, median, p75, max };
}

function total(lengths: Uint32Array): number {
  let sum = 0;
  for (let place = 0; place < lengths.length; place += 1) sum += lengths[place] ?? 0;
  return sum;
}

/** By Welford's updates (1962), as databases do it. */
function deviation(lengths: Uint32Array): number {
  let mean = 0;
  let squares = 0;
  for (let place = 0; place < lengths.length; place += 1) {
    const length = lengths[place] ?? 0;
    const before = length - mean;
    mean += before / (place + 1);
    squares += before * (length - mean);
  }
  return Math.sqrt(squares / (lengths.length - 1));
}
