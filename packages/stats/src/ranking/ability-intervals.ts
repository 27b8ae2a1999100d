import { normalQuantile, normalTwoSided } from "../distributions/normal.ts";
import { studentTQuantile } from "../distributions/student-t.ts";
import { invalidArgument, requireLevel } from "../invalid-argument.ts";

export interface AbilityInterval {
  readonly item: number;
  readonly ability: number;
  /** 0 for the reference item. */
  readonly standardError: number;
  readonly lower: number;
  readonly upper: number;
}

/**
 * `sum-to-zero`: against the mean of all items, as the fit gives them. A number: against that item, whose ability is then 0 without
 * error.
 */
export type AbilityCoding = "sum-to-zero" | { readonly reference: number };

/** Covariance of abilities as their fit gives them, row-major `itemCount * itemCount`. */
export interface AbilityCovariance {
  readonly problem: null;
  readonly matrix: Float64Array;
}

/** Any fit with one ability an item: Bradley-Terry, Plackett-Luce. */
export interface FittedAbilities {
  readonly abilities: Float64Array;
}

/**
 * Intervals for abilities at `level` (0.95 unless told), one an item, in the order of the items: Student's t with `degreesOfFreedom`
 * (clusters - 1 for clustered errors), normal without.
 */
export function abilityIntervals(
  fit: FittedAbilities,
  covariance: AbilityCovariance,
  options: {
    readonly coding?: AbilityCoding;
    readonly level?: number;
    readonly degreesOfFreedom?: number;
  } = {},
): readonly AbilityInterval[] {
  const level = options.level ?? 0.95;
  requireLevel("level", level);
  const coding = options.coding ?? "sum-to-zero";
  const tail = (1 + level) / 2;
  const reach =
    options.degreesOfFreedom === undefined
      ? normalQuantile(tail)
      : studentTQuantile(tail, options.degreesOfFreedom);
  return Object.freeze(
    Array.from(fit.abilities, (own, item): AbilityInterval => {
      const { estimate: ability, standardError } =
        coding === "sum-to-zero"
          ? { estimate: own, standardError: Math.sqrt(entry(fit, covariance, item, item)) }
          : difference(fit, covariance, item, coding.reference);
      const half = reach * standardError;
      return Object.freeze({ item, ability, standardError, lower: ability - half, upper: ability + half });
    }),
  );
}

/** How much better `one` is than `other`, with standard error, z and a two-sided p value (null for an item against itself). */
export function abilityDifference(
  fit: FittedAbilities,
  covariance: AbilityCovariance,
  one: number,
  other: number,
): {
  readonly estimate: number;
  readonly standardError: number;
  readonly z: number | null;
  readonly pValue: number | null;
} {
  const { estimate, standardError } = difference(fit, covariance, one, other);
  const z = standardError > 0 ? estimate / standardError : null;
  return Object.freeze({ estimate, standardError, z, pValue: z === null ? null : normalTwoSided(z) });
}

function difference(
  fit: FittedAbilities,
  covariance: AbilityCovariance,
  one: number,
  other: number,
): { estimate: number; standardError: number } {
  const itemCount = fit.abilities.length;
  for (const [name, item] of Object.entries({ one, other })) {
    if (fit.abilities[item] === undefined) {
      throw invalidArgument(name, item, `a whole number from 0 to ${itemCount - 1}`);
    }
  }
  if (one === other) return { estimate: 0, standardError: 0 };
  const variance =
    entry(fit, covariance, one, one) +
    entry(fit, covariance, other, other) -
    2 * entry(fit, covariance, one, other);
  return {
    estimate: (fit.abilities[one] ?? 0) - (fit.abilities[other] ?? 0),
    standardError: Math.sqrt(Math.max(0, variance)),
  };
}

function entry(fit: FittedAbilities, { matrix }: AbilityCovariance, row: number, column: number): number {
  return matrix[row * fit.abilities.length + column] ?? 0;
}
