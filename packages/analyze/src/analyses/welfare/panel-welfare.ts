import {
  createRandom,
  type DrawnWelfare,
  drawnWelfare,
  drawPanels,
  firstOrderDominates,
  type Matrix,
  type PanelDraws,
  populationWelfare,
  summarizeWelfare,
  type WelfareSummary,
} from "@refract/stats";
import type { Base, People } from "./bases.ts";

const panelSizes = [10, 20, 50, 100] as const;
const poolSize = 100;

/** One cell of PRISM's welfare table: what a population gets when panels of a scheme choose the model. */
export interface WelfareCell {
  readonly scheme: string;
  readonly schemeTitle: string;
  readonly population: People;
  readonly summary: WelfareSummary;
  readonly drawsWithoutWelfare: number;
  /** Every sorted draw of representative 100 is at least this scheme's; null for itself and without draws. */
  readonly dominated: boolean | null;
}

export interface BaseWelfare {
  readonly cells: readonly WelfareCell[];
  /** How often panels of each scheme chose each model, as shares of the draws. */
  readonly choices: readonly { readonly schemeTitle: string; readonly shares: readonly number[] }[];
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

/** All schemes and populations of one base (prism-analysis section 5). */
export function panelWelfare(base: Base, rule: PanelRule): BaseWelfare {
  const schemes = [
    ...panelSizes.map((size) => ({
      name: `representative-${size}`,
      title: `representative, ${size}`,
      pool: base.rows,
      size,
    })),
    ...base.pools.map(({ name, title, rows }) => ({
      name,
      title: `${title}, ${poolSize}`,
      pool: rows,
      size: poolSize,
    })),
  ];
  const draws = drawPanels(rule.judged, schemes, {
    draws: rule.draws,
    scoreWithoutData: rule.scoreWithoutData,
    random: createRandom(rule.seed),
  });
  const populations: readonly People[] = [
    { name: "all", title: "all", rows: base.rows },
    ...base.complements,
  ];
  const cells = populations.flatMap((population) => {
    const { welfare } = populationWelfare(rule.worth, population.rows);
    const drawn = draws.map(({ choices }) => drawnWelfare(welfare, choices));
    const best = drawn[panelSizes.length - 1];
    return schemes.map(({ name, title }, place): WelfareCell => {
      const own = drawn[place] ?? { values: new Float64Array(), drawsWithoutWelfare: 0 };
      return {
        scheme: name,
        schemeTitle: title,
        population,
        summary: summarizeWelfare(own.values),
        drawsWithoutWelfare: own.drawsWithoutWelfare,
        dominated: place === panelSizes.length - 1 ? null : isDominated(best, own),
      };
    });
  });
  return {
    cells,
    choices: draws.map((draw, place) => ({
      schemeTitle: schemes[place]?.title ?? draw.name,
      shares: shares(draw, rule.draws),
    })),
  };
}

/** Compares draw by draw, so only where every draw of both has a welfare. */
function isDominated(best: DrawnWelfare | undefined, own: DrawnWelfare): boolean | null {
  if (best === undefined || best.values.length === 0 || best.values.length !== own.values.length) return null;
  return firstOrderDominates(best.values, own.values);
}

function shares({ timesChosen }: PanelDraws, draws: number): readonly number[] {
  return Array.from(timesChosen, (count) => count / draws);
}
