import type { GroupScore, ScoredRow } from "@refract/core";
import type { RunResults } from "./results.ts";

type Row = RunResults["normalisations"][number];
interface Sum {
  total: number;
  count: number;
}

/**
 * Means of a run by likelihood under both ways of comparing candidates: words that a model rarely met have many tokens, so that the sum
 * alone misleads (spec amammere, "Edge cases").
 */
export function createNormalisations() {
  const cells = new Map<
    string,
    {
      readonly key: Pick<Row, "respondent" | "variant" | "metric">;
      readonly sum: Sum;
      readonly perCharacter: Sum;
    }
  >();
  return {
    add: (
      { respondent, variant }: Pick<ScoredRow, "respondent" | "variant">,
      scores: readonly GroupScore[],
      perCharacter: boolean,
    ): void => {
      for (const { metric, points } of scores) {
        if (typeof points.value !== "number") continue;
        const name = JSON.stringify([respondent, variant.id, metric]);
        const cell = cells.get(name) ?? {
          key: { respondent, variant: variant.id, metric },
          sum: { total: 0, count: 0 },
          perCharacter: { total: 0, count: 0 },
        };
        cells.set(name, cell);
        const sum = perCharacter ? cell.perCharacter : cell.sum;
        sum.total += points.value;
        sum.count += 1;
      }
    },
    rows: (): Row[] =>
      [...cells.values()].map(({ key, sum, perCharacter }) => ({
        ...key,
        sum: meanOf(sum),
        perCharacter: meanOf(perCharacter),
        points: sum.count,
      })),
  };
}

function meanOf({ total, count }: Sum): number | null {
  return count === 0 ? null : total / count;
}
