import type { ScoredRow, Summary } from "@refract/core";
import { bootstrapStatistic, deriveSeed, percentileInterval } from "@refract/stats";
import { scoreAmammere } from "./score.ts";

type Cell = Summary["rows"][number][number];
const replicates = 1000;

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
        "Differences of shares, over all orders of options that were asked; the middle 95 % of 1,000 draws of whole question seeds. Above 0 in the gaps means nearer to the US pool.",
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
  ];
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
  const { values } = bootstrapStatistic(
    seeds.length,
    (indices) => {
      const drawn = [...indices].map((index) => seeds[index] ?? "");
      const one = meanOf(first, drawn);
      const two = meanOf(second, drawn);
      return one === null || two === null ? null : one - two;
    },
    { seed: deriveSeed("amammere intervals", measure.name), replicates },
  );
  const { lower, upper } = percentileInterval(values);
  const none = { absent: "no draw has points of both sides" };
  return [value - other, lower ?? none, upper ?? none, seeds.length];
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
