/**
 * The answer most templates gave, or with the rule `half` the one that more than half of those answered gave. Templates without a readable answer don't vote.
 *
 * @returns The answer; `tied` when none wins, with those that lead; `none` when no template was answered.
 */
export type Majority<Answer extends string> =
  | { readonly kind: "answer"; readonly answer: Answer }
  | { readonly kind: "tied"; readonly leaders: readonly Answer[] }
  | { readonly kind: "none" };

export function majorityOf<Answer extends string>(
  answers: readonly (Answer | null)[],
  rule: "most" | "half" = "most",
): Majority<Answer> {
  const votes = new Map<Answer, number>();
  for (const answer of answers) if (answer !== null) votes.set(answer, (votes.get(answer) ?? 0) + 1);
  const most = Math.max(0, ...votes.values());
  const leaders = [...votes].filter(([, count]) => count === most).map(([answer]) => answer);
  const [first] = leaders;
  if (first === undefined) return { kind: "none" };
  const cast = answers.filter((answer) => answer !== null).length;
  if (rule === "half" && 2 * most <= cast) return { kind: "tied", leaders };
  return leaders.length === 1 ? { kind: "answer", answer: first } : { kind: "tied", leaders };
}
