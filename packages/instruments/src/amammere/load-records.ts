import type { Item, LoadedItems, RecordFiles, RecordProblem } from "@refract/core";
import { isMadeData } from "../made-data.ts";
import { createValueCount, noRecords, severalTables, shortList, unreadFiles } from "../record-notices.ts";
import { hasColumns, readTables, type TableRow } from "../record-table.ts";
import type { Pool } from "./collection/pools.ts";
import { itemOf, keyIn, optionIds, optionText, versionOf, versionOfCountry } from "./item-record.ts";
import { type AmammereOptions, type VersionId, versionIds } from "./options.ts";
import { type ChosenKeys, chosenKeys } from "./stage-choices.ts";

const columns = ["ID", "Question", "Option A", "Option B", "Option C", "Option D", "Answer Key"];
const poolOfVersion: Readonly<Partial<Record<VersionId, Pool>>> = { ghana: "GH", us: "US" };

/**
 * Reads the published columns. A pool's key is `gh_key` or `us_key`, else the named version's own key, else what two thirds of the pool chose
 * in stage 3 where the folder has its rows (spec amammere).
 */
export async function loadAmammere(files: RecordFiles, options: AmammereOptions): Promise<LoadedItems> {
  const tables = await readTables(files);
  const sources = tables.filter((table) => hasColumns(table, columns));
  const chosen = chosenKeys(tables, options.versions);
  const problems: RecordProblem[] = [];
  const notes = createNotes();
  const items = new Map<string, Item>();
  for (const row of sources.flatMap(({ rows }) => rows)) {
    const id = row.text("ID");
    const version = versionOf(row, options.versions);
    const refused = (problem: string) => problems.push({ place: row.place, problem, dropped: true });
    if (version === undefined) {
      refused(
        `ID "${id}": expected one that ends in GH, US or UN, or an ending or country named in the option versions`,
      );
      continue;
    }
    if (items.has(id)) {
      refused(`ID "${id}" stands twice, the first is kept`);
      continue;
    }
    const keys = keysOf(row, version, chosen);
    const problem = problemOfKeys(row, version, keys);
    if (problem !== null) {
      refused(problem);
      continue;
    }
    if (version === "unspecified" && (keys.GH === undefined || keys.US === undefined)) {
      notes.unkeyed.push(id);
      continue;
    }
    notes.read(row, version, keys, options, chosen);
    items.set(id, itemOf(row, version, keys, options.versions));
  }
  problems.push(...notes.problems(), ...partialSeeds([...items.values()]));
  if (items.size === 0) throw noRecords("items", `a table with ${columns.join(", ")}`, tables, problems);
  problems.push(
    ...chosen.problems,
    ...severalTables("items", sources, "ID"),
    ...unreadFiles(files, tables, new Set([...sources.map(({ name }) => name), ...chosen.used])),
  );
  return {
    items: [...items.values()],
    problems,
    dataVersion: `${items.size} items`,
    synthetic: await isMadeData(
      files,
      sources.map(({ name }) => name),
    ),
  };
}

type Keys = Readonly<Partial<Record<Pool, string>>>;

function keysOf(row: TableRow, version: VersionId, chosen: ChosenKeys): Keys {
  const named = poolOfVersion[version];
  const voted = chosen.keys.get(row.text("ID"));
  const key = (pool: Pool, column: string) =>
    keyIn(row, column) ??
    (named === pool ? keyIn(row, "Answer Key") : undefined) ??
    // another country's pool answers for the country that is named, so that its choices give no key of its own
    (version === "unspecified" ? voted?.[pool] : undefined);
  const [gh, us] = [key("GH", "gh_key"), key("US", "us_key")];
  return { ...(gh === undefined ? {} : { GH: gh }), ...(us === undefined ? {} : { US: us }) };
}

function problemOfKeys(row: TableRow, version: VersionId, keys: Keys): string | null {
  const id = row.text("ID");
  if (keys.GH !== undefined && keys.GH === keys.US)
    return `ID "${id}": both pools have the key ${keys.GH.toUpperCase()}, which distinguishes nothing`;
  const named = poolOfVersion[version];
  return named !== undefined && keys[named] === undefined
    ? `ID "${id}": Answer Key "${row.text("Answer Key")}", expected A to D`
    : null;
}

/** What is told of items that are read. */
function createNotes() {
  const unkeyed: string[] = [];
  const alike: string[] = [];
  const contradicting: string[] = [];
  const outvoted: string[] = [];
  const countries = createValueCount(
    "Country",
    "is none of Ghana, United States, Unspecified; the version is read from the ID",
    false,
  );
  const told = (place: string, ids: readonly string[], problem: string, dropped = false): RecordProblem[] =>
    ids.length === 0 ? [] : [{ place, problem: `${ids.length} ${problem}: ${shortList(ids)}`, dropped }];
  return {
    unkeyed,
    read: (
      row: TableRow,
      version: VersionId,
      keys: Keys,
      { versions }: AmammereOptions,
      chosen: ChosenKeys,
    ) => {
      const id = row.text("ID");
      if (new Set(optionIds.map((option) => optionText(row, option).toLowerCase())).size < optionIds.length)
        alike.push(id);
      const byCountry = versionOfCountry(row, versions);
      if (byCountry === null && row.text("Country") !== "") countries.add(row.text("Country"), row.place);
      if (byCountry !== null && byCountry !== version) contradicting.push(id);
      const pool = poolOfVersion[version];
      const voted = chosen.keys.get(id);
      if (pool !== undefined && voted !== undefined && voted[pool] !== keys[pool]) outvoted.push(id);
    },
    problems: (): readonly RecordProblem[] => [
      ...told(
        "versions that name no country",
        unkeyed,
        "without gh_key and us_key, which their scoring needs",
        true,
      ),
      ...told("options", alike, "items have equal or empty options, expected four different texts"),
      ...told("Country", contradicting, "items whose Country is another than their ID says, the ID counts"),
      ...told(
        "stage 3",
        outvoted,
        "items whose key two thirds of the named country's pool did not choose; they are kept",
      ),
      ...countries.problems(),
    ],
  };
}

function partialSeeds(items: readonly Item[]): readonly RecordProblem[] {
  const seeds = Map.groupBy(items, ({ cluster }) => cluster);
  const partial = [...seeds].filter(
    ([, own]) => new Set(own.map(({ attributes }) => attributes.version)).size < versionIds.length,
  );
  return partial.length === 0
    ? []
    : [
        {
          place: "question seeds",
          problem: `${partial.length} lack one of the versions GH, US, UN: ${shortList(partial.map(([seed]) => seed))}`,
          dropped: false,
        },
      ];
}
