import type { Random } from "@refract/stats";

/** Weights by level; they need not add up to one. */
export type Shares = Readonly<Record<string, number>>;

/** One level, as likely as its weight. Throws on a list without a positive weight. */
export function drawLevel(random: Random, shares: Shares): string {
  const levels = Object.entries(shares).filter(([, weight]) => weight > 0);
  const total = levels.reduce((sum, [, weight]) => sum + weight, 0);
  let left = random.next() * total;
  for (const [level, weight] of levels) {
    left -= weight;
    if (left < 0) return level;
  }
  const last = levels.at(-1);
  if (last === undefined) throw new RangeError("shares: no positive weight, expected at least one level");
  return last[0];
}

/** The shares without some levels. */
export function without(shares: Shares, ...levels: readonly string[]): Shares {
  return Object.fromEntries(Object.entries(shares).filter(([level]) => !levels.includes(level)));
}

/** The whole number at this share of the way from `minimum` to `maximum`; shares outside 0 to 1 stop at the ends. */
export function pointOnScale(share: number, minimum: number, maximum: number): number {
  return Math.round(minimum + (maximum - minimum) * Math.min(1, Math.max(0, share)));
}
