import { comparisonOfRuns } from "@refract/ask";
import { exitCodes } from "../exit-codes.ts";
import { type Terminal, table } from "../terminal.ts";

/** A chance too small for four decimals is not nought. */
function shownP(value: number | null): number | string | null {
  return value !== null && value < 0.0001 ? "< 0.0001" : value;
}

export async function compareFolders(runs: readonly string[], terminal: Terminal): Promise<number> {
  const { instruments } = await import("@refract/instruments");
  const pairs = await comparisonOfRuns(runs, instruments);
  const rows = pairs.map((pair) => [
    pair.variant,
    pair.metric,
    pair.first,
    pair.second,
    pair.difference,
    pair.lower,
    pair.upper,
    pair.groups,
    shownP(pair.pValue),
    shownP(pair.adjusted),
    pair.test,
  ]);
  terminal.result(
    pairs,
    table(
      ["variant", "metric", "first", "second", "difference", "from", "to", "groups", "p", "p (Holm)", "test"],
      rows,
    ),
  );
  return exitCodes.ok;
}
