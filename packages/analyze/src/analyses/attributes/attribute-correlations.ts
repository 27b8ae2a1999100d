import { absent, type Block, type Cell, type ChartRow, createTable, heatmap } from "@refract/report";
import { adjustPValues, completeLinkage, correlationMatrix, matrixFromRows } from "@refract/stats";
import type { AttributeValues } from "./load-attributes.ts";

export interface CorrelationsOptions {
  readonly id: string;
  readonly title: string;
  readonly n: string;
  /** What a row is: "people", "conversations". */
  readonly rows: string;
  /** Person of each row and the seed of draws; null where every row is a person. */
  readonly people: { readonly of: ArrayLike<number>; readonly seed: string } | null;
}

/**
 * Pearson correlations of sliders, pairwise complete, in the order of a complete-linkage clustering by 1 - r. Pairs without a
 * correlation (one slider constant, or too few rows) count as unrelated for the order and say so in the table.
 */
export function attributeCorrelations(
  attributes: readonly AttributeValues[],
  options: CorrelationsOptions,
): readonly Block[] {
  const { cells } = correlationMatrix(
    attributes.map(({ column, values }) => ({ name: column.name, values })),
    options.people === null ? {} : { clusters: options.people },
  );
  const distances = cells.map((row, i) =>
    row.map(({ coefficient }, j) => (i === j ? 0 : 1 - (coefficient ?? 0))),
  );
  const { order } = completeLinkage(matrixFromRows(distances));
  const names = order.map((place) => attributes[place]?.column.name ?? "");
  const pairs = order.flatMap((i, line) => order.slice(0, line).map((j) => ({ i, j, cell: cells[i]?.[j] })));
  const adjusted = adjustPValues(
    pairs.map(({ cell }) => cell?.pValue ?? null),
    "benjamini-hochberg",
  );
  const rows = pairs.map(({ i, j, cell }, place): readonly Cell[] => {
    const why = absent(cell?.problem ?? "no correlation");
    return [
      attributes[i]?.column.name ?? "",
      attributes[j]?.column.name ?? "",
      cell?.coefficient ?? why,
      cell?.interval?.[0] ?? why,
      cell?.interval?.[1] ?? why,
      cell?.pValue ?? why,
      adjusted[place] ?? why,
      cell?.count ?? 0,
    ];
  });
  const drawn = order.flatMap((i) =>
    order.flatMap((j): ChartRow[] => {
      const estimate = i === j ? 1 : cells[i]?.[j]?.coefficient;
      return estimate === null || estimate === undefined
        ? []
        : [{ row: attributes[i]?.column.name ?? "", column: attributes[j]?.column.name ?? "", r: estimate }];
    }),
  );
  const method = `Pearson correlation over ${options.rows} that have both; order by complete linkage of 1 − r`;
  return [
    heatmap({
      id: options.id,
      title: options.title,
      caption: "Blue: both are rated high together; orange: one high where the other is low.",
      method,
      n: options.n,
      data: drawn,
      x: { field: "column", title: "" },
      y: { field: "row", title: "" },
      value: { field: "r", title: "r", format: ".2f" },
      colours: "diverging",
      domain: [-1, 1],
      xOrder: names,
      yOrder: names,
    }),
    createTable({
      id: `${options.id}-table`,
      title: `${options.title}: every pair`,
      caption: `${method}. Intervals are Fisher's${options.people === null ? "" : `, from leaving out each person, who has several ${options.rows}, and below 200 people from 1,000 wild cluster draws (MacKinnon, Nielsen and Webb 2023) of unrelated sliders`}; p after Benjamini and Hochberg over the pairs of this table, intervals are not corrected.`,
      n: options.n,
      columns: [
        { name: "first", title: "First", kind: "text" },
        { name: "second", title: "Second", kind: "text" },
        { name: "r", title: "r", kind: "number" },
        { name: "lower", title: "from", kind: "number" },
        { name: "upper", title: "to", kind: "number" },
        { name: "p_value", title: "p", kind: "p-value" },
        { name: "p_adjusted", title: "p (Benjamini-Hochberg)", kind: "p-value" },
        { name: "pairs", title: "Pairs", kind: "integer" },
      ],
      rows,
      shown: 12,
    }),
  ];
}
