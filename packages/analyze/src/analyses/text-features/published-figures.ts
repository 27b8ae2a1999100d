import { absent, type Cell, createTable, numberCell, type Table } from "@refract/report";
import type { LeastSquaresFit } from "@refract/stats";

/** What is known of a regression of the paper (prism-analysis section 4); null where the figure is not public. */
interface PublishedRegression {
  readonly rows: number;
  readonly rSquared: number | null;
  readonly intercept: number | null;
  readonly slope: number | null;
}

const published: Readonly<Record<string, PublishedRegression>> = {
  length: { rows: 64_952, rSquared: 0.027, intercept: 56.8586, slope: 0.0151 },
  form: { rows: 29_706, rSquared: 0.051, intercept: null, slope: null },
  phrases: { rows: 30_049, rSquared: null, intercept: null, slope: null },
  "command-length": { rows: 841, rSquared: 0.029, intercept: 60.0951, slope: 0.0125 },
  "command-form": { rows: 4_349, rSquared: null, intercept: null, slope: null },
};

/** The regressions beside the paper's, whose responses are PRISM's: other data have other figures. */
export function publishedFigures(
  models: readonly { readonly id: string; readonly title: string; readonly fit: LeastSquaresFit | null }[],
  n: string,
): Table {
  const unknown = "not public";
  return createTable({
    id: "published",
    title: "Beside the paper",
    caption:
      "The paper's figures are of PRISM's release. Which responses of command and GPT-4 they are of is our reading of their numbers; phrases need the lists of the paper.",
    n,
    columns: [
      { name: "model", title: "Model", kind: "text" },
      { name: "rows", title: "Responses", kind: "integer" },
      { name: "published_rows", title: "Paper", kind: "integer" },
      { name: "r_squared", title: "R²", kind: "number", digits: 3 },
      { name: "published_r_squared", title: "Paper", kind: "number", digits: 3 },
      { name: "intercept", title: "Intercept", kind: "number", digits: 4 },
      { name: "published_intercept", title: "Paper", kind: "number", digits: 4 },
      { name: "slope", title: "Points a character", kind: "number", digits: 4 },
      { name: "published_slope", title: "Paper", kind: "number", digits: 4 },
    ],
    rows: models.flatMap(({ id, title, fit }): readonly (readonly Cell[])[] => {
      const paper = published[id];
      if (paper === undefined) return [];
      const estimateOf = (name: string) => fit?.coefficients.find((one) => one.name === name)?.estimate;
      const ours = (value: number | null | undefined) => numberCell(value, fit?.problem ?? "not estimated");
      return [
        [
          title,
          fit === null ? absent("not estimated") : fit.rows,
          paper.rows,
          ours(fit?.rSquared),
          numberCell(paper.rSquared, unknown),
          ours(estimateOf("(intercept)")),
          numberCell(paper.intercept, unknown),
          ours(estimateOf("characters")),
          numberCell(paper.slope, unknown),
        ],
      ];
    }),
  });
}
