import { requireLength, requirePositive } from "../invalid-argument.ts";

/**
 * What stands against abilities that are too sure of themselves. Without one, abilities are identified up to a constant only and
 * are centred to sum 0.
 *
 * - `normal`: each ability is normal around `mean` (0 unless told; one number an item) with the given standard deviation,
 *   which is an L2 penalty of (ability - mean)^2 / (2 sd^2).
 * - `logistic`: each item has `weight` wins and as many losses against an opponent of ability 0; with weight 1 Newman's (2023)
 *   logistic prior.
 */
export type AbilityPrior =
  | { readonly kind: "none" }
  | { readonly kind: "normal"; readonly standardDeviation: number; readonly mean?: ArrayLike<number> }
  | { readonly kind: "logistic"; readonly weight: number };

/** Throws RangeError on a prior that has no sense for this many items. */
export function checkAbilityPrior(prior: AbilityPrior, itemCount: number): void {
  switch (prior.kind) {
    case "none":
      return;
    case "normal":
      requirePositive("prior.standardDeviation", prior.standardDeviation);
      if (prior.mean !== undefined) requireLength("prior.mean", prior.mean.length, itemCount);
      return;
    case "logistic":
      requirePositive("prior.weight", prior.weight);
  }
}

/** Log density of abilities under the prior, up to a constant. */
export function logPriorDensity(
  prior: AbilityPrior,
  abilities: ArrayLike<number>,
  itemCount: number,
): number {
  let sum = 0;
  for (let item = 0; item < itemCount; item += 1) {
    const ability = abilities[item] ?? 0;
    if (prior.kind === "normal") {
      sum -= (ability - (prior.mean?.[item] ?? 0)) ** 2 / (2 * prior.standardDeviation ** 2);
    } else if (prior.kind === "logistic") {
      const size = Math.abs(ability);
      sum -= prior.weight * (size + 2 * Math.log(1 + Math.exp(-size)));
    }
  }
  return sum;
}

/** Adds the prior to gradient and, unless null, information (row-major, `size` wide, items first). */
export function addAbilityPrior(
  prior: AbilityPrior,
  parameters: Float64Array,
  itemCount: number,
  gradient: Float64Array,
  information: Float64Array | null,
  size: number,
): void {
  if (prior.kind === "none") return;
  for (let item = 0; item < itemCount; item += 1) {
    const ability = parameters[item] ?? 0;
    let slope: number;
    let curvature: number;
    if (prior.kind === "normal") {
      curvature = 1 / prior.standardDeviation ** 2;
      slope = curvature * ((prior.mean?.[item] ?? 0) - ability);
    } else {
      const odds = Math.exp(-Math.abs(ability));
      curvature = (2 * prior.weight * odds) / (1 + odds) ** 2;
      slope = (-prior.weight * Math.sign(ability) * (1 - odds)) / (1 + odds);
    }
    gradient[item] = (gradient[item] ?? 0) + slope;
    if (information === null) continue;
    const diagonal = item * size + item;
    information[diagonal] = (information[diagonal] ?? 0) + curvature;
  }
}

/**
 * Without a prior abilities are free up to a constant and the information is singular. This adds a constant between all items,
 * which lets it be factored and changes no step that sums to 0, and returns it.
 */
export function fixGauge(information: Float64Array, size: number, itemCount: number): number {
  let trace = 0;
  for (let item = 0; item < itemCount; item += 1) trace += information[item * size + item] ?? 0;
  const added = trace / itemCount ** 2;
  for (let row = 0; row < itemCount; row += 1) {
    const start = row * size;
    for (let column = 0; column <= row; column += 1) {
      information[start + column] = (information[start + column] ?? 0) + added;
    }
  }
  return added;
}

/** Takes the gauge's own share out of an inverse information, which leaves the pseudo-inverse. */
export function removeGauge(inverse: Float64Array, size: number, itemCount: number, added: number): void {
  if (added === 0) return;
  const surplus = 1 / (added * itemCount ** 2);
  for (let row = 0; row < itemCount; row += 1) {
    for (let column = 0; column < itemCount; column += 1) {
      const place = row * size + column;
      inverse[place] = (inverse[place] ?? 0) - surplus;
    }
  }
}

/** Takes rounding's drift out of abilities that are free up to a constant. */
export function centreAbilities(parameters: Float64Array, itemCount: number): void {
  let mean = 0;
  for (let item = 0; item < itemCount; item += 1) mean += (parameters[item] ?? 0) / itemCount;
  for (let item = 0; item < itemCount; item += 1) parameters[item] = (parameters[item] ?? 0) - mean;
}
