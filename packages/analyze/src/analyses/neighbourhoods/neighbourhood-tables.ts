import { createTable, numberCell, type Table } from "@refract/report";
import { mean, standardDeviation } from "@refract/stats";
import { counted } from "../../analysis/counted.ts";
import type { Groups } from "../../groups/groups.ts";
import type { Mode } from "../../mode.ts";
import type { MixedNeighbourhoods } from "./mixed-neighbourhoods.ts";
import type { TextClusters } from "./prompt-neighbourhoods.ts";

export interface MixedAt {
  readonly clusters: TextClusters;
  readonly mixed: MixedNeighbourhoods;
}

/** Clusters and neighbourhoods at each distance. */
export function clusterTable(
  what: "prompt" | "response",
  clusters: readonly TextClusters[],
  records: number,
  mode: Mode,
): Table {
  const published = mode === "published";
  return createTable({
    id: `${what}-neighbourhoods`,
    title: `Neighbourhoods of ${what}s`,
    caption: `Single-link clusters by cosine distance. A neighbourhood has at least 2 ${what}s and 2 people. Share: ${
      published
        ? `neighbourhoods over all ${what}s, as published`
        : `${what}s in neighbourhoods over all ${what}s`
    }.`,
    n: `${records} ${what}s`,
    columns: [
      { name: "tau", title: "Distance", kind: "number", digits: 3 },
      { name: "clusters", title: "Clusters", kind: "integer" },
      { name: "singletons", title: "Singletons", kind: "integer" },
      { name: "non_singletons", title: "Of several", kind: "integer" },
      { name: "neighbourhoods", title: "Neighbourhoods", kind: "integer" },
      {
        name: "records_inside",
        title: `${what === "prompt" ? "Prompts" : "Responses"} inside`,
        kind: "integer",
      },
      { name: "share", title: "Share", kind: "percent", digits: 2 },
      { name: "k_mean", title: "Mean size", kind: "number" },
      { name: "k_sd", title: "SD", kind: "number", description: "Divisor n - 1" },
      { name: "k_max", title: "Largest", kind: "integer" },
    ],
    rows: clusters.map(({ tau, found }) => {
      const sizes = found.neighbourhoods.map(({ members }) => members.length);
      const none = "no neighbourhood";
      return [
        tau,
        found.clusters,
        found.singletons,
        found.clusters - found.singletons,
        sizes.length,
        found.recordsInside,
        (published ? sizes.length : found.recordsInside) / records,
        numberCell(sizes.length > 0 ? mean(sizes) : null, none),
        numberCell(sizes.length > 1 ? standardDeviation(sizes) : null, "fewer than two neighbourhoods"),
        numberCell(sizes.length > 0 ? Math.max(...sizes) : null, none),
      ];
    }),
  });
}

/** Adjusted entropies, an attribute and all together, and where neighbourhoods lie against chance. */
export function entropyTable(all: readonly MixedAt[], groups: Groups, mode: Mode): Table {
  return createTable({
    id: "neighbourhood-entropies",
    title: "How mixed neighbourhoods are",
    caption: `Adjusted entropy (H - E) / E of the authors' levels, E expected of as many random prompts: 0 is as mixed as chance, -1 all alike. "All attributes" is their sum. Topic and participant stand apart. Position by ${
      mode === "published"
        ? "the published band, ±2.56 s / sqrt(k), which mixes two scales"
        : "the range of 99 % of 1,000 random groups' own sums"
    }.`,
    n: all
      .map(
        ({ clusters }) =>
          `${counted(clusters.found.neighbourhoods.length, "neighbourhood")} at ${clusters.tau}`,
      )
      .join(", "),
    columns: [
      { name: "tau", title: "Distance", kind: "number", digits: 3 },
      { name: "attribute", title: "Attribute", kind: "text" },
      { name: "mean", title: "Mean", kind: "number" },
      { name: "sd", title: "SD", kind: "number", description: "Divisor n - 1" },
      { name: "above", title: "Above", kind: "percent" },
      { name: "within", title: "Within", kind: "percent" },
      { name: "below", title: "Below", kind: "percent" },
      { name: "at_or_above", title: "Within or above", kind: "percent" },
    ],
    rows: all.flatMap(({ clusters, mixed }) => {
      const row = (
        name: string,
        values: readonly (number | null)[],
        positions: readonly (string | null)[] | null,
      ) => {
        const present = values.filter((value) => value !== null);
        const known = (positions ?? []).filter((position) => position !== null);
        const share = (...of: readonly string[]) =>
          numberCell(
            known.length === 0
              ? null
              : known.filter((position) => of.includes(position)).length / known.length,
            positions === null ? "for all attributes together only" : "no neighbourhood",
          );
        return [
          clusters.tau,
          name,
          numberCell(present.length > 0 ? mean(present) : null, "no neighbourhood"),
          numberCell(present.length > 1 ? standardDeviation(present) : null, "fewer than two neighbourhoods"),
          share("above"),
          share("within"),
          share("below"),
          share("above", "within"),
        ];
      };
      return [
        ...mixed.attributes.map((name, place) =>
          row(
            groups.attributes[name]?.title ?? name,
            mixed.groups.map(({ adjusted }) => adjusted[place] ?? null),
            null,
          ),
        ),
        ...(mixed.attributes.length === 0
          ? []
          : [
              row(
                "All attributes",
                mixed.groups.map(({ adjustedSum }) => adjustedSum),
                mixed.groups.map(({ position }) => position),
              ),
            ]),
        ...(mixed.topic === null ? [] : [row("Topic", mixed.topic, null)]),
        row("Participant", mixed.participant, null),
      ];
    }),
  });
}

/** On how many attributes the authors of a neighbourhood are all alike. */
export function uniformTable(all: readonly MixedAt[]): Table {
  return createTable({
    id: "neighbourhood-uniform-attributes",
    title: "Neighbourhoods of people who are alike",
    caption:
      "Neighbourhoods by the number of attributes on which all their prompts' authors have the same level.",
    n: all
      .map(
        ({ clusters }) =>
          `${counted(clusters.found.neighbourhoods.length, "neighbourhood")} at ${clusters.tau}`,
      )
      .join(", "),
    columns: [
      { name: "tau", title: "Distance", kind: "number", digits: 3 },
      { name: "uniform_attributes", title: "Attributes alike", kind: "integer" },
      { name: "neighbourhoods", title: "Neighbourhoods", kind: "integer" },
      { name: "prompts", title: "Prompts", kind: "integer" },
    ],
    rows: all.flatMap(({ clusters, mixed }) =>
      Array.from({ length: mixed.attributes.length + 1 }, (_, alike) => {
        const members = mixed.groups.filter(({ uniformAttributes }) => uniformAttributes === alike);
        return [clusters.tau, alike, members.length, members.reduce((sum, { size }) => sum + size, 0)];
      }),
    ),
  });
}
