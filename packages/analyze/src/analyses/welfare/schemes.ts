import type { Base } from "./bases.ts";

/** A way of drawing panels from a population. */
export interface Scheme {
  /** Unique in its population: `representative-N`, or `pool-` and the name a pool has in `groups.yaml`. */
  readonly name: string;
  /** Unique in its population too, for tables and charts. */
  readonly title: string;
  /** Rows of the score table who may be drawn. */
  readonly pool: readonly number[];
  /** People a panel. */
  readonly size: number;
}

const panelSizes = [10, 20, 50, 100] as const;
const poolSize = 100;

/** The scheme that the paper holds the others against. */
export const referenceScheme = "representative-100";

/** Panels of everybody in four sizes, and of each pool (prism-analysis section 5). */
export function panelSchemes(base: Base): readonly Scheme[] {
  const schemes = [
    ...panelSizes.map((size) => ({
      name: `representative-${size}`,
      title: `representative, ${size}`,
      pool: base.rows,
      size,
    })),
    ...base.pools.map(({ name, title, rows }) => ({
      name: `pool-${name}`,
      title: `${title}, ${poolSize}`,
      pool: rows,
      size: poolSize,
    })),
  ];
  const timesNamed = (title: string) => schemes.filter((scheme) => scheme.title === title).length;
  return schemes.map((scheme) =>
    timesNamed(scheme.title) > 1 && scheme.name.startsWith("pool-")
      ? { ...scheme, title: `${scheme.title} (${scheme.name})` }
      : scheme,
  );
}
