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
): Item {
  const id = row.text("ID");
  const hint = row.text("hint_type");
  return {
    id,
    group: id,
    // the first number is the seed; its versions are resampled together
    cluster: id.split("-")[0] ?? id,
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
