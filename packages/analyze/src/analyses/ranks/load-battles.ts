import { RefractError } from "@refract/core";
import * as z from "zod";
import type { Needs } from "../../analysis/analysis.ts";
import { counted } from "../../analysis/counted.ts";
import type { AnalysisData } from "../../data/analysis-data.ts";
import { createRunMemo } from "../../data/run-memo.ts";
import { type BattleWords, battleSource } from "./battle-source.ts";
import type { Battles } from "./battles.ts";

/** What every analysis of battles reads. */
export const battleNeeds: Needs = Object.freeze({
  utterances: Object.freeze(["user_id", "interaction_id", "turn", "model_name", "score"]),
});

export interface LoadedBattles extends Battles {
  readonly source: BattleWords;
  /** Opening turns, or verdicts, with at least one battle. */
  readonly openings: number;
  /** Models with answers that could be compared and were never beside another one. */
  readonly modelsWithoutBattles: readonly string[];
  /** Answers left out since they have no score, no model or no person. */
  readonly incomplete: number;
}

const battlesOnce = createRunMemo<LoadedBattles>();

/**
 * The battles of a dataset (spec prism-analysis, section 4), paired and counted by DuckDB, once for all analyses of a run.
 *
 * @throws RefractError `invalid-input` when there is no battle at all, saying what there is.
 */
export function loadBattles(data: AnalysisData): Promise<LoadedBattles> {
  return battlesOnce(data, "battles", () => readBattles(data));
}

/** By connection, which has its temporary tables for itself. */
const tablesOf = new WeakMap<AnalysisData, Promise<void>>();

/**
 * Makes the temporary tables of a connection, unless it has them: `contenders`, `battles` with one row a battle, and `battle_models`
 * and `battle_people` with the numbers of `loadBattles`.
 */
export function createBattleTables(data: AnalysisData): Promise<void> {
  const made = tablesOf.get(data) ?? pairContenders(data);
  tablesOf.set(data, made);
  return made;
}

async function pairContenders(data: AnalysisData): Promise<void> {
  const source = battleSource(data);
  await data.run(`CREATE OR REPLACE TEMP TABLE contenders AS ${source.contenders}`);
  await data.run(`CREATE OR REPLACE TEMP TABLE battles AS
    SELECT a.user_id, a.interaction_id, a.model AS first, b.model AS second, a.place AS place, b.place AS other_place,
      (${source.outcome})::DOUBLE AS score
    FROM contenders a JOIN contenders b
      ON a.interaction_id = b.interaction_id AND a.user_id = b.user_id AND a.model < b.model
    WHERE ${source.isBattle}`);
  await data.run(`CREATE OR REPLACE TEMP TABLE battle_models AS
    SELECT model, (row_number() OVER (ORDER BY model) - 1)::INTEGER AS item
    FROM (SELECT first AS model FROM battles UNION SELECT second FROM battles)`);
  await data.run(`CREATE OR REPLACE TEMP TABLE battle_people AS
    SELECT user_id, (row_number() OVER (ORDER BY user_id) - 1)::INTEGER AS person FROM (SELECT DISTINCT user_id FROM battles)`);
}

async function readBattles(data: AnalysisData): Promise<LoadedBattles> {
  const source = battleSource(data);
  await createBattleTables(data);
  const { model } = await data.arrays("SELECT model FROM battle_models ORDER BY item", { model: "text" });
  const { user_id: people } = await data.arrays("SELECT user_id FROM battle_people ORDER BY person", {
    user_id: "text",
  });
  const idle = await data.arrays(
    "SELECT DISTINCT model FROM contenders WHERE model NOT IN (SELECT model FROM battle_models) ORDER BY model",
    { model: "text" },
  );
  const [totals] = await data.rows(
    `SELECT (SELECT count(DISTINCT interaction_id) FROM battles) AS openings,
      (SELECT count(*) FROM (${source.answers})) AS responses, (SELECT count(*) FROM contenders) AS complete`,
    z.strictObject({ openings: z.number(), responses: z.number(), complete: z.number() }),
  );
  const { openings = 0, responses = 0, complete = 0 } = totals ?? {};
  if (model.length === 0) {
    throw new RefractError(
      "invalid-input",
      source.kind === "scores"
        ? `utterances: no opening turn in which two different models were scored (${counted(responses, "opening response")}, ${complete} of them with person, turn, model and score), expected at least one`
        : `verdicts: no verdict on two different models (${counted(responses, "response")} with a verdict, ${complete} of them with person and model), expected at least one`,
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
    source,
    models: texts(model),
    people: texts(people),
    ...columnsOfCells,
    openings,
    modelsWithoutBattles: texts(idle.model),
    incomplete: responses - complete,
  };
}

/**
 * Battles one by one for Elo's running update, in the order of the ids of their turns (shorter ids first, so that turn 9 comes before
 * turn 10) and of the answers within a turn.
 */
export async function loadBattleSequence(
  data: AnalysisData,
): Promise<{ readonly first: Float64Array; readonly second: Float64Array; readonly score: Float64Array }> {
  await createBattleTables(data);
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
