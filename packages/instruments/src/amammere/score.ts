import type { GroupScore, ScoredRow } from "@refract/core";

/** Where a reply falls: shares GH, US, wrong and no answer sum to 1. An item that lacks a pool's key has no share for that pool. */
export function scoreAmammere(rows: readonly ScoredRow[]): readonly GroupScore[] {
  const [row] = rows;
  if (row === undefined || row.item.gold.kind !== "per-population") return [];
  const { keys } = row.item.gold;
  const { value, missing } = row.parsed;
  const point = (metric: string, holds: boolean): GroupScore => ({
    metric,
    points:
      missing === null || missing === "unparsed"
        ? { value: holds ? 1 : 0, missing: null }
        : { value: null, missing },
  });
  const { version } = row.variant.attributes;
  const named = version === "ghana" ? keys.GH : version === "us" ? keys.US : undefined;
  const both = keys.GH !== undefined && keys.US !== undefined;
  return [
    ...(named === undefined ? [] : [point("accuracy", value === named)]),
    ...(both
      ? [
          point("share-gh", value === keys.GH),
          point("share-us", value === keys.US),
          point("share-wrong", value !== null && value !== keys.GH && value !== keys.US),
        ]
      : []),
    point("share-no-answer", missing === "unparsed"),
  ];
}
