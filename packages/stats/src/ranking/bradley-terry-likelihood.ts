import { type AbilityPrior, addAbilityPrior, fixGauge } from "./ability-prior.ts";
import type { ComparisonCells } from "./comparison-cells.ts";
import { type ConcaveFunction, spreadOf } from "./newton.ts";

/** Wins of the lower item, of the higher one, and ties; one number a cell. */
export interface CellCounts {
  readonly lowWins: Float64Array;
  readonly highWins: Float64Array;
  readonly ties: Float64Array;
}

/** Pairs of items that cells count. */
export type Pairs = Pick<ComparisonCells, "itemCount" | "low" | "high">;

/** The log-likelihood (plus log prior density) of abilities and, with `tied`, the log of Davidson's tie parameter. */
export interface BradleyTerryLikelihood extends ConcaveFunction<CellCounts> {
  /** What `fixGauge` added to every entry between items; 0 with a prior. */
  gauge(): number;
}

/**
 * `tied` false: a tie is half a win each way (quasi-likelihood). `tied` true: Davidson (1970), equation 2.4:
 * win : loss : tie as p_i : p_j : v sqrt(p_i p_j), with abilities log p and log v last.
 *
 * Exponentials are taken once an item, not once a cell: an evaluation is a few operations a cell, and allocates nothing.
 */
export function bradleyTerryLikelihood(
  { itemCount, low, high }: Pairs,
  prior: AbilityPrior,
  tied: boolean,
): BradleyTerryLikelihood {
  const size = itemCount + (tied ? 1 : 0);
  const gradient = new Float64Array(size);
  const information = new Float64Array(size * size);
  const root = new Float64Array(itemCount);
  const inverseRoot = new Float64Array(itemCount);
  let added = 0;

  function halfWins(
    { lowWins, highWins, ties }: CellCounts,
    parameters: Float64Array,
    withInformation: boolean,
  ): void {
    const wide = rootStrengths(parameters, itemCount, root, inverseRoot);
    for (let cell = 0; cell < low.length; cell += 1) {
      const one = low[cell] ?? 0;
      const other = high[cell] ?? 0;
      const tie = ties[cell] ?? 0;
      const won = (lowWins[cell] ?? 0) + 0.5 * tie;
      const total = (lowWins[cell] ?? 0) + (highWins[cell] ?? 0) + tie;
      const ratio = wide ? wideRatio(parameters, one, other) : (root[other] ?? 0) * (inverseRoot[one] ?? 0);
      const odds = ratio * ratio;
      const chance = 1 / (1 + odds);
      const slope = won - total * chance;
      gradient[one] = (gradient[one] ?? 0) + slope;
      gradient[other] = (gradient[other] ?? 0) - slope;
      if (withInformation) addCurvature(information, size, one, other, total * odds * chance * chance);
    }
  }

  function davidson(
    { lowWins, highWins, ties }: CellCounts,
    parameters: Float64Array,
    withInformation: boolean,
  ): void {
    const wide = rootStrengths(parameters, itemCount, root, inverseRoot);
    const strength = Math.exp(parameters[itemCount] ?? 0);
    const lastRow = itemCount * size;
    let tieSlope = 0;
    let tieCurvature = 0;
    for (let cell = 0; cell < low.length; cell += 1) {
      const one = low[cell] ?? 0;
      const other = high[cell] ?? 0;
      const won = lowWins[cell] ?? 0;
      const lost = highWins[cell] ?? 0;
      const tie = ties[cell] ?? 0;
      const total = won + lost + tie;
      const ratio = wide ? wideRatio(parameters, one, other) : (root[other] ?? 0) * (inverseRoot[one] ?? 0);
      const odds = ratio * ratio;
      const drawn = strength * ratio;
      const scale = 1 / (1 + odds + drawn);
      const lean = (1 - odds) * scale;
      const chanceOfTie = drawn * scale;
      const slope = (won - lost - total * lean) / 2;
      gradient[one] = (gradient[one] ?? 0) + slope;
      gradient[other] = (gradient[other] ?? 0) - slope;
      tieSlope += tie - total * chanceOfTie;
      if (!withInformation) continue;
      // variance of the lead's half: the shares of win and loss less the square of their difference
      addCurvature(information, size, one, other, total * (odds + (drawn * (1 + odds)) / 4) * scale * scale);
      tieCurvature += total * chanceOfTie * (1 - chanceOfTie);
      const mixed = (total * lean * chanceOfTie) / 2;
      information[lastRow + one] = (information[lastRow + one] ?? 0) - mixed;
      information[lastRow + other] = (information[lastRow + other] ?? 0) + mixed;
    }
    gradient[itemCount] = tieSlope;
    if (withInformation) information[lastRow + itemCount] = tieCurvature;
  }

  function largestLead(step: Float64Array): number {
    let largest = 0;
    for (let cell = 0; cell < low.length; cell += 1) {
      const lead = Math.abs((step[low[cell] ?? 0] ?? 0) - (step[high[cell] ?? 0] ?? 0));
      if (!(lead <= largest)) largest = lead;
    }
    if (prior.kind !== "logistic") return largest;
    for (let item = 0; item < itemCount; item += 1) largest = Math.max(largest, Math.abs(step[item] ?? 0));
    return largest;
  }

  return Object.freeze({
    size,
    gradient,
    information,
    gauge: () => added,
    evaluate(counts: CellCounts, parameters: Float64Array, withInformation: boolean): void {
      gradient.fill(0);
      if (withInformation) information.fill(0);
      if (tied) davidson(counts, parameters, withInformation);
      else halfWins(counts, parameters, withInformation);
      addAbilityPrior(prior, parameters, itemCount, gradient, withInformation ? information : null, size);
      if (withInformation && prior.kind === "none") added = fixGauge(information, size, itemCount);
    },
    reach(step: Float64Array): number {
      // only pairs that met count; the spread of all is a quick upper limit
      const spread = spreadOf(step, itemCount);
      const lead = spread <= 1 ? spread : largestLead(step);
      return tied ? Math.max(lead, Math.abs(step[itemCount] ?? 0) + lead / 2) : lead;
    },
  });
}

/** The log-likelihood without the prior; `logTie` is -Infinity for half wins. */
export function bradleyTerryLogLikelihood(
  { low, high }: Pairs,
  { lowWins, highWins, ties }: CellCounts,
  abilities: Float64Array,
  logTie: number,
): number {
  const strength = Math.exp(logTie);
  let tied = 0;
  let sum = 0;
  for (let cell = 0; cell < low.length; cell += 1) {
    const tie = ties[cell] ?? 0;
    const won = lowWins[cell] ?? 0;
    const lost = highWins[cell] ?? 0;
    const half = ((abilities[low[cell] ?? 0] ?? 0) - (abilities[high[cell] ?? 0] ?? 0)) / 2;
    const size = Math.abs(half);
    const ratio = Math.exp(-size);
    // shares over that of the better item's win
    sum += (won - lost) * half - (won + lost + tie) * (size + Math.log(1 + ratio * (ratio + strength)));
    tied += tie;
  }
  return logTie === -Infinity ? sum : sum + tied * logTie;
}

/** exp(ability / 2) and its inverse. True if abilities are so far apart that ratios of these would overflow. */
function rootStrengths(
  parameters: Float64Array,
  itemCount: number,
  root: Float64Array,
  inverseRoot: Float64Array,
): boolean {
  if (spreadOf(parameters, itemCount) > 600) return true;
  for (let item = 0; item < itemCount; item += 1) {
    const strength = Math.exp((parameters[item] ?? 0) / 2);
    root[item] = strength;
    inverseRoot[item] = 1 / strength;
  }
  return false;
}

function wideRatio(parameters: Float64Array, one: number, other: number): number {
  const half = ((parameters[other] ?? 0) - (parameters[one] ?? 0)) / 2;
  return Math.exp(Math.max(-300, Math.min(300, half)));
}

function addCurvature(
  information: Float64Array,
  size: number,
  one: number,
  other: number,
  curvature: number,
): void {
  const diagonalOne = one * size + one;
  const diagonalOther = other * size + other;
  information[diagonalOne] = (information[diagonalOne] ?? 0) + curvature;
  information[diagonalOther] = (information[diagonalOther] ?? 0) + curvature;
  const between = other * size + one;
  information[between] = (information[between] ?? 0) - curvature;
}
