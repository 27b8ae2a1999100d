import { comparisonOfRuns } from "@refract/ask";
import { exitCodes } from "../exit-codes.ts";
import { type Terminal, table } from "../terminal.ts";

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
    pair.pValue,
    pair.adjusted,
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
