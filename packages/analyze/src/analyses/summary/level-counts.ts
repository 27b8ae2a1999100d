import { levels } from "@refract/dataset";
import { countLevels, type LevelCount } from "@refract/stats";
import type { AnalysisData } from "../../data/analysis-data.ts";
import { inDeclaredOrder } from "../../data/declared-order.ts";
import type { Relation } from "../../data/relations.ts";
import { identifier } from "../../data/sql-text.ts";
import { missingLevel } from "../../groups/people-view.ts";

/** Levels that stand at the end of a table whatever their count. */
const lastLevels = ["Other", levels.preferNotToSay, missingLevel];

/** Counts of a column's levels, in their declared order or the most frequent first; `weight` of each is the number of records. */
export type LevelCounts = readonly LevelCount<string>[];

/**
 * How many records of a relation have each level of a column. A record without a value has the level `missing`.
 * Null when the dataset has no such column.
 */
export async function levelCounts(
  data: AnalysisData,
  relation: Relation,
  column: string,
  missing = missingLevel,
): Promise<LevelCounts | null> {
  if (!data.columns(relation).includes(column)) return null;
  const { level, records } = await data.arrays(
    `SELECT CAST(${identifier(column)} AS VARCHAR) AS level, count(*) AS records FROM ${relation} GROUP BY level ORDER BY level`,
    { level: "text", records: "number" },
  );
  if (level.length === 0) return [];
  const last = [...new Set([...lastLevels, missing])];
  const counts = countLevels(
    level.map((name) => name ?? missing),
    { weights: records, last },
  );
  const order = relation === "participants" ? data.declaredOrder(column) : [];
  const inner = order.filter((name) => !last.includes(name));
  const tail = counts.filter(({ level: name }) => last.includes(name));
  return [
    ...inDeclaredOrder(
      counts.filter(({ level: name }) => !last.includes(name)),
      inner,
      ({ level: name }) => name,
    ),
    ...tail,
  ];
}
