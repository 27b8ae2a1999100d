import { barChart, type Chart, heatmap } from "@refract/report";
import { censusCells } from "./census-cells.ts";
import { sizeOf } from "./census-tables.ts";
import type { CensusCountry } from "./countries.ts";
import type { Rebalanced } from "./rebalance.ts";

const shortAge = (age: string): string => age.replace(" years old", "");

/** Sample less census in each cell, and ages side by side; none where nobody is in a cell. */
export function censusCharts(country: CensusCountry, result: Rebalanced): readonly Chart[] {
  const cells = result.cells.flatMap(({ census, sample }, place) => {
    const cell = censusCells[place];
    return cell === undefined || census === null || sample === null
      ? []
      : [
          {
            ...cell,
            band: shortAge(cell.age),
            census_share: census,
            sample_share: sample,
            difference: 100 * (sample - census),
          },
        ];
  });
  if (cells.length === 0) return [];
  const method = `shares of ${censusCells.length} cells of age, ethnicity and sex among people who are in one`;
  const sum = (band: string, share: "census_share" | "sample_share") =>
    cells.reduce((total, cell) => total + (cell.band === band ? cell[share] : 0), 0);
  return [
    heatmap({
      id: `census-${country.id}-differences`,
      title: `${country.title}: sample less census`,
      caption: `Percentage points by which a cell is larger (blue) or smaller (orange) in the sample than among ${country.censusOf}.`,
      method,
      n: sizeOf(result),
      data: cells,
      x: { field: "ethnicity", title: "" },
      y: { field: "band", title: "" },
      value: { field: "difference", title: "Points", format: "+.1f" },
      colours: "diverging",
      facet: { field: "sex", title: "" },
    }),
    barChart({
      id: `census-${country.id}-ages`,
      title: `${country.title}: ages of sample and census`,
      caption: `Share of each age band in the sample and among ${country.censusOf}.`,
      method,
      n: sizeOf(result),
      data: [...new Set(cells.map(({ band }) => band))].flatMap((band) => [
        { band, of: "census", share: sum(band, "census_share") },
        { band, of: "sample", share: sum(band, "sample_share") },
      ]),
      category: { field: "band", title: "Age" },
      value: { field: "share", title: "Share", format: ".0%" },
      group: { field: "of", title: "Share of" },
      groupOrder: ["census", "sample"],
      vertical: true,
    }),
  ];
}
