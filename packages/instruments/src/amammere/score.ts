import type { GroupScore, ScoredRow } from "@refract/core";
import { replyPoints } from "../reply-points.ts";

/**
 * Where a reply falls: shares GH, US, wrong and no answer sum to 1. An item that lacks a pool's key has no share for that pool. Options tied by
 * likelihood, given as a list, share the point evenly.
 */
export function scoreAmammere(rows: readonly ScoredRow[]): readonly GroupScore[] {
  const [row] = rows;
  if (row === undefined || row.item.gold.kind !== "per-population") return [];
  const { keys } = row.item.gold;
  const { value, missing } = row.parsed;
  const chosen = Array.isArray(value) ? value : value === null ? [] : [value];
  const point = (metric: string, share: number): GroupScore => ({
    metric,
    points: replyPoints(row.parsed, share),
  });
  const part = (holds: (option: unknown) => boolean): number =>
    chosen.length === 0 ? 0 : chosen.filter(holds).length / chosen.length;
  const { version } = row.variant.attributes;
  const named = version === "ghana" ? keys.GH : version === "us" ? keys.US : undefined;
  const both = keys.GH !== undefined && keys.US !== undefined;
  return [
    ...(named === undefined
      ? []
      : [
          point(
            "accuracy",
            part((option) => option === named),
          ),
        ]),
    ...(both
      ? [
          point(
            "share-gh",
            part((option) => option === keys.GH),
          ),
          point(
            "share-us",
            part((option) => option === keys.US),
          ),
          point(
            "share-wrong",
            part((option) => option !== keys.GH && option !== keys.US),
          ),
        ]
      : []),
    point("share-no-answer", missing === "unparsed" ? 1 : 0),
  ];
}
