import type { BlendAnswerGroup } from "./annotation-file.ts";
import type { AnswerHit } from "./match-answer.ts";

/** SEM-B is the mean of `b`, SEM-W of `w`, both times 100 in the paper (spec blend, "SAQ scores"); a miss is 0. */
export function shortAnswerPoints(
  hit: AnswerHit | null,
  groups: readonly BlendAnswerGroup[],
): { readonly b: number; readonly w: number } {
  if (hit === null) return { b: 0, w: 0 };
  return { b: 1, w: hit.group.count / Math.max(...groups.map(({ count }) => count)) };
}
