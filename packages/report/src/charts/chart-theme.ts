import type { ChartJson } from "../blocks.ts";

/**
 * Colours for groups and models, safe for colour-blind readers (Okabe and Ito 2008, the black one left out, which a dark page
 * hides). A name keeps its colour in every chart that is given the same ordered domain.
 */
export const categoryColours: readonly string[] = Object.freeze([
  "#0072b2",
  "#e69f00",
  "#009e73",
  "#cc79a7",
  "#56b4e9",
  "#d55e00",
  "#b8a800",
  "#7a6fb0",
  "#8a8f98",
]);

/** Mixed into the colours of a second and third round, so that they are not taken for those of the first. */
const roundTints = ["#000000", "#ffffff"] as const;

/** The colour of a place in an ordered domain; the first 27 differ. */
export function categoryColour(place: number): string {
  const base = categoryColours[place % categoryColours.length] ?? "#8a8f98";
  const round = Math.floor(place / categoryColours.length) % (roundTints.length + 1);
  const tint = roundTints[round - 1];
  if (tint === undefined) return base;
  const parts = [1, 3, 5].map((start) => {
    const [own, mixed] = [base, tint].map((colour) => Number.parseInt(colour.slice(start, start + 2), 16));
    return Math.round(0.55 * (own ?? 0) + 0.45 * (mixed ?? 0))
      .toString(16)
      .padStart(2, "0");
  });
  return `#${parts.join("")}`;
}

/** Low, middle and high of diverging values: orange and blue, never red against green; the middle is a grey that shows on white. */
export const divergingColours: readonly string[] = Object.freeze([
  "#8f3b00",
  "#e39a64",
  "#dedcd6",
  "#6fa9d2",
  "#00497a",
]);

/** Low to high. */
export const sequentialColours: readonly string[] = Object.freeze([
  "#dfeaf2",
  "#8fbcd9",
  "#0072b2",
  "#003a5c",
]);

/** Text on cells: dark ink, or paper where the cell is dark. */
export const ink = "#1c1f23";
export const paper = "#ffffff";

/** The name is in quotes, for a name with a number is none without them. */
export const chartFont = "'Source Sans 3', system-ui, sans-serif";

/** The look of every chart: quiet grid, our faces with the reader's own behind them, nothing that needs a network. */
export const chartConfig: { readonly [key: string]: ChartJson } = Object.freeze({
  background: paper,
  font: chartFont,
  padding: 8,
  view: { stroke: null },
  axis: {
    labelColor: "#33373d",
    titleColor: "#33373d",
    labelFontSize: 13,
    titleFontSize: 13,
    titleFontWeight: "normal",
    gridColor: "#e4e6e9",
    domainColor: "#9aa0a8",
    tickColor: "#9aa0a8",
    labelLimit: 240,
    // titles stand beyond the longest label; Vega's own limit of 200 pixels puts them among long names
    maxExtent: 4000,
  },
  legend: {
    labelColor: "#33373d",
    titleColor: "#33373d",
    labelFontSize: 13,
    titleFontSize: 13,
    titleFontWeight: "normal",
    labelLimit: 260,
  },
  header: {
    labelColor: "#33373d",
    titleColor: "#33373d",
    labelFontSize: 13,
    titleFontSize: 13,
    titleFontWeight: "normal",
  },
  range: {
    category: [...categoryColours],
    diverging: [...divergingColours],
    ramp: [...sequentialColours],
    heatmap: [...sequentialColours],
  },
  mark: { color: "#0072b2" },
  rule: { color: "#0072b2" },
});
