import { invalidArgument, requireWhole } from "../invalid-argument.ts";
import { type AbilityPrior, checkAbilityPrior } from "./ability-prior.ts";
import { bradleyTerryLogLikelihood } from "./bradley-terry-likelihood.ts";
import { createBradleyTerrySolver, type TieModel } from "./bradley-terry-solver.ts";
import { bradleyTerryStart } from "./bradley-terry-start.ts";
import type { ComparisonCells } from "./comparison-cells.ts";
import { type Connectivity, comparisonConnectivity } from "./connectivity.ts";
import { ranksDescending } from "./ranks.ts";

export interface BradleyTerryOptions {
  /** `half-win` unless told. */
  readonly ties?: TieModel;
  /** None unless told. */
  readonly prior?: AbilityPrior;
  /** Where to start, one number an item; at the log odds of winning unless told. */
  readonly start?: ArrayLike<number>;
  /** Largest error left in an ability, in log units; 1e-13 unless told. */
  readonly tolerance?: number;
  /** 100 unless told. */
  readonly maximumIterations?: number;
}

/** What was fitted, kept so that intervals and resamples use the same model. */
export interface BradleyTerryModel {
  readonly ties: TieModel;
  readonly prior: AbilityPrior;
}

export interface BradleyTerryEstimate extends BradleyTerryModel {
  readonly problem: null;
  /** Log strengths: i beats j with odds exp(abilities[i] - abilities[j]) where nothing ties. Sum 0 without a prior. */
  readonly abilities: Float64Array;
  /** 1 is the best. */
  readonly ranks: Int32Array;
  /** v of the tie model as its author writes it; 0 when nothing tied; null for half wins. */
  readonly tieParameter: number | null;
  /** At the estimate, without constants; with half wins of the quasi-likelihood; without the prior's density. */
  readonly logLikelihood: number;
  readonly iterations: number;
  /** Largest absolute derivative at the estimate, prior included. */
  readonly gradientNorm: number;
  readonly connectivity: Connectivity;
}

export interface BradleyTerryFailure extends BradleyTerryModel {
  readonly problem: string;
  readonly abilities: null;
  readonly ranks: null;
  readonly tieParameter: null;
  readonly logLikelihood: null;
  readonly iterations: number;
  readonly gradientNorm: null;
  readonly connectivity: Connectivity;
}

export type BradleyTerryFit = BradleyTerryEstimate | BradleyTerryFailure;

const noPrior: AbilityPrior = Object.freeze({ kind: "none" });

/**
 * Bradley and Terry's (1952) model by Newton's method on cells: cost depends on the number of pairs, not of comparisons.
 *
 * Connectivity is looked at first; without a prior, disconnected or one-sided data is a problem in words. With a prior the fit
 * always exists, and `connectivity` still tells.
 *
 * Throws RangeError on a prior or a start that has no sense.
 */
export function fitBradleyTerry(cells: ComparisonCells, options: BradleyTerryOptions = {}): BradleyTerryFit {
  const { itemCount } = cells;
  requireWhole("cells.itemCount", itemCount, 1);
  const model = bradleyTerryModel(cells, options);
  const connectivity = comparisonConnectivity(cells);
  const failed = (problem: string, iterations: number): BradleyTerryFit =>
    Object.freeze({
      ...model,
      problem,
      abilities: null,
      ranks: null,
      tieParameter: null,
      logLikelihood: null,
      iterations,
      gradientNorm: null,
      connectivity,
    });
  if (itemCount < 2) return failed("a ranking needs at least two items", 0);
  const solver = createBradleyTerrySolver(cells, model.ties, model.prior, {
    tolerance: options.tolerance ?? 1e-13,
    maximumIterations: options.maximumIterations ?? 100,
  });
  const parameters = bradleyTerryStart(cells, model.ties, options.start);
  const outcome = solver.solve(cells, parameters);
  if (outcome.problem !== null) return failed(outcome.problem, outcome.iterations);
  const abilities = parameters.slice(0, itemCount);
  return Object.freeze({
    ...model,
    problem: null,
    abilities,
    ranks: ranksDescending(abilities),
    tieParameter: tieParameter(model.ties, outcome.tied, parameters[itemCount] ?? 0),
    logLikelihood: bradleyTerryLogLikelihood(
      cells,
      cells,
      abilities,
      outcome.tied ? (parameters[itemCount] ?? 0) : -Infinity,
    ),
    iterations: outcome.iterations,
    gradientNorm: solver.gradientNorm(cells, parameters, outcome.tied),
    connectivity,
  });
}

/** Chances of the three outcomes of a comparison of two items under a fit. Half wins have no ties: `tie` is 0. */
export function outcomeChances(
  fit: BradleyTerryEstimate,
  one: number,
  other: number,
): { readonly win: number; readonly tie: number; readonly loss: number } {
  const half = (abilityOf(fit, "one", one) - abilityOf(fit, "other", other)) / 2;
  const largest = Math.abs(half);
  const win = Math.exp(half - largest);
  const loss = Math.exp(-half - largest);
  const tie = davidsonParameter(fit) * Math.exp(-largest);
  const sum = win + loss + tie;
  return Object.freeze({ win: win / sum, tie: tie / sum, loss: loss / sum });
}

function abilityOf(fit: BradleyTerryEstimate, name: string, item: number): number {
  const ability = fit.abilities[item];
  if (ability !== undefined) return ability;
  throw invalidArgument(name, item, `a whole number from 0 to ${fit.abilities.length - 1}`);
}

/** Davidson's v of a fit, whatever its author calls it; 0 for half wins. */
export function davidsonParameter(fit: BradleyTerryEstimate): number {
  return fit.ties === "newman" ? 2 * (fit.tieParameter ?? 0) : (fit.tieParameter ?? 0);
}

function tieParameter(ties: TieModel, tied: boolean, logParameter: number): number | null {
  switch (ties) {
    case "half-win":
      return null;
    case "davidson":
      return tied ? Math.exp(logParameter) : 0;
    case "newman":
      return tied ? Math.exp(logParameter) / 2 : 0;
  }
}

/** Checks and fills in the model part of the options. */
function bradleyTerryModel(cells: ComparisonCells, options: BradleyTerryOptions): BradleyTerryModel {
  const prior = options.prior ?? noPrior;
  checkAbilityPrior(prior, cells.itemCount);
  return { ties: options.ties ?? "half-win", prior };
}
