import { RefractError } from "@refract/core";
import { tieThreshold } from "@refract/dataset";
import * as z from "zod";
import type { Needs } from "../../analysis/analysis.ts";
import { counted } from "../../analysis/counted.ts";
import type { AnalysisData } from "../../data/analysis-data.ts";
import type { Battles } from "./battles.ts";

/** What every analysis of battles reads. */
export const battleNeeds: Needs = Object.freeze({
  utterances: Object.freeze(["user_id", "interaction_id", "turn", "model_name", "score"]),
});

/** The rule, for methods and captions. */
export const battleRule = `battles are all pairs of different models within an opening turn; scores within ${tieThreshold} of each other are a tie, else the higher score wins`;

export interface LoadedBattles extends Battles {
  /** Opening turns with at least one battle. */
  readonly openings: number;
  /** Models with scored opening responses that were never beside another one. */
  readonly modelsWithoutBattles: readonly string[];
  /** Opening responses left out since they have no score, no model or no person. */
  readonly incomplete: number;
}

/**
 * The battles of a dataset (spec prism-analysis, section 4), paired and counted by DuckDB. Leaves the temporary table `battles` with one row a
 * battle behind.
 *
 * @throws RefractError `invalid-input` when there is no battle at all, saying what there is.
 */
export async function loadBattles(data: AnalysisData): Promise<LoadedBattles> {
  const columns = data.columns("utterances");
  const order = ["within_turn_id", "utterance_id"].filter((name) => columns.includes(name));
  const complete =
    "user_id IS NOT NULL AND interaction_id IS NOT NULL AND model IS NOT NULL AND score IS NOT NULL";
  await data.run(`CREATE OR REPLACE TEMP TABLE scored_openings AS
    SELECT user_id, interaction_id, model, score,
      row_number() OVER (PARTITION BY interaction_id ORDER BY ${[...order, "model"].join(", ")}) AS place
    FROM openings WHERE ${complete}`);
  await data.run(`CREATE OR REPLACE TEMP TABLE battles AS
    SELECT a.user_id, a.interaction_id, a.model AS first, b.model AS second, a.place AS place, b.place AS other_place,
      CASE WHEN abs(a.score - b.score) <= ${tieThreshold} THEN 0.5 WHEN a.score > b.score THEN 1.0 ELSE 0.0 END::DOUBLE AS score
    FROM scored_openings a JOIN scored_openings b
      ON a.interaction_id = b.interaction_id AND a.user_id = b.user_id AND a.model < b.model`);
  await data.run(`CREATE OR REPLACE TEMP TABLE battle_models AS
    SELECT model, (row_number() OVER (ORDER BY model) - 1)::INTEGER AS item
    FROM (SELECT first AS model FROM battles UNION SELECT second FROM battles)`);
  await data.run(`CREATE OR REPLACE TEMP TABLE battle_people AS
    SELECT user_id, (row_number() OVER (ORDER BY user_id) - 1)::INTEGER AS person FROM (SELECT DISTINCT user_id FROM battles)`);
  const { model } = await data.arrays("SELECT model FROM battle_models ORDER BY item", { model: "text" });
  const { user_id: people } = await data.arrays("SELECT user_id FROM battle_people ORDER BY person", {
    user_id: "text",
  });
  const idle = await data.arrays(
    "SELECT DISTINCT model FROM scored_openings WHERE model NOT IN (SELECT model FROM battle_models) ORDER BY model",
    { model: "text" },
  );
  const [totals] = await data.rows(
    `SELECT (SELECT count(DISTINCT interaction_id) FROM battles) AS openings,
      (SELECT count(*) FROM openings) AS responses, (SELECT count(*) FROM scored_openings) AS scored`,
    z.strictObject({ openings: z.number(), responses: z.number(), scored: z.number() }),
  );
  const { openings = 0, responses = 0, scored = 0 } = totals ?? {};
  if (model.length === 0) {
    throw new RefractError(
      "invalid-input",
      `utterances: no opening turn in which two different models were scored (${counted(responses, "opening response")}, ${scored} of them with person, turn, model and score), expected at least one`,
    );
  }
  const columnsOfCells = await data.arrays(
    `SELECT p.person, a.item AS first, b.item AS second, s.score, count(*) AS count
     FROM battles s JOIN battle_people p ON p.user_id = s.user_id
       JOIN battle_models a ON a.model = s.first JOIN battle_models b ON b.model = s.second
     GROUP BY ALL ORDER BY ALL`,
    { person: "number", first: "number", second: "number", score: "number", count: "number" },
  );
  return {
    models: texts(model),
    people: texts(people),
    ...columnsOfCells,
    openings,
    modelsWithoutBattles: texts(idle.model),
    incomplete: responses - scored,
  };
}

/**
 * Battles one by one for Elo's running update, in the order of the ids of their turns (shorter ids first, so that turn 9 comes before
 * turn 10) and of the answers within a turn. Reads what `loadBattles` left behind.
 */
export async function loadBattleSequence(
  data: AnalysisData,
): Promise<{ readonly first: Float64Array; readonly second: Float64Array; readonly score: Float64Array }> {
  return data.arrays(
    `SELECT a.item AS first, b.item AS second, s.score
     FROM battles s JOIN battle_models a ON a.model = s.first JOIN battle_models b ON b.model = s.second
     ORDER BY length(s.interaction_id::VARCHAR), s.interaction_id::VARCHAR, least(s.place, s.other_place), greatest(s.place, s.other_place)`,
    { first: "number", second: "number", score: "number" },
  );
}

function texts(values: readonly (string | null)[]): readonly string[] {
  return values.map((value) => value ?? "");
}
