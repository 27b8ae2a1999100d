import { type Numbers, requireWeights } from "../argument-checks.ts";

export interface LevelCount<Level> {
  readonly level: Level;
  readonly count: number;
  /** Sum of the weights; the count when there are none. */
  readonly weight: number;
  /** Part of all weight, 0 to 1. */
  readonly share: number;
}

/**
 * How often each level occurs, most frequent first and equal ones in order of appearance; levels named in
 * `last` come at the end in the order given there ("Other", "Prefer not to say").
 */
export function countLevels<Level>(
  levels: readonly Level[],
  options: { readonly weights?: Numbers; readonly last?: readonly Level[] } = {},
): readonly LevelCount<Level>[] {
  const { weights, last = [] } = options;
  if (weights !== undefined && levels.length > 0) requireWeights("weights", weights, levels.length);
  const found = new Map<Level, { count: number; weight: number }>();
  let total = 0;
  for (const [index, level] of levels.entries()) {
    const weight = weights === undefined ? 1 : (weights[index] ?? 0);
    const held = found.get(level) ?? { count: 0, weight: 0 };
    held.count += 1;
    held.weight += weight;
    total += weight;
    found.set(level, held);
  }
  const rows = Array.from(found, ([level, { count, weight }]) =>
    Object.freeze({ level, count, weight, share: weight / total }),
  );
  const place = (level: Level): number => last.indexOf(level);
  rows.sort((a, b) => place(a.level) - place(b.level) || b.weight - a.weight);
  return Object.freeze(rows);
}
