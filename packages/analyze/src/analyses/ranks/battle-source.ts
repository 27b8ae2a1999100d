import type { AnalysisData } from "../../data/analysis-data.ts";
import type { BattleRule } from "../../data/battle-rule.ts";

/** How to speak of a dataset's battles. */
export interface BattleWords {
  readonly kind: "scores" | "verdicts";
  /** The rule, for methods and captions. */
  readonly rule: string;
  /** What one comparison of models is. */
  readonly unit: string;
  /** Who has battles. */
  readonly people: string;
  /** Where two models meet. */
  readonly place: string;
  /** Wins each way that rank centrality adds to every pair. */
  readonly prior: number;
  /** What an answer needs to be compared, in words. */
  readonly complete: string;
}

/** Where a dataset's battles come from. */
export interface BattleSource extends BattleWords {
  /** Every answer that could be compared, and those that are: `user_id`, `interaction_id`, `model`, `score`, `place`. */
  readonly answers: string;
  readonly contenders: string;
  /** SQL of the outcome seen from `a`, and of what makes `a` and `b` a battle. */
  readonly outcome: string;
  readonly isBattle: string;
}

/** Verdicts where the study asked for them (spec prism-collection knows scores only), else scores of opening turns. */
export function battleSource(data: AnalysisData): BattleSource {
  const verdicts = data.columns("verdicts");
  const isVerdict = ["interaction_id", "verdict"].every((name) => verdicts.includes(name));
  return isVerdict && data.columns("utterances").includes("if_chosen")
    ? verdictSource(data)
    : scoreSource(data);
}

/** The rule of battles by scores, for methods and captions. */
export const scoreRule = ({ tieThreshold }: BattleRule): string =>
  `battles are all pairs of different models within an opening turn; scores within ${tieThreshold} of each other are a tie, else the higher score wins`;

/** Battles of opening turns (spec prism-analysis, section 4). */
function scoreSource(data: AnalysisData): BattleSource {
  return {
    kind: "scores",
    rule: scoreRule(data.battleRule),
    prior: data.battleRule.prior,
    unit: "opening turn",
    people: "people who scored two or more models in an opening turn",
    place: "in the same opening turn",
    complete: "a score, model, turn or person",
    answers: "SELECT * FROM openings",
    contenders: `SELECT user_id, interaction_id, model, score, ${placeIn(data)}
      FROM openings WHERE user_id IS NOT NULL AND interaction_id IS NOT NULL AND model IS NOT NULL AND score IS NOT NULL`,
    outcome: `CASE WHEN abs(a.score - b.score) <= ${data.battleRule.tieThreshold} THEN 0.5 WHEN a.score > b.score THEN 1.0 ELSE 0.0 END`,
    isBattle: "true",
  };
}

/**
 * Battles of conversations that ended with a verdict: the model it prefers wins against every other, a verdict for none is a
 * tie, and two models that both lost to a third were not compared.
 */
function verdictSource(data: AnalysisData): BattleSource {
  const judged =
    "SELECT u.* FROM utterances u WHERE u.interaction_id IN (SELECT interaction_id FROM verdicts WHERE verdict IS NOT NULL)";
  return {
    kind: "verdicts",
    prior: data.battleRule.prior,
    rule: "battles are verdicts on conversations with several models: the preferred one wins against each other, a verdict that prefers none (a tie, both bad) is a tie",
    unit: "verdict",
    people: "people who gave a verdict on two or more models",
    place: "on which the same verdict was given",
    complete: "a model, turn or person",
    answers: judged,
    contenders: `SELECT user_id, interaction_id, model, CASE WHEN if_chosen THEN 1.0 ELSE 0.0 END AS score, ${placeIn(data)}
      FROM (${judged}) WHERE user_id IS NOT NULL AND model IS NOT NULL`,
    outcome: "0.5 + (a.score - b.score) / 2",
    isBattle:
      "(a.score <> b.score OR a.interaction_id NOT IN (SELECT interaction_id FROM contenders WHERE score = 1.0))",
  };
}

function placeIn(data: AnalysisData): string {
  const columns = data.columns("utterances");
  const order = ["within_turn_id", "utterance_id"].filter((name) => columns.includes(name));
  return `row_number() OVER (PARTITION BY interaction_id ORDER BY ${[...order, "model"].join(", ")}) AS place`;
}
