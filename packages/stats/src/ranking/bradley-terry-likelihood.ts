import { type AbilityPrior, addAbilityPrior, fixGauge } from "./ability-prior.ts";
import type { ComparisonCells } from "./comparison-cells.ts";

/** Wins of the lower item, of the higher one, and ties; one number a cell. */
export interface CellCounts {
  readonly lowWins: Float64Array;
  readonly highWins: Float64Array;
  readonly ties: Float64Array;
}

/** The log-likelihood (plus log prior density) of abilities and, with `tied`, the log of Davidson's tie parameter. */
export interface BradleyTerryLikelihood {
  /** Number of parameters: one an item, one more when `tied`. */
  readonly size: number;
  readonly gradient: Float64Array;
  /** Negative Hessian, row-major, lower triangle only; with the constant along the free direction added (see `gauge`). */
  readonly information: Float64Array;
  /** Fills gradient and information at `parameters`; returns the log-likelihood. Allocates nothing. */
  evaluate(counts: CellCounts, parameters: Float64Array): number;
  /** What `fixGauge` added to every entry between items; 0 with a prior. */
  gauge(): number;
}

/**
 * `tied` false: a tie is half a win each way (quasi-likelihood). `tied` true: Davidson (1970), equation 2.4:
 * win : win : tie as p_i : p_j : v sqrt(p_i p_j), with abilities log p and parameter log v last.
 */
export function bradleyTerryLikelihood(
  { itemCount, low, high }: Pick<ComparisonCells, "itemCount" | "low" | "high">,
  prior: AbilityPrior,
  tied: boolean,
): BradleyTerryLikelihood {
  const size = itemCount + (tied ? 1 : 0);
  const gradient = new Float64Array(size);
  const information = new Float64Array(size * size);
  const cellCount = low.length;
  let added = 0;

  function add(cell: number, slope: number, curvature: number): void {
    const one = low[cell] ?? 0;
    const other = high[cell] ?? 0;
    gradient[one] = (gradient[one] ?? 0) + slope;
    gradient[other] = (gradient[other] ?? 0) - slope;
    const diagonalOne = one * size + one;
    const diagonalOther = other * size + other;
    information[diagonalOne] = (information[diagonalOne] ?? 0) + curvature;
    information[diagonalOther] = (information[diagonalOther] ?? 0) + curvature;
    const between = other * size + one;
    information[between] = (information[between] ?? 0) - curvature;
  }

  function halfWins({ lowWins, highWins, ties }: CellCounts, parameters: Float64Array): number {
    let logLikelihood = 0;
    for (let cell = 0; cell < cellCount; cell += 1) {
      const tie = ties[cell] ?? 0;
      const wins = (lowWins[cell] ?? 0) + tie / 2;
      const total = (lowWins[cell] ?? 0) + (highWins[cell] ?? 0) + tie;
      if (total === 0) continue;
      const lead = (parameters[low[cell] ?? 0] ?? 0) - (parameters[high[cell] ?? 0] ?? 0);
      const odds = Math.exp(-Math.abs(lead));
      const better = 1 / (1 + odds);
      const chance = lead >= 0 ? better : odds * better;
      add(cell, wins - total * chance, total * odds * better * better);
      const losses = total - wins;
      logLikelihood += (lead < 0 ? wins * lead : -losses * lead) - total * Math.log(1 + odds);
    }
    return logLikelihood;
  }

  function davidson({ lowWins, highWins, ties }: CellCounts, parameters: Float64Array): number {
    const logTie = parameters[itemCount] ?? 0;
    const lastRow = itemCount * size;
    let logLikelihood = 0;
    let tieSlope = 0;
    let tieCurvature = 0;
    for (let cell = 0; cell < cellCount; cell += 1) {
      const won = lowWins[cell] ?? 0;
      const lost = highWins[cell] ?? 0;
      const tie = ties[cell] ?? 0;
      const total = won + lost + tie;
      if (total === 0) continue;
      const one = low[cell] ?? 0;
      const other = high[cell] ?? 0;
      const half = ((parameters[one] ?? 0) - (parameters[other] ?? 0)) / 2;
      const largest = Math.max(Math.abs(half), logTie);
      const winTerm = Math.exp(half - largest);
      const loseTerm = Math.exp(-half - largest);
      const tieTerm = Math.exp(logTie - largest);
      const sum = winTerm + loseTerm + tieTerm;
      const lean = (winTerm - loseTerm) / sum;
      const chanceOfTie = tieTerm / sum;
      add(cell, (won - lost - total * lean) / 2, (total * (1 - chanceOfTie - lean * lean)) / 4);
      tieSlope += tie - total * chanceOfTie;
      tieCurvature += total * chanceOfTie * (1 - chanceOfTie);
      const mixed = (total * lean * chanceOfTie) / 2;
      information[lastRow + one] = (information[lastRow + one] ?? 0) - mixed;
      information[lastRow + other] = (information[lastRow + other] ?? 0) + mixed;
      logLikelihood += (won - lost) * half + tie * logTie - total * (largest + Math.log(sum));
    }
    gradient[itemCount] = tieSlope;
    information[lastRow + itemCount] = tieCurvature;
    return logLikelihood;
  }

  return Object.freeze({
    size,
    gradient,
    information,
    evaluate(counts: CellCounts, parameters: Float64Array): number {
      gradient.fill(0);
      information.fill(0);
      const logLikelihood = tied ? davidson(counts, parameters) : halfWins(counts, parameters);
      added = prior.kind === "none" ? fixGauge(information, size, itemCount) : 0;
      return logLikelihood + addAbilityPrior(prior, parameters, itemCount, gradient, information, size);
    },
    gauge: () => added,
  });
}
