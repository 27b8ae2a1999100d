import { absent, type Cell, createTable, numberCell, type Table } from "@refract/report";
import { counted } from "../../analysis/counted.ts";
import { censusCells } from "./census-cells.ts";
import type { CensusCountry } from "./countries.ts";
import { type Rebalanced, wantedPeople } from "./rebalance.ts";

/** All cells of one country, or one row a level of one of the three attributes. */
export function cellTable(country: CensusCountry, result: Rebalanced): Table {
  return createTable({
    id: `census-${country.id}-cells`,
    title: `${country.title}: census and sample by age, ethnicity and sex`,
    caption: `Share of each cell among ${country.censusOf} and among the people of the sample who are in a cell; the difference is sample minus census. Target: floor(census share × ${wantedPeople}) + 1.`,
    n: sizeOf(result),
    columns: [
      { name: "age", title: "Age", kind: "text" },
      { name: "ethnicity", title: "Ethnicity", kind: "text" },
      { name: "sex", title: "Sex", kind: "text" },
      ...figureColumns,
      { name: "target", title: "Target", kind: "integer" },
      {
        name: "drawn",
        title: "Drawn",
        kind: "integer",
        description: "drawn without replacement, or everyone",
      },
    ],
    rows: result.cells.map((cell, place) => {
      const { age = "", ethnicity = "", sex = "" } = censusCells[place] ?? {};
      return [age, ethnicity, sex, ...figuresOf(cell), cell.target, cell.drawn];
    }),
    shown: censusCells.length,
  });
}

/** The same by one attribute at a time. */
export function marginTable(country: CensusCountry, result: Rebalanced): Table {
  const attributes = [
    ["Age", "age"],
    ["Ethnicity", "ethnicity"],
    ["Sex", "sex"],
  ] as const;
  return createTable({
    id: `census-${country.id}`,
    title: `${country.title}: census and sample by one attribute at a time`,
    caption: `Shares among ${country.censusOf} and among the people of the sample who are in a cell; the difference is sample minus census.`,
    n: sizeOf(result),
    columns: [
      { name: "attribute", title: "Attribute", kind: "text" },
      { name: "level", title: "Level", kind: "text" },
      ...figureColumns,
    ],
    rows: attributes.flatMap(([title, name]) =>
      [...new Set(censusCells.map((cell) => cell[name]))].map((level) => {
        const members = result.cells.filter((_, place) => censusCells[place]?.[name] === level);
        const total = (read: (cell: Rebalanced["cells"][number]) => number | null) =>
          members.reduce((sum, cell) => sum + (read(cell) ?? 0), 0);
        return [
          title,
          level,
          ...figuresOf({
            people: total((cell) => cell.people),
            census: total((cell) => cell.census),
            sampled: total((cell) => cell.sampled),
            sample: result.inCells === 0 ? null : total((cell) => cell.sample),
          }),
        ];
      }),
    ),
  });
}

const figureColumns = [
  { name: "census_people", title: "Census, people", kind: "integer" },
  { name: "census_share", title: "Census", kind: "percent", digits: 2 },
  { name: "sample_people", title: "Sample, people", kind: "integer" },
  { name: "sample_share", title: "Sample", kind: "percent", digits: 2 },
  { name: "difference", title: "Difference", kind: "number", digits: 2, unit: "points" },
] as const;

function figuresOf(cell: {
  readonly people: number;
  readonly census: number | null;
  readonly sampled: number;
  readonly sample: number | null;
}): readonly Cell[] {
  const nobody = "nobody of the sample is in a cell";
  return [
    cell.people,
    numberCell(cell.census, "the census counts nobody"),
    cell.sampled,
    numberCell(cell.sample, nobody),
    cell.sample === null || cell.census === null ? absent(nobody) : 100 * (cell.sample - cell.census),
  ];
}

/** How many people both shares rest on. */
export function sizeOf(result: Rebalanced): string {
  return `${result.adults.toLocaleString("en")} adults of the census, ${counted(result.inCells, "person", "people")} of the sample`;
}

/** One row a country: how many people the draw asks for and gets. */
export function drawTable(
  rows: readonly {
    readonly country: CensusCountry;
    readonly result: Rebalanced;
    readonly flagged: number | null;
  }[],
): Table {
  return createTable({
    id: "census-draws",
    title: "Balanced samples",
    caption: `People drawn so that the cells are as in the census. The targets of ${censusCells.length} cells add up to more than ${wantedPeople}, since every cell gets at least one; cells with too few people give everyone.`,
    n: counted(
      rows.reduce((sum, { result }) => sum + result.inCells + result.outside, 0),
      "person",
      "people",
    ),
    columns: [
      { name: "country", title: "Country", kind: "text" },
      { name: "adults", title: "Adults of the census", kind: "integer" },
      { name: "people", title: "People of the sample", kind: "integer" },
      {
        name: "in_no_cell",
        title: "In no cell",
        kind: "integer",
        description: "other gender, or age, gender or ethnicity not disclosed",
      },
      { name: "target", title: "Asked for", kind: "integer" },
      { name: "drawn", title: "Drawn", kind: "integer" },
      {
        name: "flagged",
        title: "Flagged in the data",
        kind: "integer",
        description: "people the dataset itself marks as in its representative sample",
      },
    ],
    rows: rows.map(({ country, result, flagged }) => [
      country.title,
      result.adults,
      result.inCells + result.outside,
      result.outside,
      result.cells.reduce((sum, cell) => sum + cell.target, 0),
      result.drawnIds.length,
      numberCell(flagged, `the survey has no column ${country.flag}`),
    ]),
  });
}

/** Who was drawn, for use elsewhere. */
export function drawnTable(country: CensusCountry, result: Rebalanced, seed: string): Table {
  return createTable({
    id: `census-${country.id}-drawn`,
    title: `${country.title}: people drawn`,
    caption: `The people of the balanced sample, in the order of their ids. Drawn with the seed ${seed}; another generator than the one behind published flags draws other people of the same cells. The table's file makes them a population of other chapters: in groups.yaml, where: [{column: user_id, listed: tables/census/census-${country.id}-drawn.csv}].`,
    n: counted(result.drawnIds.length, "person", "people"),
    columns: [{ name: "user_id", title: "Person", kind: "text" }],
    rows: result.drawnIds.map((id) => [id]),
    shown: 3,
  });
}
