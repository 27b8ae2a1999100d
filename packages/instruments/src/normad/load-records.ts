import type { Item, LoadedItems, RecordFiles, RecordProblem } from "@refract/core";
import { isMadeData } from "../made-data.ts";
import {
  createValueCount,
  noRecords,
  severalTables,
  shortList,
  unreadFiles,
  type ValueCount,
} from "../record-notices.ts";
import { hasColumns, type RecordTable, readTables, type TableRow } from "../record-table.ts";
import bins from "./iw-bins.json" with { type: "json" };
import type { NormadOptions } from "./options.ts";
import { labels } from "./parse.ts";
import { contextLines } from "./prompt.ts";
import { sampleStories } from "./sample-stories.ts";
import groups from "./subaxis-groups.json" with { type: "json" };

const columns = ["ID", "Country", "Subaxis", "Value", "Rule-of-Thumb", "Story", "Gold Label"];

/** Reads rows in the published columns; maps of bins and subaxes in the folder go before the built-in ones. */
export async function loadNormad(
  files: RecordFiles,
  { people_context: context, sample_per_country, sample_seed }: NormadOptions,
): Promise<LoadedItems> {
  const tables = await readTables(files);
  const binTable = tables.find((table) => hasColumns(table, ["country", "iw_bin"]));
  const groupTable = tables.find((table) => hasColumns(table, ["subaxis", "group"]));
  const maps: Maps = {
    bins: binTable === undefined ? inverted(bins) : mapFrom(binTable, "country", "iw_bin"),
    groups: groupTable === undefined ? inverted(groups) : mapFrom(groupTable, "subaxis", "group"),
    withoutBin: createValueCount("country", "has no bin; read, and under (none) in the cut by bins", false),
    withoutGroup: createValueCount(
      "subaxis",
      "has no group; read, and under (none) in the cut by groups",
      false,
    ),
  };
  const problems: RecordProblem[] = [];
  const items = new Map<string, Item>();
  const sources = tables.filter((table) => hasColumns(table, columns));
  for (const table of sources)
    for (const row of table.rows) {
      const item = itemOf(row, maps, problems);
      if (item === null) continue;
      if (items.has(item.id))
        problems.push({
          place: row.place,
          problem: `ID "${item.id}" stands twice, the first is kept`,
          dropped: true,
        });
      else items.set(item.id, { ...item, stimulus: stimulusOf(item, context) });
    }
  if (items.size === 0) throw noRecords("stories", `a table with ${columns.join(", ")}`, tables, problems);
  const used = new Set([binTable, groupTable, ...sources].flatMap((table) => table?.name ?? []));
  problems.push(
    ...maps.withoutBin.problems(),
    ...maps.withoutGroup.problems(),
    ...emptyContexts([...items.values()]),
    ...severalTables("stories", sources, "ID"),
    ...unreadFiles(files, tables, used),
  );
  const sampled = sampleStories([...items.values()], sample_per_country, sample_seed);
  const countries = new Set(sampled.map(({ attributes }) => attributes.country)).size;
  const rows = sample_per_country === 0 ? `${items.size} rows` : `${sampled.length} of ${items.size} rows`;
  return {
    items: sampled,
    problems,
    dataVersion: `${rows}, ${countries} countries`,
    synthetic: await isMadeData(
      files,
      sources.map(({ name }) => name),
    ),
  };
}

interface Maps {
  readonly bins: ReadonlyMap<string, string>;
  readonly groups: ReadonlyMap<string, string>;
  readonly withoutBin: ValueCount;
  readonly withoutGroup: ValueCount;
}

function itemOf(row: TableRow, maps: Maps, problems: RecordProblem[]): Item | null {
  const refuse = (problem: string): null => {
    problems.push({ place: row.place, problem, dropped: true });
    return null;
  };
  const id = row.text("ID");
  if (id === "") return refuse("ID: no value, expected an id");
  const label = labels.find((known) => known === row.text("Gold Label").toLowerCase());
  if (label === undefined)
    return refuse(`ID ${id}: Gold Label: "${row.text("Gold Label")}", expected one of ${labels.join(", ")}`);
  if (row.text("Story") === "") return refuse(`ID ${id}: Story: no value, expected a text`);
  const country = row.text("Country");
  const bin = maps.bins.get(country);
  if (bin === undefined) maps.withoutBin.add(country, `ID ${id}`);
  const subaxis = row.text("Subaxis").toLowerCase();
  const group = maps.groups.get(subaxis);
  if (group === undefined) maps.withoutGroup.add(subaxis, `ID ${id}`);
  return {
    id,
    group: id,
    cluster: id,
    language: "en",
    stimulus: [],
    question: row.text("Story"),
    format: {
      kind: "choice",
      options: [
        { id: "yes", text: "Yes" },
        { id: "no", text: "No" },
        { id: "neutral", text: "Neither" },
      ],
    },
    optOuts: [],
    gold: { kind: "key", accepted: [label] },
    attributes: { country, label, subaxisGroup: group ?? "(none)", bin: bin ?? "(none)" },
    record: { value: row.text("Value"), rule: row.text("Rule-of-Thumb"), subaxis },
  };
}

function stimulusOf(item: Item, context: NormadOptions["people_context"]): Item["stimulus"] {
  return contextLines(item, context).map((text) => ({ kind: "text", text, language: "en" }));
}

/** A condition shows its context whether there is one or not, so that what is empty has to be known. */
function emptyContexts(items: readonly Item[]): readonly RecordProblem[] {
  const contexts: readonly (readonly [column: string, of: (item: Item) => unknown])[] = [
    ["Country", ({ attributes }) => attributes.country],
    ["Value", ({ record }) => record.value],
    ["Rule-of-Thumb", ({ record }) => record.rule],
  ];
  return contexts.flatMap(([column, of]): readonly RecordProblem[] => {
    const empty = items.filter((item) => of(item) === "").map(({ id }) => id);
    if (empty.length === 0) return [];
    const problem = `${empty.length} ${empty.length === 1 ? "row has" : "rows have"} none, which its conditions show empty: ${shortList(empty)}`;
    return [{ place: column, problem, dropped: false }];
  });
}

function inverted(map: Readonly<Record<string, readonly string[]>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(map).flatMap(([group, members]) => members.map((member) => [member, group])));
}

function mapFrom(table: RecordTable, from: string, to: string): ReadonlyMap<string, string> {
  return new Map(table.rows.map((row) => [row.text(from), row.text(to)]));
}
