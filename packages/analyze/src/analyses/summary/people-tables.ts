import { useCaseKeys } from "@refract/dataset";
import { absent, type Cell, createTable, type Notice, notice, type Table } from "@refract/report";
import * as z from "zod";
import { counted } from "../../analysis/counted.ts";
import type { AnalysisData } from "../../data/analysis-data.ts";
import { identifier } from "../../data/sql-text.ts";
import type { Groups } from "../../groups/groups.ts";
import { type LevelCounts, levelCounts } from "./level-counts.ts";

/** The survey's demographic columns and what they are called (spec prism-collection, stage 1). */
const demographics: Readonly<Record<string, string>> = {
  age: "Age",
  gender: "Gender",
  ethnicity_categorised: "Ethnicity",
  religion_categorised: "Religion",
  employment_status: "Employment",
  education: "Education",
  marital_status: "Marital status",
  english_proficiency: "English",
  location_special_region: "Region of birth",
};

/** One attribute of the people with the counts of its levels. */
export interface Demographic {
  readonly column: string;
  readonly title: string;
  readonly counts: LevelCounts;
  /** Whether only `groups.yaml` names it. */
  readonly isOwn: boolean;
}

/** PRISM's demographics and those of `groups.yaml` that are other columns; what the dataset has not is named apart. */
export async function loadDemographics(
  data: AnalysisData,
  groups: Groups,
): Promise<{ readonly found: readonly Demographic[]; readonly missing: readonly string[] }> {
  const titles = new Map(Object.entries(demographics));
  const simplified = (column: string) => column.replace(/_simplified$/, "_categorised");
  for (const { column, title } of Object.values(groups.attributes))
    if (!titles.has(simplified(column)) && !titles.has(column)) titles.set(column, title);
  const found: Demographic[] = [];
  const missing: string[] = [];
  for (const [column, title] of titles) {
    const counts = await levelCounts(data, "participants", column);
    if (counts === null) missing.push(title.toLowerCase());
    else found.push({ column, title, counts, isOwn: !Object.hasOwn(demographics, column) });
  }
  return { found, missing };
}

export async function countPeople(data: AnalysisData): Promise<number> {
  const [row] = await data.rows(
    "SELECT count(*) AS people FROM participants",
    z.object({ people: z.number() }),
  );
  return row?.people ?? 0;
}

const levelColumns = [
  { name: "level", title: "Level", kind: "text" },
  { name: "people", title: "People", kind: "integer" },
  { name: "share", title: "Share", kind: "percent" },
] as const;

function levelRows(title: string, counts: LevelCounts): readonly (readonly Cell[])[] {
  return counts.map(({ level, weight, share }) => [title, level, weight, share]);
}

const peopleText = (people: number) => counted(people, "person", "people");

export function demographicsTable(found: readonly Demographic[], people: number): Table {
  return createTable({
    id: "summary-demographics",
    title: "Who took part",
    caption:
      "Counts and shares of all people of the survey, whether or not they had conversations; levels that have an order in it, else the most frequent first; Other and Prefer not to say last.",
    n: peopleText(people),
    columns: [{ name: "attribute", title: "Attribute", kind: "text" }, ...levelColumns],
    rows: found.flatMap(({ title, counts }) => levelRows(title, counts)),
    shown: 80,
  });
}

const useQuestions: Readonly<Record<string, string>> = {
  lm_familiarity: "Familiarity with language models",
  lm_direct_use: "Direct use",
  lm_indirect_use: "Indirect use",
  lm_frequency_use: "Frequency of use",
};

/** Answers on the use of language models; null when the survey has none of the questions. */
export async function useTable(data: AnalysisData, people: number): Promise<Table | null> {
  const rows: (readonly Cell[])[] = [];
  for (const [column, title] of Object.entries(useQuestions)) {
    const counts = await levelCounts(data, "participants", column, "Not shown or not answered");
    if (counts !== null) rows.push(...levelRows(title, counts));
  }
  if (rows.length === 0) return null;
  return createTable({
    id: "summary-llm-use",
    title: "Use of language models",
    caption:
      "Frequency was asked only of people who use language models directly or indirectly; those who were not asked are a level of their own.",
    n: peopleText(people),
    columns: [{ name: "question", title: "Question", kind: "text" }, ...levelColumns],
    rows,
  });
}

/** Use cases among those who were shown them: a null is not a No. Null when nobody was shown any. */
export async function useCaseTable(
  data: AnalysisData,
): Promise<{ readonly table: Table; readonly notices: readonly Notice[] } | null> {
  const there = data.columns("participants");
  const keys = [...useCaseKeys, "other"].filter((key) => there.includes(`lm_usecases_${key}`));
  if (keys.length === 0) return null;
  const columns = keys.map((key) => identifier(`lm_usecases_${key}`));
  const schema = z.object({ key: z.number(), yes: z.number(), shown: z.number(), hidden: z.number() });
  const rows = await data.rows(
    columns
      .map(
        (column, key) =>
          `SELECT ${key} AS key, count(*) FILTER (CAST(${column} AS VARCHAR) IN ('1', 'true')) AS yes, count(${column}) AS shown, count(*) - count(${column}) AS hidden FROM participants`,
      )
      .join(" UNION ALL "),
    schema,
  );
  const shown = Math.max(0, ...rows.map((row) => row.shown));
  if (shown === 0) return null;
  const counts = rows
    .map((row) => ({ ...row, level: useCaseName(keys[row.key] ?? "") }))
    .toSorted(
      (a, b) => Number(a.level === "Other") - Number(b.level === "Other") || b.yes - a.yes || a.key - b.key,
    );
  const hidden = Math.min(...rows.map((row) => row.hidden));
  return {
    table: createTable({
      id: "summary-use-cases",
      title: "What people use language models for",
      caption:
        "Share of those who saw the question, who could name several. People who do not use language models were not shown it and count neither as Yes nor as No.",
      n: `${peopleText(shown)} who saw the question`,
      columns: [
        { name: "use_case", title: "Use case", kind: "text" },
        { name: "people", title: "People", kind: "integer" },
        { name: "shown", title: "Saw the question", kind: "integer" },
        { name: "share", title: "Share", kind: "percent" },
      ],
      rows: counts.map(({ level, yes, shown: seen }) => [
        level,
        yes,
        seen,
        seen === 0 ? absent("nobody saw the question") : yes / seen,
      ]),
    }),
    notices:
      hidden === 0
        ? []
        : [
            notice(
              "note",
              `${counted(hidden, "person was", "people were")} not shown the use cases. Counts of the public codebook that are higher take their nulls for Yes.`,
            ),
          ],
  };
}

/** `technical_or_programming_help` as `Technical or programming help`. */
function useCaseName(key: string): string {
  const words = key.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Where people were recruited; null when the survey does not say. */
export async function recruitmentTable(data: AnalysisData, people: number): Promise<Table | null> {
  const locales = await levelCounts(data, "participants", "study_locale");
  if (locales === null) return null;
  const hasStudies = data.columns("participants").includes("study_id");
  const studies = new Map<string, number>();
  if (hasStudies) {
    const { locale, count } = await data.arrays(
      "SELECT CAST(study_locale AS VARCHAR) AS locale, count(DISTINCT study_id) AS count FROM participants GROUP BY locale",
      { locale: "text", count: "number" },
    );
    for (const [row, name] of locale.entries()) if (name !== null) studies.set(name, count[row] ?? 0);
  }
  return createTable({
    id: "summary-recruitment",
    title: "Recruitment",
    caption: "People by the locale of the recruitment study that they came by.",
    n: peopleText(people),
    columns: [
      { name: "locale", title: "Locale", kind: "text" },
      { name: "studies", title: "Studies", kind: "integer" },
      { name: "people", title: "People", kind: "integer" },
      { name: "share", title: "Share", kind: "percent" },
    ],
    rows: locales.map(({ level, weight, share }) => [
      level,
      studies.get(level) ?? absent(hasStudies ? "no locale" : "the survey has no study_id"),
      weight,
      share,
    ]),
    shown: 60,
  });
}
