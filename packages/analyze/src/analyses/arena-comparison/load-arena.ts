import { stat } from "node:fs/promises";
import { join } from "node:path";
import { messageOf, RefractError } from "@refract/core";
import { duckDbFile } from "@refract/dataset";
import type { AnalysisData } from "../../data/analysis-data.ts";
import { createBattleTables } from "../ranks/load-battles.ts";

/** Battles of another arena, counted by pair of models that the dataset has too. */
export interface ArenaCounts {
  readonly first: readonly (string | null)[];
  readonly second: readonly (string | null)[];
  /** Seen from `first`: 1 it won, 0 it lost, 0.5 a tie of either kind. */
  readonly score: Float64Array;
  readonly count: Float64Array;
}

/**
 * Reads `arena/battles.csv` (model_a, model_b, winner) and, where it is there, `arena/model_mapping.csv` (arena_model, model) of the dataset's
 * folder. Names without a mapping stay as they are. Both kinds of tie are merged (spec prism-analysis, "Against LMSYS").
 *
 * @returns Null when there is no `arena/battles.csv`.
 * @throws RefractError `invalid-input` with the file when a column or a winner is not as expected.
 */
export async function loadArena(data: AnalysisData): Promise<ArenaCounts | null> {
  const battles = join(data.folder, "arena", "battles.csv");
  const mapping = join(data.folder, "arena", "model_mapping.csv");
  if (!(await isFile(battles))) return null;
  const isMapped = await isFile(mapping);
  await readCsv(data, "arena_battles", battles, ["model_a", "model_b", "winner"]);
  if (isMapped) await readCsv(data, "arena_models", mapping, ["arena_model", "model"]);
  const wrong = await data.arrays(
    "SELECT winner FROM arena_battles WHERE winner IS NULL OR winner NOT IN ('model_a', 'model_b', 'tie', 'tie (bothbad)') LIMIT 1",
    { winner: "text" },
  );
  if (wrong.winner.length > 0) {
    throw new RefractError(
      "invalid-input",
      `${battles}: winner: invalid value ${JSON.stringify(wrong.winner[0])}, expected model_a, model_b, tie or tie (bothbad)`,
    );
  }
  const named = (column: string) =>
    isMapped
      ? `coalesce((SELECT any_value(m.model) FROM arena_models m WHERE m.arena_model = b.${column}), b.${column})`
      : `b.${column}`;
  await createBattleTables(data);
  return data.arrays(
    `WITH named AS (SELECT ${named("model_a")} AS a, ${named("model_b")} AS b, winner FROM arena_battles b)
     SELECT least(a, b) AS first, greatest(a, b) AS second,
       CASE WHEN winner LIKE 'tie%' THEN 0.5 WHEN (winner = 'model_a') = (a < b) THEN 1.0 ELSE 0.0 END::DOUBLE AS score,
       count(*) AS count
     FROM named WHERE a <> b AND a IN (SELECT model FROM battle_models) AND b IN (SELECT model FROM battle_models)
     GROUP BY ALL ORDER BY ALL`,
    { first: "text", second: "text", score: "number", count: "number" },
  );
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isFile() === true;
}

async function readCsv(
  data: AnalysisData,
  table: string,
  path: string,
  columns: readonly string[],
): Promise<void> {
  try {
    await data.run(
      `CREATE OR REPLACE TEMP TABLE ${table} AS SELECT ${columns.join(", ")} FROM read_csv(${duckDbFile(path)}, hive_partitioning = false, header = true, all_varchar = true)`,
    );
  } catch (cause) {
    throw new RefractError(
      "invalid-input",
      `${path}: expected a CSV file with the columns ${columns.join(", ")} (${messageOf(cause).split("\n")[0] ?? ""})`,
      { cause },
    );
  }
}
