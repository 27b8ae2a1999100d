import { type Instrument, RefractError } from "@refract/core";
import {
  adjustPValues,
  bootstrapStatistic,
  deriveSeed,
  mcNemarTest,
  percentileInterval,
} from "@refract/stats";
import { instrumentOf, openExistingRun, readResults } from "../folder/run-folder.ts";
import { type GroupMean, groupMeans } from "../scores/group-means.ts";
import { bootstrapReplicates } from "../scores/interval.ts";

/** Two models on the same scoring groups. */
export interface PairComparison {
  readonly variant: string;
  readonly metric: string;
  readonly first: string;
  readonly second: string;
  /** Mean of the first minus mean of the second over shared groups. */
  readonly difference: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly groups: number;
  readonly clusters: number;
  readonly test: string;
  readonly pValue: number | null;
  /** Holm's, over the pairs of models of one variant and metric. */
  readonly adjusted: number | null;
}

/** Points of a respondent by variant and metric, then by group: the mean over repeats. */
type Points = ReadonlyMap<string, ReadonlyMap<string, GroupMean>>;

/**
 * Every pair of models over the groups both have points of: McNemar's exact test where points are zeros and ones of independent groups,
 * else a paired bootstrap over clusters. Runs of another instrument, mode, data or setting are refused: their points are not comparable.
 */
export async function compareRuns(
  folders: readonly string[],
  instruments: readonly Instrument[],
): Promise<readonly PairComparison[]> {
  const respondents = new Map<string, Points>();
  let reference: { readonly folder: string; readonly likeness: string } | null = null;
  let seed = "";
  let metrics: readonly string[] = [];
  for (const folder of folders) {
    const results = await readResults(folder);
    const { instrument, instrumentVersion, options, data, mode, variants } = results.identity;
    const likeness = JSON.stringify({
      instrument,
      instrumentVersion,
      options,
      data,
      mode,
      normalised: results.lengthNormalised,
    });
    if (reference !== null && reference.likeness !== likeness)
      throw new RefractError(
        "invalid-input",
        `${folder}: instrument, version, options, data or scoring mode differ from those of ${reference.folder}, expected runs that can be compared`,
      );
    reference ??= { folder, likeness };
    seed = results.identity.seed;
    metrics = instrumentOf(results, instruments).metrics.map(({ id }) => id);
    using store = await openExistingRun(folder);
    for (const { id } of results.respondents) {
      const name = respondents.has(id) ? `${id} (${folder})` : id;
      const cells = new Map<string, ReadonlyMap<string, GroupMean>>();
      for (const variant of variants)
        for (const metric of metrics)
          cells.set(JSON.stringify([variant, metric]), groupMeans(store.points(id, variant, metric)));
      respondents.set(name, cells);
    }
  }
  if (respondents.size < 2)
    throw new RefractError("invalid-input", "compare: there is one model, expected at least two");
  const keys = [...new Set([...respondents.values()].flatMap((cells) => [...cells.keys()]))];
  return keys.flatMap((key) => adjusted(pairsOf(key, respondents, seed)));
}

function pairsOf(key: string, respondents: ReadonlyMap<string, Points>, seed: string): PairComparison[] {
  const [variant = "", metric = ""] = JSON.parse(key);
  const names = [...respondents.keys()];
  return names.flatMap((first, place) =>
    names.slice(place + 1).flatMap((second) => {
      const one = respondents.get(first)?.get(key);
      const other = respondents.get(second)?.get(key);
      if (one === undefined || other === undefined) return [];
      const pairs = [...one].flatMap(([group, { cluster, points }]) => {
        const match = other.get(group);
        return match === undefined ? [] : [{ cluster, first: points, second: match.points }];
      });
      if (pairs.length === 0) return [];
      return [
        {
          variant,
          metric,
          first,
          second,
          adjusted: null,
          ...comparePairs(pairs, deriveSeed(seed, "compare", key)),
        },
      ];
    }),
  );
}

interface Pair {
  readonly cluster: string;
  readonly first: number;
  readonly second: number;
}

/** The difference of means with its interval and test; pure. */
function comparePairs(
  pairs: readonly Pair[],
  seed: string,
): Pick<PairComparison, "difference" | "lower" | "upper" | "groups" | "clusters" | "test" | "pValue"> {
  const sums = new Map<string, { sum: number; count: number }>();
  for (const { cluster, first, second } of pairs) {
    const known = sums.get(cluster) ?? { sum: 0, count: 0 };
    sums.set(cluster, { sum: known.sum + first - second, count: known.count + 1 });
  }
  const clusters = [...sums.values()];
  const counts = { groups: pairs.length, clusters: clusters.length };
  const difference = clusters.reduce((sum, one) => sum + one.sum, 0) / pairs.length;
  if (clusters.length < 2)
    return {
      difference,
      lower: null,
      upper: null,
      test: "all groups belong to one cluster",
      pValue: null,
      ...counts,
    };
  const { values } = bootstrapStatistic(
    clusters.length,
    (indices) => {
      let sum = 0;
      let count = 0;
      for (const index of indices) {
        sum += clusters[index]?.sum ?? 0;
        count += clusters[index]?.count ?? 0;
      }
      return count === 0 ? null : sum / count;
    },
    { seed, replicates: bootstrapReplicates },
  );
  const { lower, upper } = percentileInterval(values);
  const isBinary = pairs.every((pair) =>
    [pair.first, pair.second].every((points) => points === 0 || points === 1),
  );
  if (isBinary && clusters.length === pairs.length) {
    const { pValue } = mcNemarTest(
      pairs.filter(({ first, second }) => first > second).length,
      pairs.filter(({ first, second }) => first < second).length,
    );
    return { difference, lower, upper, test: "McNemar, exact", pValue, ...counts };
  }
  // Twice the smaller tail of the replicates around nought, with one added so that it is never nought (Davison and Hinkley 1997, 4.2).
  const below = values.filter((value) => value <= 0).length + 1;
  const above = values.filter((value) => value >= 0).length + 1;
  const pValue = Math.min(1, (2 * Math.min(below, above)) / (values.length + 1));
  return { difference, lower, upper, test: "paired cluster bootstrap", pValue, ...counts };
}

function adjusted(pairs: readonly PairComparison[]): readonly PairComparison[] {
  const values = adjustPValues(
    pairs.map(({ pValue }) => pValue),
    "holm",
  );
  return pairs.map((pair, index) => ({ ...pair, adjusted: values[index] ?? null }));
}
