import { tieThreshold } from "@refract/dataset";

/** What makes a tie of two scores, and how even models are taken to be before anybody compared them. */
export interface BattleRule {
  /** Scores as far apart as this, or less, are a tie. */
  readonly tieThreshold: number;
  /** Wins each way that rank centrality adds to every pair; with 0, ranks need enough battles between all models. */
  readonly prior: number;
}

/** PRISM's: a tie within 5 points, one win each way (spec prism-analysis, section 4). */
export const prismBattleRule: BattleRule = Object.freeze({ tieThreshold, prior: 1 });
