import { invalidArgument } from "./invalid-argument.ts";

export interface ShownGroups {
  /** For each group, whether its figures may stand beside those of all. */
  readonly shown: readonly boolean[];
  /** Places of groups that are large enough, and left out so that nobody is found by subtraction. */
  readonly secondary: readonly number[];
}

/**
 * Which groups of people may have figures of their own beside the figures of all. Groups below the least size have none;
 * and where the shown ones are taken from all, what is left over has to be nobody or as many people again, or the few are
 * seen in the difference. So the smallest groups that were to be shown are left out too, until that holds (secondary or
 * complementary suppression of official statistics: Hundepool and others 2012, Statistical Disclosure Control, 4.2).
 *
 * @param sizes people of each group; groups don't overlap
 * @param total people behind the figures of all, those in no group included
 */
export function shownGroups(sizes: readonly number[], minimum: number, total: number): ShownGroups {
  const sum = sizes.reduce((all, size) => all + size, 0);
  if (sum > total)
    throw invalidArgument("total", total, `a number of at least ${sum}, the sum of the groups`);
  const shown = sizes.map((size) => size >= minimum);
  const secondary: number[] = [];
  const bySize = sizes
    .map((_, place) => place)
    .toSorted((a, b) => (sizes[a] ?? 0) - (sizes[b] ?? 0) || b - a);
  let rest = total - sizes.reduce((all, size, place) => all + (shown[place] === true ? size : 0), 0);
  for (const place of bySize) {
    if (rest === 0 || rest >= minimum) break;
    if (shown[place] !== true) continue;
    shown[place] = false;
    secondary.push(place);
    rest += sizes[place] ?? 0;
  }
  return Object.freeze({ shown, secondary });
}
