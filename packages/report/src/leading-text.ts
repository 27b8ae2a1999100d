/** Something that is ranked, with its 95 % interval where there is one. */
export interface Ranked {
  readonly name: string;
  readonly lower: number | null;
  readonly upper: number | null;
}

const named = 3;

/**
 * Who comes first, said as carefully as the intervals ask for: where others' intervals reach the first one's, nobody has won.
 *
 * @param by What they are ranked by: "mean score".
 * @param ranked The best first.
 * @param higherIsBetter Whether more is better; which end of an interval faces the others.
 * @returns Null for fewer than two.
 */
export function leadingText(by: string, ranked: readonly Ranked[], higherIsBetter = true): string | null {
  const [first, ...others] = ranked;
  if (first === undefined || others.length === 0) return null;
  const edge = higherIsBetter ? first.lower : first.upper;
  const start = `${first.name} comes first of ${ranked.length} by ${by}`;
  const bounds = others.map(({ lower, upper }) => (higherIsBetter ? upper : lower));
  if (edge === null || bounds.some((bound) => bound === null))
    return `${start}; not every one has an interval, so it is not known how surely.`;
  const near = others.filter((_, place) => {
    const bound = bounds[place] ?? edge;
    return higherIsBetter ? bound >= edge : bound <= edge;
  });
  if (near.length === 0) return `${start}; its 95 % interval overlaps with no other.`;
  const names = near.slice(0, named).map(({ name }) => name);
  const rest = near.length - names.length;
  const list = rest > 0 ? [...names, `${rest} more`] : names;
  const whose = list.length === 1 ? list[0] : `${list.slice(0, -1).join(", ")} and ${list.at(-1)}`;
  return `${start}, but its 95 % interval overlaps with ${near.length === 1 ? "that" : "those"} of ${whose}: which is best is not settled.`;
}
