import type { Numbers } from "../argument-checks.ts";
import { studentTQuantile, studentTTwoSided } from "../distributions/student-t.ts";
import { requireLength } from "../invalid-argument.ts";
import {
  type Correlation,
  type CorrelationOptions,
  checkPairs,
  withoutCorrelation,
} from "./correlation-result.ts";
import { pearsonCoefficient } from "./pearson.ts";

/** Sums of pairs: n, x, y, x², y², x y. */
const sums = 6;

/**
 * Pearson's r of pairs that come in clusters, such as conversations of one person: interval and p by leaving out each cluster in
 * turn (Tukey 1958) on Fisher's scale, with Student's t of clusters - 1 degrees of freedom.
 *
 * @param cluster number of each pair's cluster, whole numbers from 0
 */
export function clusteredPearson(
  x: Numbers,
  y: Numbers,
  cluster: ArrayLike<number>,
  options: CorrelationOptions = {},
): Correlation {
  const { level = 0.95 } = options;
  checkPairs(x, y, level);
  requireLength("cluster", cluster.length, x.length);
  const coefficient = pearsonCoefficient(x, y);
  if (typeof coefficient === "string") return withoutCorrelation("pearson", x.length, coefficient);
  const without = (problem: string): Correlation =>
    Object.freeze({ method: "pearson", coefficient, pValue: null, interval: null, count: x.length, problem });
  if (1 - Math.abs(coefficient) < 1e-12)
    return without("one follows from the other, so there is nothing to test");
  const moves = leftOut(x, y, cluster);
  if (moves === null) return without("without one cluster nothing varies");
  const clusters = moves.length;
  if (clusters < 3) return without(`${clusters} clusters are too few for an interval, which needs 3`);
  const middle = moves.reduce((sum, move) => sum + move, 0) / clusters;
  const squares = moves.reduce((sum, move) => sum + (move - middle) ** 2, 0);
  const error = Math.sqrt((squares * (clusters - 1)) / clusters);
  if (!(error > 0)) return without("all clusters say the same");
  const z = Math.atanh(coefficient);
  const half = studentTQuantile(0.5 + level / 2, clusters - 1) * error;
  return Object.freeze({
    method: "pearson",
    coefficient,
    pValue: studentTTwoSided(z / error, clusters - 1),
    interval: Object.freeze([Math.tanh(z - half), Math.tanh(z + half)] as const),
    count: x.length,
    problem: null,
  });
}

/** Fisher's z without each cluster; null where something does not vary then. */
function leftOut(x: Numbers, y: Numbers, cluster: ArrayLike<number>): readonly number[] | null {
  const of = new Map<number, Float64Array>();
  const whole = new Float64Array(sums);
  // around the first pair, so that large values keep their digits
  const [x0, y0] = [x[0] ?? 0, y[0] ?? 0];
  for (let row = 0; row < x.length; row += 1) {
    const a = (x[row] ?? 0) - x0;
    const b = (y[row] ?? 0) - y0;
    const key = cluster[row] ?? 0;
    let own = of.get(key);
    if (own === undefined) {
      own = new Float64Array(sums);
      of.set(key, own);
    }
    addPair(own, a, b);
    addPair(whole, a, b);
  }
  const moves: number[] = [];
  for (const own of of.values()) {
    const rest = (place: number) => (whole[place] ?? 0) - (own[place] ?? 0);
    const [n, sx, sy] = [rest(0), rest(1), rest(2)];
    const [xx, yy, xy] = [rest(3), rest(4), rest(5)];
    const spread = (xx - (sx * sx) / n) * (yy - (sy * sy) / n);
    const r = (xy - (sx * sy) / n) / Math.sqrt(spread);
    if (!(n > 2 && Math.abs(r) < 1)) return null;
    moves.push(Math.atanh(r));
  }
  return moves;
}

function addPair(into: Float64Array, a: number, b: number): void {
  into[0] = (into[0] ?? 0) + 1;
  into[1] = (into[1] ?? 0) + a;
  into[2] = (into[2] ?? 0) + b;
  into[3] = (into[3] ?? 0) + a * a;
  into[4] = (into[4] ?? 0) + b * b;
  into[5] = (into[5] ?? 0) + a * b;
}
