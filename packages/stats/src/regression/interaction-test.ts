import { type Numbers, requireFinite } from "../argument-checks.ts";
import { requireLength, requireWhole } from "../invalid-argument.ts";
import { type Cholesky, cholesky } from "../linear-algebra/cholesky.ts";
import { createMatrix } from "../linear-algebra/matrix.ts";
import { createRandom } from "../random.ts";
import { betweenGroups, shuffleCodes } from "../resampling/between-groups.ts";
import { type Clusters, numberClusters } from "./clusters.ts";

/** Values of clusters (people) for items (models), in any number, and the group of each cluster. */
export interface GroupedRows {
  /** Item of each row: whole numbers from 0. */
  readonly item: ArrayLike<number>;
  readonly values: Numbers;
  /** Cluster of each row, such as its person. */
  readonly clusters: ArrayLike<string | number>;
  /** Group of each row's cluster: whole numbers from 0. A cluster is in the group of its first row. */
  readonly group: ArrayLike<number>;
}

export interface InteractionTest {
  /** Pseudo-F: spread of the groups' scores over that within groups, each by its degrees of freedom; large where groups differ. */
  readonly statistic: number | null;
  /** Groups - 1 and clusters - groups. */
  readonly degreesOfFreedom: readonly number[];
  /** Share of permutations, the data itself counted in, whose statistic is at least as large. */
  readonly pValue: number | null;
  readonly permutations: number;
  readonly problem: string | null;
}

export interface InteractionTestOptions {
  readonly seed: string;
  /** 1,999 unless told. */
  readonly permutations?: number;
}

/**
 * Whether groups of people differ in which items they value high: a permutation test of people.
 *
 * With each person's own mean and the items' effects taken out, a person's residuals are summed to a score for each item. The
 * statistic is the multivariate analysis of variance of these scores in the metric of the pooled design (Anderson 2001), so that it needs
 * no covariance for each group. Where groups don't matter people are exchangeable between them, whatever their ratings have in common,
 * which makes the p-value exact for groups of any size; Wald's test with clustered errors rejects several times too often there.
 *
 * @throws RangeError on columns of different lengths or values that are not finite
 */
export function interactionTest(rows: GroupedRows, options: InteractionTestOptions): InteractionTest {
  const permutations = options.permutations ?? 1999;
  const count = rows.values.length;
  requireWhole("permutations", permutations, 1);
  requireLength("item", rows.item.length, count);
  requireLength("group", rows.group.length, count);
  requireLength("clusters", rows.clusters.length, count);
  requireFinite("values", rows.values);
  const clusters = numberClusters(rows.clusters, count, "clusters");
  const groupOf = new Int32Array(clusters.labels.length).fill(-1);
  for (const [row, cluster] of clusters.index.entries())
    if (groupOf[cluster] === -1) groupOf[cluster] = rows.group[row] ?? 0;
  const scores = scoresOf(rows, clusters);
  if (scores === null) return none("nobody has values of two items, or they don't differ");
  const used = scores.people;
  const levels = [...new Set(Array.from(used, (person) => groupOf[person] ?? 0))];
  if (levels.length < 2) return none("one group has nothing to differ from");
  if (used.length <= levels.length) return none("as many groups as people");
  const codes = Int32Array.from(used, (person) => levels.indexOf(groupOf[person] ?? 0));
  const { width, values } = scores;
  const total = values.reduce((sum, value) => sum + value * value, 0);
  const between = betweenGroups(values, width, codes, levels.length);
  const observed = between.exactly(codes);
  const random = createRandom(options.seed).stream("interaction");
  const shuffled = codes.slice();
  let asLarge = 1;
  for (let round = 0; round < permutations; round += 1) {
    shuffleCodes(shuffled, random.integer);
    // sums in another order differ in the last digits
    if (between.nearly(shuffled) >= observed * (1 - 1e-12)) asLarge += 1;
  }
  const degreesOfFreedom = [levels.length - 1, used.length - levels.length] as const;
  const within = total - observed;
  return Object.freeze({
    statistic: within > 0 ? observed / degreesOfFreedom[0] / (within / degreesOfFreedom[1]) : null,
    degreesOfFreedom,
    pValue: asLarge / (permutations + 1),
    permutations,
    problem: within > 0 ? null : "groups explain all there is, so F is unbounded",
  });
}

function none(problem: string): InteractionTest {
  return Object.freeze({ statistic: null, degreesOfFreedom: [], pValue: null, permutations: 0, problem });
}

interface PeopleScores {
  readonly width: number;
  /** A row of scores for each of `people`, so that their sums of squares are in the metric of the design. */
  readonly values: Float64Array;
  /** Clusters with values of at least two items. */
  readonly people: readonly number[];
}

function scoresOf({ item, values }: GroupedRows, clusters: Clusters): PeopleScores | null {
  let width = 0;
  for (let row = 0; row < values.length; row += 1) width = Math.max(width, (item[row] ?? 0) + 1);
  const people = clusters.labels.length;
  const counts = new Float64Array(people * width);
  const sums = new Float64Array(people * width);
  const means = new Float64Array(people);
  for (const [row, person] of clusters.index.entries())
    means[person] = (means[person] ?? 0) + (values[row] ?? 0) / (clusters.sizes[person] ?? 1);
  for (const [row, person] of clusters.index.entries()) {
    const at = person * width + (item[row] ?? 0);
    counts[at] = (counts[at] ?? 0) + 1;
    sums[at] = (sums[at] ?? 0) + (values[row] ?? 0) - (means[person] ?? 0);
  }
  const design = pooledDesign(counts, width, clusters);
  if (design === null) return null;
  const right = new Float64Array(width);
  for (let at = 0; at < sums.length; at += 1) right[at % width] = (right[at % width] ?? 0) + (sums[at] ?? 0);
  const effects = design.solve(right);
  const used: number[] = [];
  const white: number[] = [];
  let size = 0;
  for (let person = 0; person < people; person += 1) {
    const own = counts.subarray(person * width, (person + 1) * width);
    if (own.reduce((items, times) => items + (times > 0 ? 1 : 0), 0) < 2) continue;
    used.push(person);
    // the effects of the items this person has, as the mean of their own values has them
    const level =
      own.reduce((sum, times, place) => sum + times * (effects[place] ?? 0), 0) /
      (clusters.sizes[person] ?? 1);
    const score = own.map(
      (times, place) => (sums[person * width + place] ?? 0) - times * ((effects[place] ?? 0) - level),
    );
    forwardSolve(design, score);
    white.push(...score);
  }
  const scale = values.length === 0 ? 0 : Math.max(...Array.from(means, Math.abs));
  for (const value of white) size = Math.max(size, Math.abs(value));
  return size <= 1e-9 * scale || size === 0
    ? null
    : { width, values: Float64Array.from(white), people: used };
}

/** Sum over people of their items' counts less the counts' products over their rows: the information on items within people. */
function pooledDesign(counts: Float64Array, width: number, clusters: Clusters): Cholesky | null {
  const design = createMatrix(width, width);
  for (let person = 0; person < clusters.labels.length; person += 1) {
    const start = person * width;
    for (let one = 0; one < width; one += 1) {
      const times = counts[start + one] ?? 0;
      if (times === 0) continue;
      design.values[one * width + one] = (design.values[one * width + one] ?? 0) + times;
      for (let other = 0; other < width; other += 1)
        design.values[one * width + other] =
          (design.values[one * width + other] ?? 0) -
          (times * (counts[start + other] ?? 0)) / (clusters.sizes[person] ?? 1);
    }
  }
  // constants, and items that nobody compares, have no information: a trace of it lets the others be solved, and scores have no part there
  let largest = 0;
  for (let one = 0; one < width; one += 1) largest = Math.max(largest, design.values[one * width + one] ?? 0);
  if (largest <= 1e-9) return null;
  for (let one = 0; one < width; one += 1)
    design.values[one * width + one] = (design.values[one * width + one] ?? 0) + 1e-10 * largest;
  return cholesky(design).factor;
}

/** Replaces s by L^-1 s. */
function forwardSolve({ lower }: Cholesky, vector: Float64Array): void {
  for (let row = 0; row < lower.rows; row += 1) {
    let rest = vector[row] ?? 0;
    for (let before = 0; before < row; before += 1)
      rest -= (lower.values[row * lower.columns + before] ?? 0) * (vector[before] ?? 0);
    vector[row] = rest / (lower.values[row * lower.columns + row] ?? 1);
  }
}
