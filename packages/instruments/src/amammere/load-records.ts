import {
  type Item,
  type LoadedItems,
  type RecordFiles,
  type RecordProblem,
  RefractError,
} from "@refract/core";
import { describeTables, hasColumns, readTables } from "../record-table.ts";

const columns = ["ID", "Question", "Option A", "Option B", "Option C", "Option D", "Answer Key"];
const ids = ["a", "b", "c", "d"];
const versions: Readonly<Record<string, string>> = { GH: "ghana", US: "us", UN: "unspecified" };

/** Reads the published columns; `gh_key` and `us_key` where there, else the named version's own key (spec amammere). */
export async function loadAmammere(files: RecordFiles): Promise<LoadedItems> {
  const tables = await readTables(files);
  const sources = tables.filter((table) => hasColumns(table, columns));
  const problems: RecordProblem[] = [];
  const items = new Map<string, Item>();
  const unkeyed: string[] = [];
  let alike = 0;
  for (const row of sources.flatMap(({ rows }) => rows)) {
    const id = row.text("ID");
    const version = versions[id.split("-").at(-1) ?? ""];
    const keyOf = (column: string) => ids.find((letter) => letter === row.text(column).toLowerCase());
    const gh = keyOf("gh_key") ?? (version === "ghana" ? keyOf("Answer Key") : undefined);
    const us = keyOf("us_key") ?? (version === "us" ? keyOf("Answer Key") : undefined);
    const named = version === "ghana" ? gh : version === "us" ? us : undefined;
    const problem =
      version === undefined
        ? `ID "${id}": expected one that ends in GH, US or UN`
        : items.has(id)
          ? `ID "${id}" stands twice, the first is kept`
          : gh !== undefined && gh === us
            ? `ID "${id}": both pools have the key ${gh.toUpperCase()}, which distinguishes nothing`
            : version !== "unspecified" && named === undefined
              ? `ID "${id}": Answer Key "${row.text("Answer Key")}", expected A to D`
              : null;
    const texts = ids.map((letter) => row.text(`Option ${letter.toUpperCase()}`).toLowerCase());
    if (new Set(texts).size < ids.length) alike += 1;
    if (problem === null && version === "unspecified" && (gh === undefined || us === undefined)) {
      unkeyed.push(id);
      continue;
    }
    if (problem !== null || version === undefined) {
      problems.push({ place: row.place, problem: problem ?? "no version", dropped: true });
      continue;
    }
    items.set(id, {
      id,
      group: id,
      // the first number is the seed; its versions are resampled together
      cluster: id.split("-")[0] ?? id,
      language: "en",
      stimulus: [],
      question: row.text("Question"),
      format: {
        kind: "choice",
        options: ids.map((letter) => ({ id: letter, text: row.text(`Option ${letter.toUpperCase()}`) })),
      },
      optOuts: [],
      gold: {
        kind: "per-population",
        keys: { ...(gh === undefined ? {} : { GH: gh }), ...(us === undefined ? {} : { US: us }) },
      },
      attributes: { version },
      record: {},
    });
  }
  if (unkeyed.length > 0)
    problems.push({
      place: "versions that name no country",
      problem: `${unkeyed.length} without gh_key and us_key, which their scoring needs: ${unkeyed.join(", ")}`,
      dropped: true,
    });
  const seeds = Map.groupBy(items.values(), ({ cluster }) => cluster);
  const partial = [...seeds].filter(
    ([, own]) => new Set(own.map(({ attributes }) => attributes.version)).size < Object.keys(versions).length,
  );
  if (partial.length > 0)
    problems.push({
      place: "question seeds",
      problem: `${partial.length} lack one of the versions ${Object.keys(versions).join(", ")}: ${partial.map(([seed]) => seed).join(", ")}`,
      dropped: false,
    });
  if (alike > 0)
    problems.push({
      place: "options",
      problem: `${alike} items have equal or empty options, expected four different texts`,
      dropped: false,
    });
  if (items.size === 0)
    throw new RefractError(
      "invalid-input",
      `no items: expected a table with ${columns.join(", ")}; found ${describeTables(tables)}${problems[0] === undefined ? "" : `; ${problems[0].place}: ${problems[0].problem}`}`,
    );
  return {
    items: [...items.values()],
    problems,
    dataVersion: `${items.size} items`,
    synthetic: sources.some(({ name }) => /(^|\/)made_/.test(name)),
  };
}
