import { notice, paragraph, type Report } from "./blocks.ts";
import { absent } from "./cell.ts";
import { barChart } from "./charts/bar-chart.ts";
import { worldMap } from "./charts/world-map.ts";
import { createTable } from "./table.ts";

const hostile = '<img src=x onerror="alert(1)"> & "quoted" </script>';
const provenance = {
  population: "people with conversations (12 of 15)",
  weights: "none",
  n: "12 people",
  method: "counted",
  mode: "corrected",
  seed: null,
  source: "spec prism-analysis, section 1",
};

/** A report with a block of every kind, made up; its texts try to be markup. */
export function madeReport(): Report {
  const rows = [
    { model: "alpha", share: 0.61, country: "826" },
    { model: hostile, share: 0.39, country: "840" },
  ];
  const facts = { caption: `What ${hostile} shows.`, method: "share of wins", n: "12 people" };
  return {
    title: "A made report",
    subtitle: "Made data, to look at every kind of block",
    facts: [
      ["Dataset", hostile],
      ["Seed", "1"],
    ],
    notices: [notice("warning", "Synthetic data: everything here was made by a program.")],
    sections: [
      {
        id: "first",
        title: "Everything there is",
        summary: "Alpha is ahead of the other model.",
        provenance,
        blocks: [
          paragraph(hostile),
          createTable({
            id: "models",
            title: "Models",
            caption: "A line a model.",
            n: "12 people",
            columns: [
              { name: "model", title: "Model", kind: "text" },
              { name: "score", title: "Score", kind: "number", unit: "points", description: "Mean score." },
              { name: "share", title: "Share", kind: "percent" },
              { name: "p", title: "p", kind: "p-value" },
              { name: "significant", title: "Differs", kind: "flag" },
            ],
            rows: [
              ["alpha", 61.25, 0.61, 0.00001, true],
              [hostile, -0.001, 0.39, absent("one person has no spread"), false],
              ["=1+1", absent("fewer than 20 people"), 0, 0.5, absent("not tested")],
            ],
          }),
          createTable({
            id: "long",
            title: "A long table",
            caption: "Sixty rows.",
            n: "60 rows",
            columns: [{ name: "place", title: "Place", kind: "integer" }],
            rows: Array.from({ length: 60 }, (_, place) => [place]),
          }),
          barChart({
            ...facts,
            id: "shares",
            title: "Shares",
            data: rows,
            category: { field: "model", title: "Model" },
            value: { field: "share", title: "Share", format: ".0%" },
          }),
          worldMap({
            ...facts,
            id: "map",
            title: "Map",
            data: rows,
            country: "country",
            value: { field: "share", title: "Share" },
          }),
          notice("note", "A note."),
        ],
      },
      {
        id: "second",
        title: "What could not be done",
        summary: "This could not be computed.",
        provenance,
        blocks: [notice("impossible", 'utterances: no column "score", and this analysis reads it')],
      },
    ],
  };
}
