import { studentTQuantile } from "../distributions/student-t.ts";
import type { Clusters } from "./clusters.ts";

/**
 * Interval of the share of variance between groups by leaving out each group in turn, with one Fisher step from the whole fit, on the
 * scale of log (group variance / residual variance), Student's t of groups - 1 degrees of freedom.
 *
 * The profile likelihood takes levels and residuals for normal and all groups for alike in spread. People who use more or less of a
 * scale than others aren't, and then its interval is too narrow; that of the jackknife only needs groups to be independent (Arvesen
 * 1969 for variance components on this scale; Donner 1986 for the correlation).
 *
 * Derivatives are those of groups of n rows whose residuals have mean m and squares W round it (Searle, Casella and McCulloch 1992,
 * section 6.3), v = residual variance + n group variance:
 *   log L = -1/2 ((n - 1) log s_e² + W / s_e² + log v + n m² / v)
 *
 * @param residuals y - X b
 * @returns null where a variance is 0, fewer than three groups, or no group adds to the information
 */
export function jackknifeCorrelationInterval(
  residuals: Float64Array,
  clusters: Clusters,
  variances: { readonly group: number; readonly residual: number },
  level: number,
): readonly [number, number] | null {
  const { group, residual } = variances;
  const groups = clusters.sizes.length;
  if (!(group > 0 && residual > 0) || groups < 3) return null;
  const means = new Float64Array(groups);
  for (const [row, own] of clusters.index.entries())
    means[own] = (means[own] ?? 0) + (residuals[row] ?? 0) / (clusters.sizes[own] ?? 1);
  const within = new Float64Array(groups);
  for (const [row, own] of clusters.index.entries())
    within[own] = (within[own] ?? 0) + ((residuals[row] ?? 0) - (means[own] ?? 0)) ** 2;
  // by the logs of both variances
  const parts = Array.from(clusters.sizes, (n, own) => {
    const v = residual + n * group;
    const squaredLevel = (n * (means[own] ?? 0) ** 2) / v;
    return {
      between: -0.5 * ((n * group) / v) * (1 - squaredLevel),
      inside: -0.5 * (n - 1 - (within[own] ?? 0) / residual + (residual / v) * (1 - squaredLevel)),
      betweenInformation: 0.5 * ((n * group) / v) ** 2,
      mixedInformation: (0.5 * n * group * residual) / v ** 2,
      insideInformation: 0.5 * (n - 1 + (residual / v) ** 2),
    };
  });
  const sum = (term: (part: (typeof parts)[number]) => number) =>
    parts.reduce((total, part) => total + term(part), 0);
  const whole = [
    sum((part) => part.betweenInformation),
    sum((part) => part.mixedInformation),
    sum((part) => part.insideInformation),
  ] as const;
  const moves = parts.map((part) => {
    const a = whole[0] - part.betweenInformation;
    const b = whole[1] - part.mixedInformation;
    const c = whole[2] - part.insideInformation;
    // of log group variance less log residual variance
    return ((c + b) * part.between - (b + a) * part.inside) / (a * c - b * b);
  });
  const middle = moves.reduce((total, move) => total + move, 0) / groups;
  const squares = moves.reduce((total, move) => total + (move - middle) ** 2, 0);
  const half = studentTQuantile(0.5 + level / 2, groups - 1) * Math.sqrt((squares * (groups - 1)) / groups);
  if (!Number.isFinite(half)) return null;
  const ratio = group / residual;
  const share = (own: number) => own / (1 + own);
  return Object.freeze([share(ratio * Math.exp(-half)), share(ratio * Math.exp(half))] as const);
}
