import type { ScoredRow, Summary } from "@refract/core";
import { clusteredMean } from "@refract/stats";
import { scoreAmammere } from "./score.ts";

type Cell = Summary["rows"][number][number];

/** Sum and count of points, by seed: a seed's versions and rotations are resampled together. */
type Sums = ReadonlyMap<string, { readonly sum: number; readonly count: number }>;

interface Measure {
  readonly name: string;
  readonly title: string;
  /** First minus second. */
  readonly first: readonly [version: string, metric: string];
  readonly second: readonly [version: string, metric: string];
}

/** Spec amammere, "Scoring". */
const measures: readonly Measure[] = [
  {
    name: "preference-gap",
    title: "Preference gap: US minus Ghana, no country named",
    first: ["unspecified", "share-us"],
    second: ["unspecified", "share-gh"],
  },
  {
    name: "accuracy-gap",
    title: "Accuracy gap: US minus Ghana, country named",
    first: ["us", "accuracy"],
    second: ["ghana", "accuracy"],
  },
  {
    name: "adaptation-gh",
    title: "Adaptation to Ghana: accuracy when named minus share of its key when not",
    first: ["ghana", "accuracy"],
    second: ["unspecified", "share-gh"],
  },
  {
    name: "adaptation-us",
    title: "Adaptation to the US: accuracy when named minus share of its key when not",
    first: ["us", "accuracy"],
    second: ["unspecified", "share-us"],
  },
];

/** Gaps and adaptation, over all rotations asked, with intervals over seeds of questions. */
export function amammereSummaries(rows: readonly ScoredRow[]): readonly Summary[] {
  const respondents = [...new Set(rows.map(({ respondent }) => respondent))];
  return [
    {
      id: "gaps",
      title: "Preference gap and adaptation",
      caption:
        "Differences of shares, over all orders of options that were asked; 95 % intervals over question seeds, Wilson's for the effective number of seeds with Student's t; not corrected for their number. Above 0 in the gaps means nearer to the US pool.",
      columns: [
        { name: "respondent", title: "Respondent", kind: "text" },
        { name: "measure", title: "Measure", kind: "text" },
        { name: "value", title: "Value", kind: "number" },
        { name: "lower", title: "Lower", kind: "number" },
        { name: "upper", title: "Upper", kind: "number" },
        { name: "seeds", title: "Question seeds", kind: "integer" },
      ],
      rows: respondents.flatMap((respondent) => {
        const own = rows.filter((row) => row.respondent === respondent);
        return measures.map((measure): readonly Cell[] => [
          respondent,
          measure.title,
          ...difference(own, measure),
        ]);
      }),
    },
    sharesTable(rows, respondents),
  ];
}

const shares = [
  ["accuracy", "Accuracy"],
  ["share-gh", "Ghana's key"],
  ["share-us", "US key"],
  ["share-wrong", "Wrong"],
  ["share-no-answer", "No answer"],
] as const;

/** Accuracy and shares of each version as means over the orders of options that were asked, such as the four rotations. */
function sharesTable(rows: readonly ScoredRow[], respondents: readonly string[]): Summary {
  return {
    id: "orders",
    title: "Accuracy and shares over all orders of options",
    caption:
      "Mean over the orders that were asked, each of which counts once: the shuffled one, and the rotations where they were named. Intervals of one order stand in the scores.",
    columns: [
      { name: "respondent", title: "Respondent", kind: "text" },
      { name: "version", title: "Version", kind: "text" },
      { name: "orders", title: "Orders", kind: "integer" },
      ...shares.map(([name, title]) => ({ name, title, kind: "percent" as const })),
    ],
    rows: respondents.flatMap((respondent) => {
      const own = rows.filter((row) => row.respondent === respondent);
      return [...Map.groupBy(own, ({ variant }) => variant.attributes.version ?? "")].map(
        ([version, of]): readonly Cell[] => {
          const orders = [...Map.groupBy(of, ({ variant }) => variant.id).values()];
          return [
            respondent,
            version,
            orders.length,
            ...shares.map(([metric]): Cell => {
              const means = orders.flatMap((order) => meanOfMetric(order, metric) ?? []);
              return means.length === 0
                ? { absent: "no points" }
                : means.reduce((sum, value) => sum + value, 0) / means.length;
            }),
          ];
        },
      );
    }),
  };
}

function meanOfMetric(rows: readonly ScoredRow[], metric: string): number | null {
  const values = rows.flatMap((row) => {
    const value = scoreAmammere([row]).find((score) => score.metric === metric)?.points.value;
    return typeof value === "number" ? [value] : [];
  });
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function difference(rows: readonly ScoredRow[], measure: Measure): readonly Cell[] {
  const first = sumsOf(rows, measure.first);
  const second = sumsOf(rows, measure.second);
  const seeds = [...new Set([...first.keys(), ...second.keys()])];
  const value = meanOf(first, seeds);
  const other = meanOf(second, seeds);
  if (value === null || other === null) {
    const [version, metric] = value === null ? measure.first : measure.second;
    const absent = { absent: `no points of ${metric} in version ${version}` };
    return [absent, absent, absent, seeds.length];
  }
  if (seeds.length < 2) {
    const absent = { absent: "one question seed has no interval" };
    return [value - other, absent, absent, seeds.length];
  }
  // what a seed adds to the difference beyond the mean: its influence on either share (Woodruff 1971)
  const influences = seeds.map(
    (seed) =>
      value - other + seeds.length * (influenceOf(first, seed, value) - influenceOf(second, seed, other)),
  );
  const { interval, problem } = clusteredMean(
    influences.map((sum) => ({ sum, count: 1 })),
    { range: [-1, 1] },
  );
  const none = { absent: problem ?? "no interval" };
  return [value - other, interval?.[0] ?? none, interval?.[1] ?? none, seeds.length];
}

function influenceOf(sums: Sums, seed: string, mean: number): number {
  const total = [...sums.values()].reduce((count, own) => count + own.count, 0);
  const own = sums.get(seed) ?? { sum: 0, count: 0 };
  return (own.sum - own.count * mean) / total;
}

function sumsOf(rows: readonly ScoredRow[], [version, metric]: readonly [string, string]): Sums {
  const sums = new Map<string, { sum: number; count: number }>();
  for (const row of rows) {
    if (row.variant.attributes.version !== version) continue;
    const points = scoreAmammere([row]).find((score) => score.metric === metric)?.points.value;
    if (typeof points !== "number") continue;
    const known = sums.get(row.item.cluster) ?? { sum: 0, count: 0 };
    sums.set(row.item.cluster, { sum: known.sum + points, count: known.count + 1 });
  }
  return sums;
}

function meanOf(sums: Sums, seeds: readonly string[]): number | null {
  let sum = 0;
  let count = 0;
  for (const seed of seeds) {
    sum += sums.get(seed)?.sum ?? 0;
    count += sums.get(seed)?.count ?? 0;
  }
  return count === 0 ? null : sum / count;
}
