import type { Item } from "@refract/core";
import type { RunSetup } from "../plan/run-setup.ts";
import type { RunStore } from "../store/run-store.ts";
import { PointTally } from "./interval.ts";
import type { MeanScore } from "./results.ts";

/** Scoring groups of one model under one variant, and how many of them lack an answer. */
export interface GroupCounts {
  readonly groups: number;
  readonly incomplete: number;
}

/**
 * Means of every metric per model and variant: over all items, and per level of each cut. A model that was asked and has no
 * complete group has a mean all the same, without a value and with the reason: it would be missing from every table unsaid.
 *
 * @param groupsOf the scoring groups of a model under a variant
 */
export function meansOf(
  setup: RunSetup,
  items: readonly Item[],
  store: RunStore,
  groupsOf: (respondent: string, variant: string) => GroupCounts,
): MeanScore[] {
  const { instrument, variants, models } = setup;
  const levels = instrument.cuts.map(({ attribute }) => ({ attribute, of: levelsByGroup(items, attribute) }));
  const means: MeanScore[] = [];
  for (const { id: respondent } of models) {
    for (const { id: variant } of variants) {
      for (const { id: metric } of instrument.metrics) {
        const cells = new Cells();
        for (const { group, cluster, points, missing } of store.points(respondent, variant, metric)) {
          cells.add(null, null, cluster, points, missing);
          for (const { attribute, of } of levels)
            for (const level of of.get(group) ?? []) cells.add(attribute, level, cluster, points, missing);
        }
        for (const { cut, level, tally, missing } of cells.sorted(
          instrument.cuts.map((one) => one.attribute),
        )) {
          const mean = tally.mean();
          const least = cut === null ? 0 : (instrument.smallestCell ?? 0);
          means.push({
            respondent,
            variant,
            metric,
            cut,
            level,
            ...mean,
            ...(mean.points < least
              ? { mean: null, lower: null, upper: null, method: `fewer than ${least} points` }
              : {}),
            missing,
          });
        }
      }
    }
  }
  return withThoseWithoutGroups(setup, means, groupsOf);
}

/** Puts a row for each metric of a variant where a model has none: for those that others have, or the headlines where nobody has any. */
function withThoseWithoutGroups(
  { instrument, variants, models }: RunSetup,
  means: readonly MeanScore[],
  groupsOf: (respondent: string, variant: string) => GroupCounts,
): MeanScore[] {
  return models.flatMap(({ id: respondent }) =>
    variants.flatMap(({ id: variant }) => {
      const own = means.filter((mean) => mean.respondent === respondent && mean.variant === variant);
      const { groups, incomplete } = groupsOf(respondent, variant);
      if (own.length > 0 || groups === 0 || incomplete < groups) return own;
      const known = new Set(
        means.filter((mean) => mean.variant === variant && mean.cut === null).map(({ metric }) => metric),
      );
      return instrument.metrics
        .filter(({ id, headline }) => (known.size === 0 ? headline : known.has(id)))
        .map(
          ({ id: metric }): MeanScore => ({
            ...{ respondent, variant, metric, cut: null, level: null },
            ...{ mean: null, lower: null, upper: null, points: 0, clusters: 0, missing: {} },
            method:
              groups === 1
                ? "its one scoring group is not complete"
                : `none of ${groups} scoring groups is complete`,
          }),
        );
    }),
  );
}

interface Cell {
  readonly cut: string | null;
  readonly level: string | null;
  readonly tally: PointTally;
  readonly missing: Record<string, number>;
}

class Cells {
  readonly #cells = new Map<string, Cell>();

  add(
    cut: string | null,
    level: string | null,
    cluster: string,
    points: number | null,
    missing: string | null,
  ): void {
    const key = cut === null ? "" : `${cut}\u0000${level}`;
    let cell = this.#cells.get(key);
    if (cell === undefined) {
      cell = { cut, level, tally: new PointTally(), missing: {} };
      this.#cells.set(key, cell);
    }
    if (points !== null) cell.tally.add(cluster, points);
    else if (missing !== null) cell.missing[missing] = (cell.missing[missing] ?? 0) + 1;
  }

  /** All items first, then cut by cut with its levels in the order of letters. */
  sorted(cuts: readonly string[]): readonly Cell[] {
    const place = ({ cut }: Cell) => (cut === null ? -1 : cuts.indexOf(cut));
    return [...this.#cells.values()].toSorted(
      (a, b) => place(a) - place(b) || ((a.level ?? "") < (b.level ?? "") ? -1 : 1),
    );
  }
}

/** A group belongs to every level that one of its items names. */
function levelsByGroup(items: readonly Item[], attribute: string): ReadonlyMap<string, ReadonlySet<string>> {
  const groups = new Map<string, Set<string>>();
  for (const { group, attributes } of items) {
    const value = attributes[attribute];
    if (value === undefined) continue;
    const known = groups.get(group) ?? new Set<string>();
    for (const level of typeof value === "string" ? [value] : value) known.add(level);
    groups.set(group, known);
  }
  return groups;
}
