import { factorInPlace } from "../linear-algebra/cholesky-in-place.ts";
import { type AbilityPrior, centreAbilities } from "./ability-prior.ts";
import { existenceProblem } from "./bradley-terry-existence.ts";
import { bradleyTerryLikelihood, type CellCounts, type Pairs } from "./bradley-terry-likelihood.ts";
import { largestEntry, maximizeByNewton, type NewtonSettings, type NewtonWork } from "./newton.ts";

/**
 * What a tie says. `half-win`: half a win each way. `davidson`: an outcome of its own, with Davidson's (1970) parameter v
 * in p_i : p_j : v sqrt(p_i p_j). `newman`: the same model as Newman (2023) writes it, with 2 v in place of v.
 */
export type TieModel = "half-win" | "davidson" | "newman";

export interface SolverOutcome {
  /** Why there is no estimate, or null. */
  readonly problem: string | null;
  /** Whether the tie parameter was estimated; it is 0 when nothing tied. */
  readonly tied: boolean;
  readonly iterations: number;
}

/** Fits many sets of counts over the same pairs in the same working space. */
export interface BradleyTerrySolver {
  /**
   * Starts at `parameters` (one an item, and the log of Davidson's tie parameter last when ties are modelled) and leaves the estimate
   * there; rubbish when there is a problem.
   */
  solve(counts: CellCounts, parameters: Float64Array): SolverOutcome;
  /** Keeps the curvature at these counts and parameters as the first try for all later counts, which should be like them. */
  prime(counts: CellCounts, parameters: Float64Array): void;
  /** Largest absolute derivative. */
  gradientNorm(counts: CellCounts, parameters: Float64Array, tied: boolean): number;
}

export function createBradleyTerrySolver(
  pairs: Pairs,
  ties: TieModel,
  prior: AbilityPrior,
  settings: NewtonSettings,
): BradleyTerrySolver {
  const plain = searchOver(pairs, prior, false, settings);
  const davidson = ties === "half-win" ? null : searchOver(pairs, prior, true, settings);
  const searchFor = (tied: boolean): Search => (tied && davidson !== null ? davidson : plain);
  const hasTies = (counts: CellCounts): boolean => davidson !== null && total(counts.ties) > 0;

  return Object.freeze({
    solve(counts: CellCounts, parameters: Float64Array): SolverOutcome {
      const tied = hasTies(counts);
      const problem = problemOf(pairs, counts, prior, tied);
      if (problem !== null) return { problem, tied, iterations: 0 };
      const { converged, iterations } = searchFor(tied).run(counts, parameters);
      if (prior.kind === "none") centreAbilities(parameters, pairs.itemCount);
      return {
        problem: converged ? null : `the fit did not converge in ${iterations} steps`,
        tied,
        iterations,
      };
    },
    prime(counts: CellCounts, parameters: Float64Array): void {
      searchFor(hasTies(counts)).prime(counts, parameters);
    },
    gradientNorm: (counts: CellCounts, parameters: Float64Array, tied: boolean) =>
      searchFor(tied).gradientNorm(counts, parameters),
  });
}

function problemOf(pairs: Pairs, counts: CellCounts, prior: AbilityPrior, tied: boolean): string | null {
  const decided = total(counts.lowWins) + total(counts.highWins);
  if (decided === 0 && total(counts.ties) === 0) return "there are no comparisons";
  if (tied && decided === 0) return "every comparison is a tie, so the tie parameter has no finite estimate";
  return prior.kind === "none" ? existenceProblem(pairs, counts, tied) : null;
}

interface Search {
  run(counts: CellCounts, parameters: Float64Array): { converged: boolean; iterations: number };
  prime(counts: CellCounts, parameters: Float64Array): void;
  gradientNorm(counts: CellCounts, parameters: Float64Array): number;
}

/** Newton's search with or without tie parameter; `parameters` may have one more entry than it needs. */
function searchOver(pairs: Pairs, prior: AbilityPrior, tied: boolean, settings: NewtonSettings): Search {
  const likelihood = bradleyTerryLikelihood(pairs, prior, tied);
  const { size, information } = likelihood;
  const work: NewtonWork = { step: new Float64Array(size), factored: false };
  let primed: Float64Array | null = null;
  let changed = true;
  const fitting = (parameters: Float64Array) =>
    parameters.length === size ? parameters : parameters.subarray(0, size);
  return {
    run(counts: CellCounts, parameters: Float64Array) {
      if (primed !== null && changed) information.set(primed);
      work.factored = primed !== null;
      const outcome = maximizeByNewton(likelihood, counts, fitting(parameters), work, settings);
      changed = outcome.refactored;
      return outcome;
    },
    prime(counts: CellCounts, parameters: Float64Array): void {
      likelihood.evaluate(counts, fitting(parameters), true);
      primed = factorInPlace(information, size) ? information.slice() : null;
      changed = false;
    },
    gradientNorm(counts: CellCounts, parameters: Float64Array): number {
      likelihood.evaluate(counts, fitting(parameters), false);
      return largestEntry(likelihood.gradient);
    },
  };
}

function total(values: Float64Array): number {
  let sum = 0;
  for (let place = 0; place < values.length; place += 1) sum += values[place] ?? 0;
  return sum;
}
