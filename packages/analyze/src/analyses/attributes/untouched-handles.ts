import { createReadStream, existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type Notice, notice } from "@refract/report";
import * as z from "zod";
import type { AnalysisData } from "../../data/analysis-data.ts";
import { identifier } from "../../data/sql-text.ts";
import type { AttributeColumn } from "./attribute-columns.ts";
import { type AttributeValues, answered } from "./load-attributes.ts";

const touchedSchema = z.object({ field: z.string(), value: z.unknown() });

/** Handles that stand at their start because nobody touched them, by slider. A dataset that doesn't tell has none. */
export async function untouchedHandles(
  data: AnalysisData,
  columns: readonly AttributeColumn[],
): Promise<ReadonlyMap<AttributeColumn, number>> {
  const counts = new Map<AttributeColumn, number>();
  for (const column of columns.filter(({ relation }) => relation === "participants")) {
    const touched = `stated_prefs_touched_${column.attribute}`;
    if (!data.columns("participants").includes(touched)) continue;
    const [row] = await data.rows(
      `SELECT count(*) AS n FROM participants WHERE ${identifier(column.column)} IS NOT NULL AND lower(CAST(${identifier(touched)} AS VARCHAR)) IN ('false', '0')`,
      z.object({ n: z.number() }),
    );
    if (row !== undefined && row.n > 0) counts.set(column, row.n);
  }
  // Those of statements about a conversation are no columns of the release.
  const file = join(data.folder, "answers.jsonl");
  if (!existsSync(file)) return counts;
  const byField = new Map(
    columns
      .filter(({ relation }) => relation === "conversations")
      .map((column) => [`${column.block}_attributes_touched.${column.attribute}`, column]),
  );
  for await (const line of createInterface({
    input: createReadStream(file),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    if (!line.includes("_attributes_touched.")) continue;
    const answer = touchedSchema.safeParse(parsed(line));
    const column = answer.success && answer.data.value === false ? byField.get(answer.data.field) : undefined;
    if (column !== undefined) counts.set(column, (counts.get(column) ?? 0) + 1);
  }
  return counts;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

/**
 * What a reader has to know of them: they count, as in the paper, whose release does not tell a 50 that was set from one that
 * was left (spec prism-collection, "Sliders").
 */
export function untouchedNotice(
  untouched: ReadonlyMap<AttributeColumn, number>,
  sliders: readonly AttributeValues[],
): readonly Notice[] {
  const left = [...untouched.values()].reduce((sum, count) => sum + count, 0);
  if (left === 0) return [];
  const all = sliders.reduce((sum, of) => sum + answered(of).length, 0);
  const number = (count: number) => count.toLocaleString("en-GB");
  const each = [...untouched].map(([{ name }, count]) => `${name} ${number(count)}`).join(", ");
  return [
    notice(
      "warning",
      `${number(left)} of ${number(all)} answers are handles that nobody touched, which stand where they began: ${each}. They are counted here, as in the paper, whose release does not tell them apart; ${number(all - left)} answers were set by people.`,
    ),
  ];
}
