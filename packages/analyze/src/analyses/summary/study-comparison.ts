import type { Imported } from "@refract/dataset";
import { absent, type Cell, createTable, type Table } from "@refract/report";
import { counted } from "../../analysis/counted.ts";
import type { AnalysisData } from "../../data/analysis-data.ts";
import { type LevelCounts, levelCounts } from "./level-counts.ts";

/** A heading of the comparison, the column behind it, and the levels that go by another name there. */
interface ComparedAttribute {
  readonly column: string;
  readonly levels: (label: string) => readonly string[];
}

/** Rows for whatever no other row of a heading takes. */
const remainder = /^(prefer not to say\/other|all others|no university degree)$/i;

const renamed: Readonly<Record<string, readonly string[]>> = {
  "Non-binary": ["Non-binary / third gender"],
  "White/Caucasian": ["White"],
  "Black/African descent": ["Black / African"],
  "Hispanic/Latino": ["Hispanic / Latino"],
  "Native American": ["Indigenous / First Peoples"],
  "Middle Eastern": ["Middle Eastern / Arab"],
  "Undergraduate Degree": ["University Bachelors Degree"],
  "Graduate Degree": ["Graduate / Professional degree"],
  "Prefer not to say/Other": ["Prefer not to say", "Other"],
};

const sameOrRenamed = (label: string) => renamed[label] ?? [label];

const attributes: Readonly<Record<string, ComparedAttribute>> = {
  Gender: { column: "gender", levels: sameOrRenamed },
  Age: {
    column: "age",
    levels: (label) => (/^\d/.test(label) ? [`${label} years old`] : sameOrRenamed(label)),
  },
  Ethnicity: { column: "ethnicity_categorised", levels: sameOrRenamed },
  Education: { column: "education", levels: sameOrRenamed },
  Country: { column: "location_reside_country", levels: sameOrRenamed },
};

type Comparison = Extract<Imported, { kind: "study-comparison" }>;
type ComparisonRow = Comparison["rows"][number];

/** The samples of earlier studies beside that of this dataset: a table for each file of the reader's. */
export async function comparisonTables(
  data: AnalysisData,
  files: readonly Imported[],
  people: number,
): Promise<readonly Table[]> {
  const tables: Table[] = [];
  for (const file of files) {
    if (file.kind !== "study-comparison") continue;
    tables.push(await comparisonTable(data, file, people));
  }
  return tables;
}

async function comparisonTable(data: AnalysisData, file: Comparison, people: number): Promise<Table> {
  const sections = sectionsOf(file.rows);
  const studies = [...new Set(file.rows.flatMap(({ values }) => Object.keys(values)))];
  const rows: (readonly Cell[])[] = [];
  for (const { heading, members } of sections) {
    const attribute = attributes[heading];
    const counts = attribute === undefined ? null : await levelCounts(data, "participants", attribute.column);
    for (const row of members) {
      rows.push([
        heading,
        row.label,
        ...studies.map((study) => row.values[study] ?? absent("not reported")),
        isCount(row.label)
          ? people
          : counts === null || attribute === undefined
            ? absent("not asked in this survey")
            : percentOf(row, members, attribute, counts),
      ]);
    }
  }
  const name = file.file.replace(/\.csv$/i, "");
  return createTable({
    id: `summary-comparison-${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}`,
    title: "Samples of other studies",
    caption: `From ${file.file}, in percent of the people who answered (counts in the first rows), beside this dataset in percent of all its people. Ethnicity is compared by the fuller coding; what the other studies have no row for, and missing answers, fall into the row of the rest.`,
    n: `${counted(people, "person", "people")} in this dataset`,
    columns: [
      { name: "attribute", title: "Attribute", kind: "text" },
      { name: "level", title: "Level", kind: "text" },
      ...studies.map((study, place) => ({
        name: `study_${place + 1}`,
        title: study,
        kind: "number" as const,
        digits: 1,
      })),
      { name: "this_dataset", title: "This dataset", kind: "number", digits: 1 },
    ],
    rows,
    shown: 60,
  });
}

/** Rows under their headings; a file without headings compares countries of residence. */
function sectionsOf(
  rows: readonly ComparisonRow[],
): readonly { readonly heading: string; readonly members: readonly ComparisonRow[] }[] {
  const hasHeadings = rows.some((row) => row.isHeading);
  const sections: { heading: string; members: ComparisonRow[] }[] = [];
  for (const row of rows) {
    if (row.isHeading) sections.push({ heading: row.label, members: [] });
    else {
      if (sections.length === 0) sections.push({ heading: hasHeadings ? "Sample" : "Country", members: [] });
      sections.at(-1)?.members.push(row);
    }
  }
  return sections.filter(({ members }) => members.length > 0);
}

function isCount(label: string): boolean {
  return label === "Total Participants" || label === "Demographic Respondents";
}

function percentOf(
  row: ComparisonRow,
  members: readonly ComparisonRow[],
  { levels }: ComparedAttribute,
  counts: LevelCounts,
): Cell {
  const named = (label: string) => levels(label);
  const sumOf = (wanted: readonly string[]) =>
    counts.filter(({ level }) => wanted.includes(level)).reduce((sum, { share }) => sum + share, 0);
  const rest = members.filter(({ label }) => remainder.test(label));
  if (rest.length === 0 || row !== rest[0]) return 100 * sumOf(named(row.label));
  const taken = members.filter((other) => other !== row).flatMap(({ label }) => named(label));
  return 100 * (1 - sumOf(taken));
}
