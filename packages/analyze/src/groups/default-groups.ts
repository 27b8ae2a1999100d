import * as z from "zod";
import type { AnalysisData } from "../data/analysis-data.ts";
import type { OwnQuestion } from "../data/own-questions.ts";
import { identifier } from "../data/sql-text.ts";
import { type Groups, groupsSchema, prismGroups } from "./groups.ts";

/** Questions that become groups unasked; more tables than these nobody reads. A file of groups has no such limit. */
const mostOwnGroups = 6;
const mostLevels = 12;
const longestTitle = 60;
/** An attention check stands beside its answer. */
const checkEnding = "_correct";

/** What people are compared by when no file says it, and where that comes from. */
export interface DefaultGroups {
  readonly groups: Groups;
  /** For the report's list of facts. */
  readonly fact: string;
}

/**
 * PRISM's groups; of a study with closed questions of its own, those of PRISM's that people answered, and the first six of its own:
 * one choice of 2 to 12, or yes and no. Rows of matrices, choices of checkboxes and attention checks are none.
 */
export async function defaultGroups(data: AnalysisData): Promise<DefaultGroups> {
  const present = data.columns("participants");
  const checks = new Set(
    data.dataset.questions.flatMap(({ name }) =>
      name.endsWith(checkEnding) ? [name.slice(0, -checkEnding.length)] : [],
    ),
  );
  const own = data.dataset.questions
    .filter(
      (question) => isGroup(question) && !checks.has(question.name) && present.includes(question.column),
    )
    .slice(0, mostOwnGroups);
  if (own.length === 0) return { groups: prismGroups, fact: "PRISM's, built in" };
  const attributes: Record<string, Groups["attributes"][string]> = {};
  for (const [name, attribute] of Object.entries(prismGroups.attributes)) {
    if (present.includes(attribute.column) && (await isAnswered(data, attribute.column)))
      attributes[name] = attribute;
  }
  for (const question of own) attributes[freeKey(question.column, attributes)] = attributeOf(question);
  return {
    groups: groupsSchema.parse({ ...prismGroups, attributes }),
    fact: `PRISM's where answered, and the study's own questions ${own.map(({ name }) => name).join(", ")}`,
  };
}

function isGroup({ name, type, levels, question }: OwnQuestion): boolean {
  if (question === null || name.includes(".") || name.endsWith(checkEnding)) return false;
  if (type === "flag") return true;
  return (type === "level" || type === "integer") && levels.length > 1 && levels.length <= mostLevels;
}

function attributeOf({ column, name, question }: OwnQuestion): Groups["attributes"][string] {
  const title = question !== null && question.length <= longestTitle ? question : name;
  return { column, title, map: {}, order: [] };
}

/** A name for groups.yaml. */
function freeKey(column: string, taken: Readonly<Record<string, unknown>>): string {
  const plain = column.toLowerCase().replaceAll(/[^a-z0-9_]/g, "_");
  const key = /^[a-z]/.test(plain) ? plain : `own_${plain}`;
  let free = key;
  for (let number = 2; Object.hasOwn(taken, free); number += 1) free = `${key}_${number}`;
  return free;
}

async function isAnswered(data: AnalysisData, column: string): Promise<boolean> {
  const rows = await data.rows(
    `SELECT count(${identifier(column)}) > 0 AS answered FROM participants`,
    z.object({ answered: z.boolean() }),
  );
  return rows[0]?.answered ?? false;
}
