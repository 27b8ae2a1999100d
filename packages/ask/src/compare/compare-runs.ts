import { type Instrument, RefractError } from "@refract/core";
import { adjustPValues } from "@refract/stats";
import { instrumentOf, openExistingRun, readResults } from "../folder/run-folder.ts";
import { type GroupMean, groupMeans } from "../scores/group-means.ts";
import { comparePairs, type PairDifference } from "./compare-pairs.ts";

/** Two models on the same scoring groups. */
export interface PairComparison extends PairDifference {
  readonly variant: string;
  readonly metric: string;
  readonly first: string;
  readonly second: string;
  /** Holm's, over the pairs of models of one variant and metric. */
  readonly adjusted: number | null;
}

/** Points of a respondent by variant and metric, then by group: the mean over repeats. */
type Points = ReadonlyMap<string, ReadonlyMap<string, GroupMean>>;

/**
 * Every pair of models over the groups both have points of: McNemar's exact test where points are zeros and ones of independent groups,
 * else exact sign flips of clusters, and Student's t from 40 clusters on. Runs of another instrument, mode, judge, data or setting are refused: their points are not comparable.
 */
export async function compareRuns(
  folders: readonly string[],
  instruments: readonly Instrument[],
): Promise<readonly PairComparison[]> {
  const respondents = new Map<string, Points>();
  let reference: { readonly folder: string; readonly likeness: string } | null = null;
  let metrics: readonly string[] = [];
  for (const folder of folders) {
    const results = await readResults(folder);
    const { instrument, instrumentVersion, options, data, mode, judge, variants } = results.identity;
    const likeness = JSON.stringify({
      instrument,
      instrumentVersion,
      options,
      data,
      mode,
      judge,
      normalised: results.lengthNormalised,
    });
    if (reference !== null && reference.likeness !== likeness)
      throw new RefractError(
        "invalid-input",
        `${folder}: instrument, version, options, data, scoring mode or judge differ from those of ${reference.folder}, expected runs that can be compared`,
      );
    reference ??= { folder, likeness };
    metrics = instrumentOf(results.identity, instruments).metrics.map(({ id }) => id);
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
  return keys.flatMap((key) => adjusted(pairsOf(key, respondents)));
}

function pairsOf(key: string, respondents: ReadonlyMap<string, Points>): PairComparison[] {
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
          ...comparePairs(pairs),
        },
      ];
    }),
  );
}

function adjusted(pairs: readonly PairComparison[]): readonly PairComparison[] {
  const values = adjustPValues(
    pairs.map(({ pValue }) => pValue),
    "holm",
  );
  return pairs.map((pair, index) => ({ ...pair, adjusted: values[index] ?? null }));
}
