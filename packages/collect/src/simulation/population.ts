import shares from "./population-shares.json" with { type: "json" };
import type { Shares } from "./weighted-draw.ts";

/** Mean and standard deviation of a slider, in percent of its scale. */
export interface Spread {
  readonly mean: number;
  readonly standardDeviation: number;
}

/** How people in PRISM used one attribute's sliders. */
export interface AttributeMargins {
  readonly stated: Spread;
  readonly performance: Spread;
  readonly choice: Spread;
  /** Probabilities that the statement is marked as not applicable. */
  readonly performanceNotApplicable: number;
  readonly choiceNotApplicable: number;
}

/** Margins of the people simulated: figures of the PRISM release, see `source` in the data file. */
export const populationLevels: Readonly<Record<keyof typeof shares.levels, Shares>> = shares.levels;
export const languageModelUse = shares.languageModelUse;
export const withoutUse: Readonly<Record<"lm_direct_use" | "lm_indirect_use", Shares>> = shares.withoutUse;
export const anglophoneCountries: ReadonlySet<string> = new Set(shares.anglophoneCountries);
export const ownWords = shares.ownWords;
export const conversationTypeShares: Shares = shares.conversationTypes;
/** The level of people who keep an answer to themselves. */
export const preferNotToSay = "Prefer not to say";
export const turnCounts = shares.turns;

const usual: Spread = Object.freeze({ mean: 68, standardDeviation: 24 });
const usualMargins: AttributeMargins = Object.freeze({
  stated: usual,
  performance: usual,
  choice: usual,
  performanceNotApplicable: 0.05,
  choiceNotApplicable: 0.05,
});

/** The eight attributes people have weights for and models have strengths in. */
export const attributeNames: readonly string[] = Object.freeze(Object.keys(shares.attributes));

const margins: ReadonlyMap<string, AttributeMargins> = new Map(
  Object.entries(shares.attributes).map(([name, { stated, performance, choice, percentNotApplicable }]) => [
    name,
    Object.freeze({
      stated: spreadOf(stated),
      performance: spreadOf(performance),
      choice: spreadOf(choice),
      performanceNotApplicable: (percentNotApplicable?.[0] ?? 5) / 100,
      choiceNotApplicable: (percentNotApplicable?.[1] ?? 5) / 100,
    }),
  ]),
);

/** Margins of a PRISM attribute; middling ones for any other statement. */
export function attributeMargins(name: string): AttributeMargins {
  return margins.get(name) ?? usualMargins;
}

/** Probability that a choice of a question with several answers is ticked; null where nothing is known of it. */
export function selectionShare(question: string, choice: string): number | null {
  if (question !== "lm_usecases") return null;
  const { asked, chosen } = shares.selections.lm_usecases;
  const count = new Map(Object.entries(chosen)).get(choice);
  return count === undefined ? null : count / asked;
}

function spreadOf(pair: readonly number[] | null): Spread {
  return pair === null
    ? usual
    : { mean: pair[0] ?? usual.mean, standardDeviation: pair[1] ?? usual.standardDeviation };
}
