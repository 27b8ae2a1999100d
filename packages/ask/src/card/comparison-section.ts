import { type Instrument, RefractError } from "@refract/core";
import { type Block, createTable, notice, numberCell, type Provenance, type Section } from "@refract/report";
import { compareRuns } from "../compare/compare-runs.ts";

/** The chapter that holds models against each other; it says why where runs can't be compared. */
export async function comparisonSection(
  folders: readonly string[],
  instruments: readonly Instrument[],
): Promise<readonly Section[]> {
  const pairs = await compareRuns(folders, instruments).catch((thrown: unknown) => {
    if (thrown instanceof RefractError) return thrown;
    throw thrown;
  });
  const provenance: Provenance = {
    population: "scoring groups that both models have points of",
    weights: "none",
    n: pairs instanceof RefractError ? "none" : `${pairs.length} comparisons`,
    method:
      "McNemar's exact test for independent zeros and ones, else exact sign flips of clusters' differences, and Student's t from 40 clusters on; intervals by Student's t, with a width where clusters don't vary; Holm's correction over the pairs of one metric and variant",
    mode: "one scoring mode",
    seed: null,
    source: "McNemar (1947), Fisher (1935), Bell and McCaffrey (2002), Holm (1979)",
  };
  const blocks: Block[] = [
    pairs instanceof RefractError ? notice("impossible", pairs.message) : pairsTable(pairs),
  ];
  return [
    {
      id: "comparison",
      title: "Models in pairs",
      summary: "Differences on shared scoring groups.",
      provenance,
      blocks,
    },
  ];
}

function pairsTable(pairs: Awaited<ReturnType<typeof compareRuns>>): Block {
  return createTable({
    id: "pairs",
    title: "Differences between models",
    caption:
      "First minus second, with 95 % interval and p-value (Holm over the pairs of one metric and variant; intervals are not corrected). With about five clusters of yes/no repeats intervals are rather wide: two models alike were held so in 95 to 99 of 100 simulated runs, where 95 were asked; p cannot be below 0.06 there.",
    n: `${pairs.length} comparisons`,
    columns: [
      ...["variant", "metric", "first", "second"].map((name) => ({
        name,
        title: name,
        kind: "text" as const,
      })),
      { name: "difference", title: "Difference", kind: "number", digits: 3 },
      { name: "lower", title: "From", kind: "number", digits: 3 },
      { name: "upper", title: "To", kind: "number", digits: 3 },
      { name: "groups", title: "Groups", kind: "integer" },
      { name: "p_holm", title: "p (Holm)", kind: "p-value" },
      { name: "test", title: "Test", kind: "text" },
    ],
    rows: pairs.map((pair) => [
      ...[pair.variant, pair.metric, pair.first, pair.second],
      numberCell(pair.difference, pair.test),
      numberCell(pair.lower, pair.test),
      numberCell(pair.upper, pair.test),
      pair.groups,
      numberCell(pair.adjusted, pair.test),
      pair.test,
    ]),
  });
}
