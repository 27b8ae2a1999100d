import { invalidArgument, requireLength } from "../invalid-argument.ts";
import type { TieModel } from "./bradley-terry-solver.ts";
import type { ComparisonCells } from "./comparison-cells.ts";

/**
 * First parameters for a fit: given abilities, or each item's log odds of winning with half a win more each way, which is near the
 * answer when everyone met everyone. The log tie parameter starts where equal items would have it.
 */
export function bradleyTerryStart(
  cells: ComparisonCells,
  ties: TieModel,
  start: ArrayLike<number> | undefined,
): Float64Array {
  const { itemCount } = cells;
  const parameters = new Float64Array(itemCount + (ties === "half-win" ? 0 : 1));
  const won = new Float64Array(itemCount).fill(0.5);
  const lost = new Float64Array(itemCount).fill(0.5);
  let total = 1;
  let tied = 0.5;
  for (let cell = 0; cell < cells.low.length; cell += 1) {
    const one = cells.low[cell] ?? 0;
    const other = cells.high[cell] ?? 0;
    const half = (cells.ties[cell] ?? 0) / 2;
    const oneWon = (cells.lowWins[cell] ?? 0) + half;
    const otherWon = (cells.highWins[cell] ?? 0) + half;
    won[one] = (won[one] ?? 0) + oneWon;
    lost[one] = (lost[one] ?? 0) + otherWon;
    won[other] = (won[other] ?? 0) + otherWon;
    lost[other] = (lost[other] ?? 0) + oneWon;
    total += oneWon + otherWon;
    tied += 2 * half;
  }
  if (ties !== "half-win") parameters[itemCount] = Math.log((2 * tied) / Math.max(0.5, total - tied));
  if (start !== undefined) requireLength("start", start.length, itemCount);
  let mean = 0;
  for (let item = 0; item < itemCount; item += 1) {
    const ability = start === undefined ? Math.log((won[item] ?? 1) / (lost[item] ?? 1)) : (start[item] ?? 0);
    if (!Number.isFinite(ability)) throw invalidArgument(`start[${item}]`, ability, "a finite number");
    parameters[item] = ability;
    mean += ability / itemCount;
  }
  for (let item = 0; item < itemCount; item += 1) parameters[item] = (parameters[item] ?? 0) - mean;
  return parameters;
}
