import type { Instrument } from "@refract/core";
import type { PairComparison } from "./compare-runs.ts";

/** Every pair of models of some runs, see `compareRuns`. The tests are loaded only when there is something to compare. */
export async function comparisonOfRuns(
  folders: readonly string[],
  instruments: readonly Instrument[],
): Promise<readonly PairComparison[]> {
  const { compareRuns } = await import("./compare-runs.ts");
  return compareRuns(folders, instruments);
}
