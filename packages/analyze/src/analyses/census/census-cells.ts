import { levels, type UkCensusRow } from "@refract/dataset";

/** 6 age bands x 5 ethnicities x 2 sexes (spec prism-analysis, section 6), in the order of the tables. */
const ageBands: readonly string[] = levels.ageLevels.filter((level) => level !== levels.preferNotToSay);
const ethnicities = ["White", "Black", "Asian", "Mixed", "Other"] as const;
const sexes = ["Female", "Male"] as const;

export interface CensusCell {
  readonly age: string;
  readonly ethnicity: string;
  readonly sex: string;
}

export const censusCells: readonly CensusCell[] = Object.freeze(
  ageBands.flatMap((age) =>
    ethnicities.flatMap((ethnicity) => sexes.map((sex) => ({ age, ethnicity, sex }))),
  ),
);

const placeOf = new Map(censusCells.map((cell, place) => [keyOf(cell.age, cell.ethnicity, cell.sex), place]));

/** The cell of a person or a census row; -1 for none: an undisclosed attribute, another gender, a child. */
export function cellOf(age: string, ethnicity: string, sex: string): number {
  return placeOf.get(keyOf(age, ethnicity, sex)) ?? -1;
}

function keyOf(age: string, ethnicity: string, sex: string): string {
  return `${age}|${ethnicity}|${sex}`;
}

/** PRISM's simplified ethnicity has Hispanic apart; the cells count it as Other. */
export function ethnicityOfPerson(simplified: string): string {
  return simplified === "Hispanic" ? "Other" : simplified;
}

/** A census as counts of people a cell; people outside every cell are children or of no band. */
export interface CensusCounts {
  readonly cells: readonly number[];
  readonly people: readonly number[];
}

/** England and Wales by single year of age; only adults are in a cell. */
export function ukCounts(rows: readonly UkCensusRow[]): CensusCounts {
  const counted = rows.flatMap((row) =>
    row.cells.map(({ ethnicity, sex, people }) => ({
      cell: cellOf(bandOfAge(row.age), ethnicity, sex),
      people,
    })),
  );
  return { cells: counted.map(({ cell }) => cell), people: counted.map(({ people }) => people) };
}

function bandOfAge(age: number): string {
  const starts = [18, 25, 35, 45, 55, 65];
  return ageBands[starts.findLastIndex((start) => age >= start)] ?? "under 18";
}

/** Age bands of the American Community Survey; those of children are in no cell. */
const usBands: Readonly<Record<string, string>> = {
  "18 and 19 years": "18-24 years old",
  "20 to 24 years": "18-24 years old",
  "25 to 29 years": "25-34 years old",
  "30 to 34 years": "25-34 years old",
  "35 to 44 years": "35-44 years old",
  "45 to 54 years": "45-54 years old",
  "55 to 64 years": "55-64 years old",
  "65 to 74 years": "65+ years old",
  "75 to 84 years": "65+ years old",
  "85 years and over": "65+ years old",
};

/** Tables of the American Community Survey by the name of their race; the others (Hispanic, islander, native, other) are Other. */
const usEthnicities: Readonly<Record<string, string>> = {
  white: "White",
  black: "Black",
  asian: "Asian",
  mixed: "Mixed",
};

export interface UsCensusRow {
  readonly race: string;
  readonly sex: string;
  readonly ageBand: string;
  readonly people: number;
}

export function usCounts(rows: readonly UsCensusRow[]): CensusCounts {
  return {
    cells: rows.map((row) =>
      cellOf(usBands[row.ageBand] ?? "under 18", usEthnicities[row.race] ?? "Other", row.sex),
    ),
    people: rows.map((row) => row.people),
  };
}

/** Adults in the table of Hispanic people: those of them who gave a race other than white stand in that race's table too. */
export function hispanicAdults(rows: readonly UsCensusRow[]): number {
  return rows
    .filter((row) => row.race === "hispanic" && usBands[row.ageBand] !== undefined)
    .reduce((sum, row) => sum + row.people, 0);
}
