import { invalidArgument } from "../invalid-argument.ts";
import type { Outcome } from "../outcome.ts";
import { mean } from "../summaries/moments.ts";
import { quantiles } from "../summaries/quantiles.ts";

export interface DrawnWelfare {
  /** The population's welfare of each draw that has one, in the order of draws. */
  readonly values: Float64Array;
  /** Draws whose chosen model nobody in the population has scored. */
  readonly drawsWithoutWelfare: number;
}

/**
 * What a population gets from each panel's choice.
 *
 * @param welfare of each model, from `populationWelfare`
 * @param choices model of each draw, from `drawPanels`
 * @throws RangeError for a choice that is no model
 */
export function drawnWelfare(welfare: readonly (number | null)[], choices: ArrayLike<number>): DrawnWelfare {
  const values = new Float64Array(choices.length);
  let found = 0;
  for (let draw = 0; draw < choices.length; draw += 1) {
    const value = welfare[choices[draw] ?? -1];
    if (value === undefined) {
      throw invalidArgument(
        `choices[${draw}]`,
        choices[draw],
        `a whole number from 0 to ${welfare.length - 1}`,
      );
    }
    if (value === null) continue;
    values[found] = value;
    found += 1;
  }
  return Object.freeze({ values: values.slice(0, found), drawsWithoutWelfare: choices.length - found });
}

interface WelfareSummaryFigures {
  readonly draws: number;
  /** Null, as the others, without draws. */
  readonly mean: number;
  /** Linear interpolation between order statistics. */
  readonly percentiles: {
    readonly p5: number;
    readonly p25: number;
    readonly p50: number;
    readonly p75: number;
    readonly p95: number;
  };
  readonly interquartileRange: number;
  /** Distinct values: a population has one welfare a model, so at most as many as there are models. */
  readonly distinct: number;
}

export type WelfareSummary = Outcome<WelfareSummaryFigures, "mean" | "percentiles" | "interquartileRange">;

/** Mean, percentiles and spread of welfare over draws. Dominance: `firstOrderDominates` on the same values. */
export function summarizeWelfare(values: Float64Array): WelfareSummary {
  if (values.length === 0) {
    return Object.freeze({
      draws: 0,
      mean: null,
      percentiles: null,
      interquartileRange: null,
      distinct: 0,
      problem: "no draw chose a model that the population has scored",
    });
  }
  const [p5 = 0, p25 = 0, p50 = 0, p75 = 0, p95 = 0] = quantiles(values, [0.05, 0.25, 0.5, 0.75, 0.95]);
  return Object.freeze({
    draws: values.length,
    mean: mean(values),
    percentiles: Object.freeze({ p5, p25, p50, p75, p95 }),
    interquartileRange: p75 - p25,
    distinct: new Set(values).size,
    problem: null,
  });
}
