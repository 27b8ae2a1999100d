/**
 * The answer most templates gave. Templates without a readable answer don't vote.
 *
 * @returns The answer; `tied` when several lead, with them; `none` when no template was answered.
 */
export type Majority<Answer extends string> =
  | { readonly kind: "answer"; readonly answer: Answer }
  | { readonly kind: "tied"; readonly leaders: readonly Answer[] }
  | { readonly kind: "none" };

export function majorityOf<Answer extends string>(answers: readonly (Answer | null)[]): Majority<Answer> {
  const votes = new Map<Answer, number>();
  for (const answer of answers) if (answer !== null) votes.set(answer, (votes.get(answer) ?? 0) + 1);
  const most = Math.max(0, ...votes.values());
  const leaders = [...votes].filter(([, count]) => count === most).map(([answer]) => answer);
  const [first] = leaders;
  if (first === undefined) return { kind: "none" };
  return leaders.length === 1 ? { kind: "answer", answer: first } : { kind: "tied", leaders };
}
