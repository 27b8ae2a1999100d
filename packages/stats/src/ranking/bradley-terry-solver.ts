import { type AbilityPrior, centreAbilities } from "./ability-prior.ts";
import { existenceProblem } from "./bradley-terry-existence.ts";
import { bradleyTerryLikelihood, type CellCounts } from "./bradley-terry-likelihood.ts";
import type { ComparisonCells } from "./comparison-cells.ts";
import { maximizeByNewton, type NewtonOutcome, type NewtonSettings } from "./newton.ts";

/**
 * What a tie says. `half-win`: half a win each way. `davidson`: an outcome of its own, with Davidson's (1970) parameter v
 * in p_i : p_j : v sqrt(p_i p_j). `newman`: the same model as Newman (2023) writes it, with 2 v in place of v.
 */
export type TieModel = "half-win" | "davidson" | "newman";

export interface SolverOutcome extends NewtonOutcome {
  /** Why there is no estimate, or null. */
  readonly problem: string | null;
  /** Whether the tie parameter was estimated; it is 0 when nothing tied. */
  readonly tied: boolean;
}

/** Fits many sets of counts over the same pairs without allocating anew. */
export interface BradleyTerrySolver {
  /**
   * Starts at `abilities` and leaves the estimate there: one an item, and the log of Davidson's tie parameter last when ties are
   * modelled. Rubbish is left when there is a problem.
   */
  solve(counts: CellCounts, abilities: Float64Array): SolverOutcome;
}

export function createBradleyTerrySolver(
  pairs: Pick<ComparisonCells, "itemCount" | "low" | "high">,
  ties: TieModel,
  prior: AbilityPrior,
  settings: NewtonSettings,
): BradleyTerrySolver {
  const { itemCount } = pairs;
  const untiedLikelihood = bradleyTerryLikelihood(pairs, prior, false);
  const tiedLikelihood = ties === "half-win" ? null : bradleyTerryLikelihood(pairs, prior, true);
  const step = new Float64Array(untiedLikelihood.size);
  const tiedStep = new Float64Array(itemCount + 1);

  function failed(problem: string, tied: boolean): SolverOutcome {
    return { problem, tied, converged: false, iterations: 0, gradientNorm: 0, value: 0 };
  }

  return Object.freeze({
    solve(counts: CellCounts, abilities: Float64Array): SolverOutcome {
      const total = sum(counts.lowWins) + sum(counts.highWins);
      const tieTotal = sum(counts.ties);
      if (total + tieTotal === 0) return failed("there are no comparisons", false);
      const tied = tiedLikelihood !== null && tieTotal > 0;
      if (tied && total === 0) {
        return failed("every comparison is a tie, so the tie parameter has no finite estimate", true);
      }
      if (prior.kind === "none") {
        const problem = existenceProblem(pairs, counts, tied);
        if (problem !== null) return failed(problem, tied);
      }
      const target = tied ? tiedLikelihood : untiedLikelihood;
      const parameters = abilities.length === target.size ? abilities : abilities.subarray(0, target.size);
      const outcome = maximizeByNewton(target, counts, parameters, tied ? tiedStep : step, settings);
      if (prior.kind === "none") centreAbilities(parameters, itemCount);
      const problem = outcome.converged
        ? null
        : `the fit did not converge in ${outcome.iterations} steps (largest gradient ${outcome.gradientNorm})`;
      return { ...outcome, problem, tied };
    },
  });
}

function sum(values: Float64Array): number {
  let result = 0;
  for (let place = 0; place < values.length; place += 1) result += values[place] ?? 0;
  return result;
}
