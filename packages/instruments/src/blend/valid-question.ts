import type { BlendQuestion } from "./annotation-file.ts";

/**
 * Whether a question of a region is scored (spec blend, "Short-answer protocol" 3). This follows the released code, which
 * differs from the paper's text: three who can't answer, or five who don't know, or no answer at all.
 *
 * @returns null when it is, else the reason.
 */
export function notScored({ groups, withoutAnswer }: BlendQuestion): string | null {
  const votes = (key: string) => withoutAnswer[key] ?? 0;
  if (groups.length === 0) return "no answers";
  if (votes("no-answer") + votes("not-applicable") >= 3)
    return "three or more gave no answer or found it not applicable";
  return votes("idk") >= 5 ? "five or more did not know" : null;
}
