import { expect, test } from "vitest";
import type { Chart } from "../blocks.ts";
import { renderChart } from "../render-chart.ts";
import { barChart } from "./bar-chart.ts";
import { boxSummary } from "./box-summary.ts";
import { categoryColours } from "./chart-theme.ts";
import { heatmap } from "./heatmap.ts";
import { histogramChart } from "./histogram-chart.ts";
import { intervalPlot } from "./interval-plot.ts";
import { lineChart } from "./line-chart.ts";
import { rankMoves } from "./rank-moves.ts";
import { scatterPlot } from "./scatter-plot.ts";
import { treemap } from "./treemap.ts";
import { worldMap } from "./world-map.ts";

const facts = { title: "Title", caption: "A caption.", method: "counted", n: "4 people" };
const rows = [
  {
    model: "a & <b>",
    group: "x",
    value: 0.4,
    low: 0.1,
    high: 0.7,
    q1: 0.2,
    q3: 0.6,
    move: 2,
    round: 0,
    to: 1,
    iso: "826",
  },
  {
    model: "a & <b>",
    group: "y",
    value: 0.5,
    low: 0.2,
    high: 0.8,
    q1: 0.3,
    q3: 0.7,
    move: -1,
    round: 1,
    to: 2,
    iso: "840",
  },
  {
    model: "c",
    group: "x",
    value: 0.1,
    low: 0,
    high: 0.3,
    q1: 0.05,
    q3: 0.2,
    move: 0,
    round: 0,
    to: 1,
    iso: "356",
  },
  {
    model: "c",
    group: "y",
    value: 0.9,
    low: 0.8,
    high: 1,
    q1: 0.85,
    q3: 0.95,
    move: -3,
    round: 1,
    to: 2,
    iso: "999",
  },
];
const model = { field: "model", title: "Model" };
const group = { field: "group", title: "Group" };
const value = { field: "value", title: "Value", format: ".0%" };

const star = { ...facts, item: model, group, move: { field: "move", title: "Places" }, starred: "sure" };
const sure = rows.map((row) => ({ ...row, sure: row.move === 2 }));

const charts: readonly Chart[] = [
  barChart({
    ...facts,
    id: "standing-bars",
    data: rows,
    category: group,
    value,
    group: model,
    vertical: true,
  }),
  barChart({
    ...facts,
    id: "bar-facets",
    data: rows,
    category: model,
    value,
    facet: { ...group, columns: 1 },
  }),
  heatmap({
    ...facts,
    id: "cell-facets",
    data: rows.map((row) => ({ ...row, mark: row.move === 2 ? "★" : "" })),
    x: { field: "round", title: "Round" },
    y: model,
    value: { field: "move", title: "Places" },
    colours: "diverging",
    mark: "mark",
    facet: group,
  }),
  lineChart({
    ...facts,
    id: "line-facets",
    data: rows.map((row) => ({ ...row, panel: 10 + 90 * row.round })),
    x: { field: "panel", title: "People" },
    y: value,
    logarithmic: true,
    facet: model,
  }),
  histogramChart({
    ...facts,
    id: "bin-facets",
    data: rows,
    from: { field: "round", title: "From" },
    to: "to",
    count: value,
    facet: model,
  }),
  scatterPlot({
    ...facts,
    id: "point-facets",
    data: rows,
    x: { field: "to", title: "Size" },
    y: value,
    reference: 0.5,
    logarithmic: true,
    facet: group,
  }),
  scatterPlot({
    ...facts,
    id: "rank-points",
    data: rows.slice(0, 2),
    x: { field: "to", title: "There" },
    y: { field: "to", title: "Here" },
    label: "model",
    ranks: true,
  }),
  rankMoves({ ...star, id: "starred-moves", data: sure }),
  barChart({ ...facts, id: "bars", data: rows, category: model, value, group }),
  barChart({ ...facts, id: "stacked-bars", data: rows, category: model, value, group, stacked: true }),
  intervalPlot({
    ...facts,
    id: "intervals",
    data: rows,
    category: model,
    value,
    lower: "low",
    upper: "high",
    group,
    reference: 0.5,
  }),
  heatmap({
    ...facts,
    id: "cells",
    data: rows,
    x: group,
    y: model,
    value,
    colours: "diverging",
    middle: 0.5,
  }),
  boxSummary({
    ...facts,
    id: "boxes",
    data: rows,
    category: model,
    low: "low",
    lowerQuartile: "q1",
    median: value,
    upperQuartile: "q3",
    high: "high",
    group,
  }),
  scatterPlot({
    ...facts,
    id: "points",
    data: rows,
    x: { field: "low", title: "Low" },
    y: value,
    colour: group,
    label: "model",
  }),
  lineChart({
    ...facts,
    id: "lines",
    data: rows,
    x: { field: "round", title: "Turn" },
    y: value,
    band: { lower: "low", upper: "high" },
    group: model,
  }),
  histogramChart({
    ...facts,
    id: "bins",
    data: rows.slice(0, 2),
    from: { field: "round", title: "From" },
    to: "to",
    count: value,
  }),
  rankMoves({
    ...facts,
    id: "moves",
    data: rows,
    item: model,
    group,
    move: { field: "move", title: "Places" },
  }),
  worldMap({ ...facts, id: "map", data: rows, country: "iso", value, logarithmic: true }),
  treemap({ ...facts, id: "tree", data: rows, levels: ["group", "model"], value: "value" }),
];

test.each(charts.map((chart) => [chart.id, chart] as const))(
  "%s are drawn the same twice, with escaped text",
  async (_, chart) => {
    const svg = await renderChart(chart);
    expect(svg).toMatch(/^<svg /);
    expect(svg).not.toContain("<b>");
    expect(svg).not.toMatch(/NaN|undefined/);
    expect(svg.match(/<(path|rect|text)\b/g)?.length).toBeGreaterThan(3);
    expect(await renderChart(chart)).toBe(svg);
  },
);

test("as many regions of a treemap as there are names have a colour of their own", () => {
  const data = Array.from({ length: 27 }, (_, place) => ({ group: `g${place}`, model: "m", value: 1 }));
  const { spec } = treemap({ ...facts, id: "regions", data, levels: ["group", "model"], value: "value" });
  const [{ range }] = spec.scales as readonly [{ readonly range: readonly string[] }];
  expect(range.slice(0, 9)).toEqual(categoryColours);
  expect(range.every((colour) => /^#[0-9a-f]{6}$/.test(colour))).toBe(true);
  expect(new Set(range).size).toBe(27);
});

test("a chart that names data elsewhere is refused, and nothing is fetched", async () => {
  const [bars] = charts;
  if (bars === undefined) throw new Error("a chart");
  const spec = { ...bars.spec, data: { url: "http://127.0.0.1:9/x.json" } };
  await expect(renderChart({ ...bars, spec })).rejects.toThrow();
});

test("a name keeps its colour whatever rows there are, given the same order", async () => {
  const order = ["x", "y"];
  const both = barChart({
    ...facts,
    id: "both",
    data: rows,
    category: model,
    value,
    group,
    groupOrder: order,
  });
  const one = barChart({
    ...facts,
    id: "one",
    data: rows.filter((row) => row.group === "y"),
    category: model,
    value,
    group,
    groupOrder: order,
  });
  expect((await renderChart(both)).includes("#e69f00")).toBe(true);
  expect((await renderChart(one)).includes("#e69f00")).toBe(true);
  expect((await renderChart(one)).match(/fill="#0072b2"/g)?.length ?? 0).toBeLessThanOrEqual(1);
});

test("a legend of more than thirty names is drawn with all of them", async () => {
  const names = Array.from({ length: 41 }, (_, place) => `topic number ${place}`);
  const data = names.map((name, place) => ({ name, x: place, y: place }));
  const svg = await renderChart(
    scatterPlot({
      ...facts,
      id: "many",
      data,
      x: { field: "x", title: "" },
      y: { field: "y", title: "" },
      colour: { field: "name", title: "Topic" },
    }),
  );
  for (const name of names) expect(svg).toContain(`>${name}</text>`);
});

test("a map shows countries without a value in grey", async () => {
  const map = charts.find(({ id }) => id === "map");
  if (map === undefined) throw new Error("a map");
  const svg = await renderChart(map);
  expect(svg.match(/fill="#dfe2e6"/g)?.length).toBeGreaterThan(150);
});

test("a chart is one picture with one text, and its marks have no roles", async () => {
  const [bars] = charts;
  if (bars === undefined) throw new Error("a chart");
  const svg = await renderChart(bars);
  expect(svg.match(/ role="/g)).toHaveLength(1);
  expect(svg).toContain('role="img" aria-label="Title. A caption."');
});

test("moves beyond chance carry a star, not only a colour", async () => {
  const svg = await renderChart(rankMoves({ ...star, id: "stars", data: sure }));
  const labels = Array.from(
    svg.matchAll(/<text [^>]*font-size="11px"[^>]*><title>[^<]*<\/title>([^<]*)<\/text>/g),
    (found) => found[1],
  );
  expect(labels.toSorted()).toEqual(["0", "+2*", "−1", "−3"].toSorted());
});

test("a diverging legend names both ends and the middle, as far to both sides, and dark cells have light text", async () => {
  const svg = await renderChart(rankMoves({ ...star, id: "legend", data: sure }));
  for (const text of ["−3", "0", "+3"]) expect(svg).toContain(`>${text}</text>`);
  const inks = Array.from(
    svg.matchAll(/<text [^>]*font-size="11px"[^>]*fill="([^"]*)"/g),
    (found) => found[1],
  );
  expect(new Set(inks)).toEqual(new Set(["#1c1f23", "#ffffff"]));
  // the middle of the scale is a grey of its own: dedcd6
  expect(svg).toContain('fill="rgb(222, 220, 214)"');
});

test("half as often is as dark as twice as often, and beyond the ends nothing grows darker or loses its light text", async () => {
  const ratios = [0, 1 / 4, 1 / 2, 1, 2, 4, 16];
  const svg = await renderChart(
    heatmap({
      ...facts,
      id: "ratios",
      data: ratios.map((ratio) => ({ ratio, group: "g", level: `level ${ratio}`, mark: "·" })),
      x: { field: "level", title: "" },
      y: group,
      value: { field: "ratio", title: "Ratio", format: "~r" },
      colours: "diverging",
      middle: 1,
      logarithmic: true,
      domain: [1 / 4, 4],
      mark: "mark",
    }),
  );
  const fills = Array.from(svg.matchAll(/fill="(rgb\([^"]*\))" stroke="#ffffff"/g), (found) => found[1]);
  const [least, less, middle, more, most] = [
    "rgb(143, 59, 0)",
    "rgb(227, 154, 100)",
    "rgb(222, 220, 214)",
    "rgb(111, 169, 210)",
    "rgb(0, 73, 122)",
  ];
  expect(fills).toEqual([least, least, less, middle, more, most, most]);
  const inks = Array.from(
    svg.matchAll(/<text [^>]*fill="([^"]*)"[^>]*>(?:<title>[^<]*<\/title>)?[^<]*·</g),
    (found) => found[1],
  );
  const [dark, light] = ["#1c1f23", "#ffffff"];
  expect(inks).toEqual([light, light, dark, dark, dark, light, light]);
  for (const text of ["≤ 0.25", "1", "≥ 4"]) expect(svg).toContain(`>${text}</text>`);
  expect(() =>
    heatmap({
      ...facts,
      id: "wrong",
      data: rows,
      x: group,
      y: model,
      value,
      colours: "diverging",
      logarithmic: true,
    }),
  ).toThrow(/logarithmic colours .* by 0: expected values above 0/);
});

test("names beside a matrix stand whole, however long", async () => {
  const long = `people of 45 and older, ${"very ".repeat(12)}many, 100`;
  const data = [{ group: long, model: `${long} too`, value: 1 }];
  const svg = await renderChart(
    heatmap({ ...facts, id: "long-names", data, x: group, y: model, value, colours: "sequential" }),
  );
  for (const name of [long, `${long} too`]) expect(svg).toContain(`>${name}</text>`);
  // the title of the lines stands left of the names, not among them
  const offset = /translate\((-[\d.]+),[\d.]+\) rotate\(-90\)[^>]*>Model</.exec(svg)?.[1];
  expect(Number(offset)).toBeLessThan(-400);
  expect(svg).not.toContain("…");
});

test("small multiples have one title each and share their axes", async () => {
  const facets = charts.find(({ id }) => id === "cell-facets");
  if (facets === undefined) throw new Error("facets");
  const svg = await renderChart(facets);
  for (const title of ["x", "y"]) expect(svg.match(new RegExp(`>${title}</text>`, "g"))).toHaveLength(1);
  expect(svg).toContain("★");
});

test("marks say their values beside the pointer, and a cut label its whole text", async () => {
  const long = `a name of ${"very ".repeat(12)}many words <&>`;
  const data = [...rows, { ...(rows[0] ?? {}), model: long, value: 0.25 }];
  const svg = await renderChart(barChart({ ...facts, id: "long", data, category: model, value }));
  expect(svg).toContain("<title>Value: 25%; Model: a name of very");
  const cut = /<text [^>]*><title>([^<]*)<\/title>(a name of [^<]*)…<\/text>/.exec(svg);
  expect(cut?.[1]).toBe(`a name of ${"very ".repeat(12)}many words &lt;&amp;&gt;`);
  expect(cut?.[2]?.length).toBeGreaterThan(25);
  expect(svg).not.toContain("pointer-events");
});

test("the font's name is one that a browser takes", async () => {
  const [bars] = charts;
  if (bars === undefined) throw new Error("a chart");
  expect(await renderChart(bars)).toMatch(
    /font-family="(?:'|&#39;|&apos;)Source Sans 3(?:'|&#39;|&apos;), system-ui/,
  );
});

test.each(charts.map((chart) => [chart.id, chart] as const))(
  "%s is the same picture for names that every object has",
  async (_, chart) => {
    const called: Readonly<Record<string, string>> = { "a & <b>": "constructor", c: "__proto__" };
    const plain: Readonly<Record<string, string>> = { "a & <b>": "constructoR", c: "__prot0__" };
    const drawnWith = async (names: Readonly<Record<string, string>>): Promise<string> => {
      const renamed: Chart = JSON.parse(JSON.stringify(chart), (__, value: unknown) =>
        typeof value === "string" && Object.hasOwn(names, value) ? names[value] : value,
      );
      return renderChart(renamed);
    };
    const svg = await drawnWith(called);
    expect(svg).not.toMatch(/[\u{e0001}\u2060]/u);
    const marks = (drawn: string) => drawn.match(/<(path|rect|text|g|line)\b/g)?.length;
    expect(marks(svg)).toBe(marks(await drawnWith(plain)));
    expect(svg.includes("constructor")).toBe((await drawnWith(plain)).includes("constructoR"));
  },
);
