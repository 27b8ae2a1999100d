import { absent, type Block, type Cell, type ChartRow, createTable, heatmap } from "@refract/report";
import type { WelfareResult } from "./welfare-tables.ts";

/** Which scheme dominates which: a table with a row a population and scheme, and in how many populations each does so. */
export function dominanceBlocks({ id, title, base, found, n }: WelfareResult): readonly Block[] {
  const { schemes, dominance } = found;
  const titles = schemes.map((scheme) => scheme.title);
  const rule =
    "First-order: sorted by size, every draw of the scheme that dominates is at least its counterpart of the other. Equal draws dominate each other.";
  const data = schemes.flatMap((scheme, row) =>
    schemes.flatMap((other, column): ChartRow[] => {
      const known = dominance.flatMap(({ matrix }) => matrix[row]?.[column] ?? []);
      return row === column || known.length === 0
        ? []
        : [{ dominates: scheme.title, dominated: other.title, populations: known.filter(Boolean).length }];
    }),
  );
  return [
    createTable({
      id: `${id}-dominance-table`,
      title: `${title}: ${base}, which scheme dominates which`,
      caption: `Whether the scheme of the row dominates that of the column. ${rule}`,
      n,
      columns: [
        { name: "population", title: "For whom", kind: "text" },
        { name: "scheme", title: "Who chooses", kind: "text" },
        ...schemes.map((scheme, place) => ({
          // numbered, since names of pools may differ in a hyphen only
          name: `over_${place + 1}_${scheme.name.replaceAll("-", "_")}`,
          title: scheme.title,
          kind: "flag" as const,
        })),
      ],
      rows: dominance.flatMap(({ population, matrix }) =>
        schemes.map((scheme, row): readonly Cell[] => [
          population.title,
          scheme.title,
          ...schemes.map(
            (_, column): Cell =>
              matrix[row]?.[column] ??
              absent(row === column ? "itself" : "a draw without welfare on either side can't be compared"),
          ),
        ]),
      ),
    }),
    ...(data.length === 0
      ? []
      : [
          heatmap({
            id: `${id}-dominance`,
            title: `${title}: ${base}, how often a scheme dominates another`,
            caption: `In how many of ${dominance.length} populations (everybody and the complement of each pool) the scheme of the row dominates that of the column.`,
            method: rule,
            n,
            data,
            x: { field: "dominated", title: "is dominated" },
            y: { field: "dominates", title: "dominates" },
            value: { field: "populations", title: "Populations", format: ".0f" },
            colours: "sequential",
            domain: [0, dominance.length],
            xOrder: titles,
            yOrder: titles,
          }),
        ]),
  ];
}
