import type { GroupScore, Item, ScoredRow } from "@refract/core";
import { isReply } from "../reply-points.ts";

const perQuestion = 4;

/** Judgements right of those a row holds: one, or four when a question was asked in one call. */
function rightOf({ item: { gold }, parsed }: ScoredRow): number {
  switch (gold.kind) {
    case "truth":
      return parsed.value === gold.value ? 1 : 0;
    case "key":
      return gold.accepted.some((id) => id === parsed.value) ? 1 : 0;
    case "all": {
      if (!Array.isArray(parsed.value)) return 0;
      const given = new Set(parsed.value.map(String));
      const wrong =
        gold.accepted.filter((id) => !given.has(id)).length +
        [...given].filter((id) => !gold.accepted.includes(id)).length;
      return perQuestion - wrong;
    }
    default:
      return 0;
  }
}

/** A question is right when all its judgements are; Hard needs exactly four. A failed call leaves the question without a point. */
export function scoreCulturalBench(rows: readonly ScoredRow[]): readonly GroupScore[] {
  const [first] = rows;
  if (first === undefined) return [];
  const { form } = first.item.record;
  const failed = rows.find(({ parsed }) => !isReply(parsed));
  const lacks = form === "hard" && rows.length !== perQuestion;
  const missing = failed?.parsed.missing ?? (lacks ? "not-asked" : null);
  const points = (value: number): GroupScore["points"] =>
    missing === null ? { value, missing: null } : { value: null, missing };
  const asked = form === "easy" ? rows.length : perQuestion;
  const right = rows.reduce((sum, row) => sum + rightOf(row), 0);
  return [
    { metric: "accuracy", points: points(right === asked ? 1 : 0) },
    ...(form === "easy" ? [] : [{ metric: "judgement", points: points(right / asked) }]),
  ];
}

/** Share of questions that a constant answer gets right. */
export function constantShare(items: readonly Item[], answer: string | boolean): number {
  const groups = [...Map.groupBy(items, ({ group }) => group).values()];
  const holds = ({ gold }: Item): boolean => {
    switch (gold.kind) {
      case "truth":
        return gold.value === answer;
      case "key":
        return gold.accepted.some((id) => id === answer);
      case "all":
        return gold.accepted.length === (answer === true ? perQuestion : 0);
      default:
        return false;
    }
  };
  return groups.length === 0 ? 0 : groups.filter((group) => group.every(holds)).length / groups.length;
}
