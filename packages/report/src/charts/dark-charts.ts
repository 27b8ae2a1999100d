import { paper } from "./chart-theme.ts";

/**
 * What dark pages show in the place of the colours that charts are drawn in: words, lines and quiet greys turned round, colours of
 * names lightened. Cells keep their colours and the numbers on them, so that both are read as in the legend. The drawing itself stays
 * light: a downloaded one looks as on paper.
 */
const darkened: readonly (readonly [light: string, dark: string])[] = [
  ["#33373d", "#ddd5c8"],
  ["#000", "#ddd5c8"],
  ["#000000", "#ddd5c8"],
  ["#6b7078", "#a09a8e"],
  ["#9aa0a8", "#6f695e"],
  ["#e4e6e9", "#3a352d"],
  ["#ddd", "#3a352d"],
  ["#888", "#6f695e"],
  ["#dfe2e6", "#4a453c"],
];

/** Colours of names that are too dark beside a dark page. Vega writes those of cells as `rgb(…)`, so cells are left alone. */
const lightened: readonly (readonly [light: string, dark: string])[] = [
  ["#0072b2", "#4aa8e0"],
  ["#009e73", "#2fbf96"],
  ["#7a6fb0", "#a79ddb"],
  ["#d55e00", "#f0843c"],
];

const card = "#211e1a";

function repaint([light, dark]: readonly [light: string, dark: string]): string {
  return `.drawing [fill="${light}"]{fill:${dark}}.drawing [stroke="${light}"]{stroke:${dark}}`;
}

/** Rules for a dark screen. */
export const darkChartStyle: string = [
  `.drawing{background:${card}}.drawing svg>rect[fill="${paper}"]{fill:${card}}.drawing [stroke="${paper}"]{stroke:${card}}`,
  ...darkened.map(repaint),
  ...lightened.map(repaint),
].join("");
