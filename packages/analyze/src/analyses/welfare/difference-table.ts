import { type Cell, createTable, numberCell, type Table } from "@refract/report";
import { referenceScheme } from "./schemes.ts";
import type { WelfareResult } from "./welfare-tables.ts";

/** Who chooses better for whom, and how sure that is: a row a population and pair of schemes. */
export function differenceTable(result: WelfareResult): Table {
  const digits = result.isShare ? 3 : 2;
  const number = (name: string, title: string, description: string) => ({
    name,
    title,
    kind: "number" as const,
    digits,
    description,
  });
  // what most readers want stands within the rows that are shown
  const first = result.differences.filter(({ against }) => against.name === referenceScheme);
  const rest = result.differences.filter(({ against }) => against.name !== referenceScheme);
  return createTable({
    id: `${result.id}-differences`,
    title: `${result.title}: ${result.base}, differences between schemes`,
    caption: `Mean welfare of one scheme less that of another. 95 % intervals hold the chance of who is in the population and in the pools (linearised, clustered by person) and of the draws. Those who choose and those for whom it is counted are the same people, which favours large panels of everybody.${result.hasFilledGaps ? " Filled scores count as given, which makes intervals too narrow." : ""} Many pairs are compared and nothing is corrected for that.`,
    n: result.n,
    columns: [
      { name: "population", title: "For whom", kind: "text" },
      { name: "scheme", title: "Who chooses", kind: "text" },
      { name: "against", title: "Against", kind: "text" },
      number("difference", "Difference", "mean over draws of the first scheme less that of the second"),
      number("lower", "2.5 %", "lower end of the interval"),
      number("upper", "97.5 %", "upper end of the interval"),
      number("draw_error", "Error of draws", "standard error that the number of panels alone leaves"),
    ],
    rows: [...first, ...rest].map(
      ({ population, scheme, against, difference, interval, drawError }): readonly Cell[] => [
        population.title,
        scheme.title,
        against.title,
        numberCell(difference, "no draw of one of the two has welfare"),
        numberCell(interval.lower, interval.problem ?? "no interval"),
        numberCell(interval.upper, interval.problem ?? "no interval"),
        numberCell(drawError, "fewer than two draws of one of the two have welfare"),
      ],
    ),
    shown: first.length,
  });
}
