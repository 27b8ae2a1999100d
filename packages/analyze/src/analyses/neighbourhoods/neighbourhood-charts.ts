import { barChart, type Chart, scatterPlot } from "@refract/report";
import { counted } from "../../analysis/counted.ts";
import type { Mode } from "../../mode.ts";
import type { MixedAt } from "./neighbourhood-tables.ts";
import type { TextClusters } from "./prompt-neighbourhoods.ts";

const distanceField = { field: "distance", title: "Distance" };

/** Most neighbourhoods have a handful of prompts and a few very many: single sizes first, then ranges. */
const sizeBins = [
  ["2", 2],
  ["3", 3],
  ["4", 4],
  ["5", 5],
  ["6-10", 10],
  ["11-20", 20],
  ["21-50", 50],
  ["51+", Number.POSITIVE_INFINITY],
] as const;

/** How large neighbourhoods of prompts are at each distance; none when there is none. */
export function sizeCharts(clusters: readonly TextClusters[]): readonly Chart[] {
  const sizes = clusters.map(({ tau, found }) => ({
    tau,
    sizes: found.neighbourhoods.map(({ members }) => members.length),
  }));
  if (sizes.every((one) => one.sizes.length === 0)) return [];
  return [
    barChart({
      id: "neighbourhood-sizes",
      title: "Sizes of neighbourhoods",
      caption: "Neighbourhoods by the number of prompts in them, at each cosine distance.",
      method: "single-link clusters of at least 2 prompts by at least 2 people",
      n: sizes.map((one) => `${counted(one.sizes.length, "neighbourhood")} at ${one.tau}`).join(", "),
      data: sizes.flatMap((one) =>
        sizeBins.map(([prompts, last], place) => {
          const before = sizeBins[place - 1]?.[1] ?? 0;
          return {
            distance: String(one.tau),
            prompts,
            neighbourhoods: one.sizes.filter((size) => size > before && size <= last).length,
          };
        }),
      ),
      category: { field: "prompts", title: "Prompts in the neighbourhood" },
      value: { field: "neighbourhoods", title: "Neighbourhoods", format: "d" },
      group: distanceField,
      vertical: true,
    }),
  ];
}

/** Every neighbourhood by its size and how mixed its authors are; none without attributes. */
export function entropyCharts(all: readonly MixedAt[], mode: Mode): readonly Chart[] {
  const data = all.flatMap(({ clusters, mixed }) =>
    mixed.groups.flatMap(({ size, adjustedSum, position }) =>
      adjustedSum === null
        ? []
        : [
            {
              distance: String(clusters.tau),
              prompts: size,
              adjusted_entropy: adjustedSum,
              position: position ?? "within",
            },
          ],
    ),
  );
  if (data.length === 0) return [];
  return [
    scatterPlot({
      id: "neighbourhood-entropy-by-size",
      title: "How mixed neighbourhoods are, by size",
      caption: `Each point is a neighbourhood: the sum over attributes of its adjusted entropy (H - E) / E. The dashed line is chance; below it the authors are more alike than random ones. Colour: against ${
        mode === "published" ? "the published band" : "the range of 99 % of random groups of that size"
      }.`,
      method: "entropy of the authors' levels, E expected of as many random prompts",
      n: all
        .map(
          ({ clusters }) =>
            `${counted(clusters.found.neighbourhoods.length, "neighbourhood")} at ${clusters.tau}`,
        )
        .join(", "),
      data,
      x: { field: "prompts", title: "Prompts" },
      y: { field: "adjusted_entropy", title: "Adjusted entropy, all attributes" },
      colour: { field: "position", title: "Against chance" },
      colourOrder: ["within", "below", "above"],
      reference: 0,
      logarithmic: true,
      facet: { ...distanceField, title: "Cosine distance" },
    }),
  ];
}

/** On how many attributes neighbourhoods are all alike, as shares of neighbourhoods and of their prompts. */
export function uniformCharts(all: readonly MixedAt[]): readonly Chart[] {
  const data = all.flatMap(({ clusters, mixed }) => {
    const prompts = mixed.groups.reduce((sum, { size }) => sum + size, 0);
    return mixed.groups.length === 0 || mixed.attributes.length === 0
      ? []
      : Array.from({ length: mixed.attributes.length + 1 }, (_, alike) => {
          const members = mixed.groups.filter(({ uniformAttributes }) => uniformAttributes === alike);
          const inside = members.reduce((sum, { size }) => sum + size, 0);
          return [
            { of: "neighbourhoods", share: members.length / mixed.groups.length },
            { of: "prompts in them", share: inside / prompts },
          ].map((one) => ({ distance: String(clusters.tau), alike: String(alike), ...one }));
        }).flat();
  });
  if (data.length === 0) return [];
  return [
    barChart({
      id: "neighbourhood-uniform",
      title: "Attributes on which neighbourhoods are alike",
      caption:
        "Share of neighbourhoods, and of the prompts in them, whose authors all have the same level on so many attributes.",
      method: "attributes of the authors of all prompts of a neighbourhood",
      n: all
        .map(
          ({ clusters }) =>
            `${counted(clusters.found.neighbourhoods.length, "neighbourhood")} at ${clusters.tau}`,
        )
        .join(", "),
      data,
      category: { field: "alike", title: "Attributes alike" },
      value: { field: "share", title: "Share", format: ".0%" },
      group: { field: "of", title: "Share of" },
      vertical: true,
      facet: { ...distanceField, title: "Cosine distance" },
    }),
  ];
}
