import { defineDerivation, type RecordProblem, type Summary } from "@refract/core";
import { krippendorffAlpha } from "@refract/stats";
import * as z from "zod";
import { csvText, tablesWith } from "../derived-tables.ts";
import type { TableRow } from "../record-table.ts";
import { aggregateAnnotations, annotationForm, type SensitivityAnnotation } from "./annotations.ts";

const columns = ["sample_id", "annotator_id", "required_knowledge", "time_sensitive"];
const knownKinds = ["cultural", "regional", "dialect", "none"];
/** Regions that the paper's 84.9 % are of. */
const western = /north(ern)? america|europe/i;
const yes = /^(yes|true|1)$/i;
const no = /^(no|false|0)$/i;

/** Annotations to labels with their statistics (spec global-mmlu, "Collection protocol" A4 and A5). */
export const deriveLabels = defineDerivation({
  id: "labels",
  title: "Annotations to labels CS and CA, with their statistics",
  reads: `${columns.join(", ")}, and culture, region, country where they were asked`,
  settings: z.strictObject({}),
  derive: async (files) => {
    const rows = (await tablesWith(files, columns)).flatMap((table) => table.rows);
    const problems: RecordProblem[] = [];
    const read = rows.flatMap((row) => {
      const knowledge = kindsOf(row);
      const refused = faultOf(row, knowledge);
      if (refused !== null) problems.push({ place: row.place, problem: refused, dropped: true });
      return refused === null ? [{ row, knowledge }] : [];
    });
    // a person's newest annotation of a question counts
    const newest = new Map(
      read.map((one) => [JSON.stringify([one.row.text("sample_id"), one.row.text("annotator_id")]), one]),
    );
    const kept = [...newest.values()];
    if (kept.length < read.length)
      problems.push({
        place: "annotations",
        problem: `${read.length - kept.length} were given again by the same person; the newest counts`,
        dropped: true,
      });
    const annotations = kept.map(
      ({ row, knowledge }): SensitivityAnnotation => ({
        sample: row.text("sample_id"),
        knowledge,
        timeSensitive: yes.test(row.text("time_sensitive")),
      }),
    );
    const labels = aggregateAnnotations(annotations);
    return {
      files: {
        "labels.csv": csvText(
          ["sample_id", "cultural_sensitivity_label", "time_sensitive"],
          labels.map(({ sample, label, timeSensitive }) => [sample, label, timeSensitive ? "Yes" : "No"]),
        ),
      },
      tables: [
        statistics(
          labels,
          annotations,
          kept.flatMap(({ row, knowledge }) => (knowledge.includes("regional") ? [row] : [])),
        ),
        ...["culture", "region", "country", "subject"].flatMap((name) => countsBy(name, kept)),
      ],
      problems,
    };
  },
});

/** Why an annotation cannot count; null where it can. */
function faultOf(row: TableRow, knowledge: readonly string[]): string | null {
  if (row.text("sample_id") === "" || row.text("annotator_id") === "")
    return "sample_id or annotator_id: no value, expected an id";
  const unknown = knowledge.length === 0 ? "" : knowledge.find((kind) => !knownKinds.includes(kind));
  if (unknown !== undefined) return `required_knowledge "${unknown}", expected ${knownKinds.join(", ")}`;
  const time = row.text("time_sensitive");
  if (!yes.test(time) && !no.test(time)) return `time_sensitive "${time}", expected Yes or No`;
  return annotationForm(knowledge).refused;
}

function kindsOf(row: TableRow): readonly string[] {
  return row
    .text("required_knowledge")
    .toLowerCase()
    .split(/[|;,+\s]+/u)
    .filter((kind) => kind !== "");
}

function statistics(
  labels: ReturnType<typeof aggregateAnnotations>,
  annotations: readonly SensitivityAnnotation[],
  regional: readonly TableRow[],
): Summary {
  const share = (count: number, of: number) => (of === 0 ? { absent: "none" } : count / of);
  const located = regional.filter((row) => row.text("region") !== "");
  const codes = [...Map.groupBy(annotations, ({ sample }) => sample).values()].map((own) =>
    own.map(({ knowledge }) => (knowledge.some((kind) => kind !== "none") ? 1 : 0)),
  );
  const { alpha, problem } = krippendorffAlpha(codes, "nominal");
  return {
    id: "statistics",
    title: "What the annotators found",
    caption:
      "Alpha is Krippendorff's, nominal, of needing any knowledge against none. The paper has 28 % CS, and 84.9 % of those that need regional knowledge on North America or Europe; here those that name a region.",
    columns: [
      { name: "questions", title: "Questions", kind: "integer" },
      { name: "cs", title: "CS", kind: "percent" },
      { name: "time", title: "Changes over time", kind: "percent" },
      { name: "western", title: "North America or Europe", kind: "percent" },
      { name: "alpha", title: "Alpha", kind: "number" },
    ],
    rows: [
      [
        labels.length,
        share(labels.filter(({ label }) => label === "CS").length, labels.length),
        share(labels.filter(({ timeSensitive }) => timeSensitive).length, labels.length),
        share(located.filter((row) => western.test(row.text("region"))).length, located.length),
        alpha ?? { absent: problem ?? "no alpha" },
      ],
    ],
  };
}

function countsBy(
  name: string,
  kept: readonly { readonly row: TableRow; readonly knowledge: readonly string[] }[],
): readonly Summary[] {
  const counts = new Map<string, number>();
  for (const { row, knowledge } of kept) {
    if (annotationForm(knowledge).fields.length === 0 && name !== "subject") continue;
    const value = name === "subject" ? (row.text("sample_id").split("/")[0] ?? "") : row.text(name);
    if (value !== "") counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  if (counts.size === 0) return [];
  return [
    {
      id: `by-${name}`,
      title: `Annotations by ${name}`,
      caption: "How many annotations name it.",
      columns: [
        { name, title: `${name[0]?.toUpperCase() ?? ""}${name.slice(1)}`, kind: "text" },
        { name: "annotations", title: "Annotations", kind: "integer" },
      ],
      rows: [...counts].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)),
    },
  ];
}
