import { invalidArgument, requireLength } from "../invalid-argument.ts";

export interface RankingComparison {
  /** Pairs in the same order in both, in opposite order, tied in the first only, in the second only, in both. */
  readonly concordant: number;
  readonly discordant: number;
  readonly tiedInFirst: number;
  readonly tiedInSecond: number;
  readonly tiedInBoth: number;
  /** (concordant - discordant) / pairs; null with fewer than two items. */
  readonly tauA: number | null;
  /** Tau with a correction for ties, Kendall (1945); null when one ranking ties everything. */
  readonly tauB: number | null;
  readonly problem: string | null;
}

/**
 * Kendall's tau between two rankings of the same items, given as scores or as ranks (both the same way round). Time grows with the
 * square of the number of items.
 */
export function compareRankings(first: ArrayLike<number>, second: ArrayLike<number>): RankingComparison {
  requireLength("second", second.length, first.length);
  const count = first.length;
  const tally = { concordant: 0, discordant: 0, tiedInFirst: 0, tiedInSecond: 0, tiedInBoth: 0 };
  for (let one = 0; one < count; one += 1) {
    requireNumber("first", first, one);
    requireNumber("second", second, one);
    for (let other = 0; other < one; other += 1) {
      const here = Math.sign((first[one] ?? 0) - (first[other] ?? 0));
      const there = Math.sign((second[one] ?? 0) - (second[other] ?? 0));
      if (here === 0 && there === 0) tally.tiedInBoth += 1;
      else if (here === 0) tally.tiedInFirst += 1;
      else if (there === 0) tally.tiedInSecond += 1;
      else if (here === there) tally.concordant += 1;
      else tally.discordant += 1;
    }
  }
  const { concordant, discordant } = tally;
  const untied = concordant + discordant;
  const scale = Math.sqrt((untied + tally.tiedInSecond) * (untied + tally.tiedInFirst));
  return Object.freeze({
    ...tally,
    tauA: count < 2 ? null : (concordant - discordant) / ((count * (count - 1)) / 2),
    tauB: scale === 0 ? null : (concordant - discordant) / scale,
    problem: count < 2 ? "there are fewer than two items" : scale === 0 ? "one ranking ties all items" : null,
  });
}

function requireNumber(name: string, values: ArrayLike<number>, place: number): void {
  if (Number.isNaN(values[place])) throw invalidArgument(`${name}[${place}]`, values[place], "a number");
}
