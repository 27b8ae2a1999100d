import type { Item } from "@refract/core";
import type { TableRow } from "../record-table.ts";
import type { Pool } from "./collection/pools.ts";
import type { VersionId } from "./options.ts";

export const optionIds = ["a", "b", "c", "d"] as const;

const endings: Readonly<Record<string, VersionId>> = { GH: "ghana", US: "us", UN: "unspecified" };
const countries: Readonly<Record<string, VersionId>> = {
  ghana: "ghana",
  "united states": "us",
  us: "us",
  usa: "us",
  unspecified: "unspecified",
};

export type VersionMap = Readonly<Record<string, VersionId>>;

/** The version of a row: by the user's map of ID endings, the known endings GH, US and UN, or the user's map of countries. */
export function versionOf(row: TableRow, map: VersionMap): VersionId | undefined {
  const ending = row.text("ID").split("-").at(-1) ?? "";
  return map[ending] ?? endings[ending] ?? map[row.text("Country")];
}

/**
 * The seed of an item. Published IDs begin with its number (`137-5-2-GH`); in those of an own collection it is all but the version
 * (`market-2-GH`).
 */
export function seedOf(id: string, map: VersionMap): string {
  const parts = id.split("-");
  const ending = parts.at(-1) ?? "";
  const isVersion = parts.length > 1 && (map[ending] ?? endings[ending]) !== undefined;
  const [first = id, ...rest] = isVersion ? parts.slice(0, -1) : parts;
  return [first, ...rest].every((part) => /^\d+$/.test(part)) ? first : [first, ...rest].join("-");
}

/** What the column `Country` says of the version; null where it says nothing that is known. */
export function versionOfCountry(row: TableRow, map: VersionMap): VersionId | null {
  const country = row.text("Country");
  return map[country] ?? countries[country.toLowerCase()] ?? null;
}

/** An option id in a column of letters; undefined for anything but A to D. */
export function keyIn(row: TableRow, column: string): string | undefined {
  return optionIds.find((id) => id === row.text(column).toLowerCase());
}

export function itemOf(
  row: TableRow,
  version: VersionId,
  keys: Readonly<Partial<Record<Pool, string>>>,
  map: VersionMap,
): Item {
  const id = row.text("ID");
  const hint = row.text("hint_type");
  return {
    id,
    group: id,
    // the versions of a seed are resampled together
    cluster: seedOf(id, map),
    language: "en",
    stimulus: [],
    question: row.text("Question"),
    format: {
      kind: "choice",
      options: optionIds.map((letter) => ({ id: letter, text: optionText(row, letter) })),
    },
    optOuts: [],
    gold: {
      kind: "per-population",
      keys: {
        ...(keys.GH === undefined ? {} : { GH: keys.GH }),
        ...(keys.US === undefined ? {} : { US: keys.US }),
      },
    },
    attributes: { version, ...(hint === "" ? {} : { hint }) },
    record: {},
  };
}

export function optionText(row: TableRow, id: string): string {
  return row.text(`Option ${id.toUpperCase()}`);
}
