import { type AgreementWorth, kappaSpread, marginsOf } from "./kappa-spread.ts";

/** Halvings: kappa is known to the last digits then. */
const halvings = 60;

/**
 * The values of kappa from which the one found is no more than `deviations` standard errors away, the error taken at each of these
 * values and not at the one found: Wilson's (1927) way with a share, and Lee and Tu's (1994) and Donner and Eliasziw's (1992) with kappa
 * of two categories. Kappa ± its own error holds the truth far too seldom in few units, and has no width where raters always agree.
 *
 * Few units, or hardly any rating outside of one category, say too little for it: `cohenKappa` gives none then.
 *
 * A lower kappa is given by the table found mixed with what the same margins give by chance, a higher one by mixing it with full
 * agreement at the mean of both margins. Below chance the error is that of chance.
 *
 * @param shares square, row by row, sum 1
 */
export function kappaInterval(
  shares: Float64Array,
  size: number,
  worth: AgreementWorth,
  { units, deviations }: { readonly units: number; readonly deviations: number },
): readonly [number, number] {
  const { rows, columns } = marginsOf(shares, size);
  const chance = shares.map(
    (_, place) => (rows[Math.floor(place / size)] ?? 0) * (columns[place % size] ?? 0),
  );
  const agreement = shares.map((_, place) =>
    place % (size + 1) === 0 ? ((rows[Math.floor(place / size)] ?? 0) + (columns[place % size] ?? 0)) / 2 : 0,
  );
  const found = kappaSpread(shares, size, worth);
  const at = (target: Float64Array, part: number) =>
    kappaSpread(
      shares.map((share, place) => (1 - part) * share + part * (target[place] ?? 0)),
      size,
      worth,
    );
  /** Kappa as far towards the target as the table found is likely. */
  const reached = (target: Float64Array): number => {
    let inside = 0;
    let outside = 1;
    for (let step = 0; step < halvings; step += 1) {
      const part = (inside + outside) / 2;
      const { kappa, variance } = at(target, part);
      if (Math.abs(found.kappa - kappa) <= deviations * Math.sqrt(variance / units)) inside = part;
      else outside = part;
    }
    return at(target, inside).kappa;
  };
  const belowChance = found.kappa - deviations * Math.sqrt(found.nullVariance / units);
  return Object.freeze([
    Math.max(-1, belowChance > 0 ? reached(chance) : belowChance),
    reached(agreement),
  ] as const);
}
