import type { GroupScore, Item, ScoredRow } from "@refract/core";

const isRight = ({ item, parsed }: ScoredRow): boolean =>
  item.gold.kind === "truth"
    ? parsed.value === item.gold.value
    : item.gold.kind === "key" && item.gold.accepted.some((id) => id === parsed.value);

/** A question is right when all its judgements are; Hard needs exactly four. A failed call leaves the question without a point. */
export function scoreCulturalBench(rows: readonly ScoredRow[]): readonly GroupScore[] {
  const [first] = rows;
  if (first === undefined) return [];
  const hard = first.item.record.form === "hard";
  const failed = rows.find(({ parsed }) => parsed.missing !== null && parsed.missing !== "unparsed");
  const missing = failed?.parsed.missing ?? (hard && rows.length !== 4 ? "not-asked" : null);
  const points = (value: number): GroupScore["points"] =>
    missing === null ? { value, missing: null } : { value: null, missing };
  const right = rows.filter(isRight).length;
  return [
    { metric: "accuracy", points: points(right === rows.length ? 1 : 0) },
    ...(hard ? [{ metric: "judgement", points: points(right / rows.length) }] : []),
  ];
}

/** Share of questions that a constant answer gets right. */
export function constantShare(items: readonly Item[], answer: string | boolean): number {
  const groups = [...Map.groupBy(items, ({ group }) => group).values()];
  const right = groups.filter((group) =>
    group.every(({ gold }) =>
      gold.kind === "truth"
        ? gold.value === answer
        : gold.kind === "key" && gold.accepted.some((id) => id === answer),
    ),
  );
  return groups.length === 0 ? 0 : right.length / groups.length;
}
