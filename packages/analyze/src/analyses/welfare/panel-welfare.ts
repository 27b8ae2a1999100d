import {
  createRandom,
  type DrawnWelfare,
  dominates,
  drawnWelfare,
  drawPanels,
  type EmpiricalDistribution,
  empiricalDistribution,
  type Matrix,
  type PanelDraws,
  populationWelfare,
  summarizeWelfare,
  variance,
  type WelfareSummary,
} from "@refract/stats";
import type { Base, People } from "./bases.ts";
import { panelSchemes, referenceScheme, type Scheme } from "./schemes.ts";

/** One cell of PRISM's welfare table: what a population gets when panels of a scheme choose the model. */
export interface WelfareCell {
  readonly scheme: Scheme;
  readonly population: People;
  readonly summary: WelfareSummary;
  readonly drawsWithoutWelfare: number;
  /** Sample variance (n - 1) of welfare over draws; null with fewer than two draws that have one. */
  readonly variance: number | null;
  /** Every sorted draw of representative 100 is at least this scheme's; null for itself and with draws without welfare. */
  readonly dominated: boolean | null;
}

/** `matrix[a][b]`: whether scheme a first-order dominates scheme b for the population; null where that can't be said. */
export interface Dominance {
  readonly population: People;
  readonly matrix: readonly (readonly (boolean | null)[])[];
}

export interface BaseWelfare {
  readonly schemes: readonly Scheme[];
  /** By population, then by scheme. */
  readonly cells: readonly WelfareCell[];
  readonly dominance: readonly Dominance[];
  /** How often panels of each scheme chose each model, as shares of the draws. */
  readonly choices: readonly { readonly schemeTitle: string; readonly shares: readonly number[] }[];
  /** By scheme. */
  readonly draws: readonly PanelDraws[];
}

export interface PanelRule {
  /** What panels look at; usually the same table as `worth`. */
  readonly judged: Matrix;
  /** What the population gets. */
  readonly worth: Matrix;
  readonly scoreWithoutData: number;
  readonly draws: number;
  readonly seed: string;
}

/** Everybody of a base, then the complement of each pool. */
export function populationsOf(base: Base): readonly People[] {
  return [{ name: "all", title: "all", rows: base.rows }, ...base.complements];
}

/** All schemes and populations of one base (prism-analysis section 5). */
export function panelWelfare(base: Base, rule: PanelRule): BaseWelfare {
  const schemes = panelSchemes(base);
  const reference = schemes.findIndex(({ name }) => name === referenceScheme);
  const draws = drawPanels(rule.judged, schemes, {
    draws: rule.draws,
    scoreWithoutData: rule.scoreWithoutData,
    random: createRandom(rule.seed),
  });
  const cells: WelfareCell[] = [];
  const dominance: Dominance[] = [];
  for (const population of populationsOf(base)) {
    const { welfare } = populationWelfare(rule.worth, population.rows);
    const drawn = draws.map(({ choices }) => drawnWelfare(welfare, choices));
    const distributions = drawn.map(distributionOf);
    const matrix = distributions.map((better, row) =>
      distributions.map((worse, column) => (row === column ? null : isDominated(better, worse))),
    );
    dominance.push({ population, matrix });
    for (const [place, scheme] of schemes.entries()) {
      const own = drawn[place] ?? { values: new Float64Array(), drawsWithoutWelfare: 0 };
      cells.push({
        scheme,
        population,
        summary: summarizeWelfare(own.values),
        drawsWithoutWelfare: own.drawsWithoutWelfare,
        variance: own.values.length < 2 ? null : variance(own.values),
        dominated: matrix[reference]?.[place] ?? null,
      });
    }
  }
  return {
    schemes,
    cells,
    dominance,
    choices: draws.map((draw, place) => ({
      schemeTitle: schemes[place]?.title ?? draw.name,
      shares: shares(draw, rule.draws),
    })),
    draws,
  };
}

/** How welfare is distributed over draws; null unless every draw has one: those left out would shift the order of the rest. */
export function distributionOf({ values, drawsWithoutWelfare }: DrawnWelfare): EmpiricalDistribution | null {
  return values.length > 0 && drawsWithoutWelfare === 0 ? empiricalDistribution(values) : null;
}

/**
 * Whether, sorted, every draw of one scheme gives at least what its counterpart of another gives; equal distributions dominate
 * each other. Null where either has none.
 */
export function isDominated(
  better: EmpiricalDistribution | null,
  worse: EmpiricalDistribution | null,
): boolean | null {
  return better === null || worse === null ? null : dominates(better, worse);
}

function shares({ timesChosen }: PanelDraws, draws: number): readonly number[] {
  return Array.from(timesChosen, (count) => count / draws);
}
