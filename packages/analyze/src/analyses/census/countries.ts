import type { SideFiles } from "../../data/side-files.ts";
import { type CensusCounts, hispanicAdults, ukCounts, usCounts } from "./census-cells.ts";

/** A country whose sample is held against its census. */
export interface CensusCountry {
  /** kebab-case, for ids of tables. */
  readonly id: string;
  readonly title: string;
  /** Values of `study_locale`, in lower case. */
  readonly locales: readonly string[];
  /** The survey's flag of people drawn when the data was published. */
  readonly flag: string;
  /** Who the census counts. */
  readonly censusOf: string;
  /** What the reader has to supply. */
  readonly file: string;
  readonly counts: (files: SideFiles["files"]) => CensusCounts | null;
  /** What has to be known before the census is used. */
  readonly note: (files: SideFiles["files"]) => string | null;
}

export const censusCountries: readonly CensusCountry[] = Object.freeze([
  {
    id: "us",
    title: "United States",
    locales: ["us", "usa", "united states"],
    flag: "included_in_US_REP",
    censusOf: "adults of the United States (American Community Survey)",
    file: "census/us_census_long.csv with the columns race, sex, age_band, estimate",
    counts: (files) => {
      const file = files.find((each) => each.kind === "us-census");
      return file === undefined ? null : usCounts(file.rows);
    },
    note: (files) => {
      const file = files.find((each) => each.kind === "us-census");
      return file === undefined
        ? null
        : `The cells of the United States add up to more than its adults: the table of Hispanic people (${hispanicAdults(file.rows).toLocaleString("en")} adults, counted as Other) is added to tables by race that hold many of them already, since only the table of white people leaves them out. Shares of the other ethnicities are therefore a little too low. The tables alone cannot undo this.`;
    },
  },
  {
    id: "uk",
    title: "United Kingdom",
    locales: ["uk", "gb", "united kingdom"],
    flag: "included_in_UK_REP",
    censusOf: "adults of England and Wales (census of 2021)",
    file: "census/uk.csv with the column Age and columns such as “White: Irish, Female 2021 (number)”",
    counts: (files) => {
      const file = files.find((each) => each.kind === "uk-census");
      return file === undefined ? null : ukCounts(file.rows);
    },
    note: (files) =>
      files.some((each) => each.kind === "uk-census")
        ? "The census is that of England and Wales; participants from Scotland and Northern Ireland are held against it too."
        : null,
  },
]);
