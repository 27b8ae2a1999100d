export interface VerificationVote {
  readonly question: string;
  readonly verifier: string;
  /** Letters selected; empty with "no correct option" or "no knowledge". */
  readonly selected: readonly string[];
}

export interface VerifiedQuestion {
  readonly question: string;
  readonly verifiers: number;
  /** Options with enough votes; none means that the question is dropped. */
  readonly accepted: readonly string[];
  readonly mode: "single" | "multi" | "dropped";
  /** People who selected the accepted options and no other; their share of `verifiers` is human accuracy. */
  readonly agreeing: number;
  /** Some other option has two votes or more without being accepted (the paper leaves open what follows). */
  readonly contested: boolean;
}

/** Collection step 3: an option is accepted with 4 votes of 5; "no knowledge" counts among the five. A verifier's newest vote counts. */
export function aggregateVotes(votes: readonly VerificationVote[], needed = 4): readonly VerifiedQuestion[] {
  return [...Map.groupBy(votes, ({ question }) => question)].map(([question, all]) => {
    const cast = [...new Map(all.map((vote) => [vote.verifier, vote])).values()];
    const counts = new Map<string, number>();
    for (const { selected } of cast)
      for (const option of new Set(selected)) counts.set(option, (counts.get(option) ?? 0) + 1);
    const accepted = [...counts]
      .filter(([, count]) => count >= needed)
      .map(([option]) => option)
      .sort();
    return {
      question,
      verifiers: cast.length,
      accepted,
      agreeing:
        accepted.length === 0
          ? 0
          : cast.filter(({ selected }) => [...new Set(selected)].sort().join("\n") === accepted.join("\n"))
              .length,
      mode: accepted.length === 0 ? "dropped" : accepted.length === 1 ? "single" : "multi",
      contested: accepted.length > 0 && [...counts.values()].some((count) => count >= 2 && count < needed),
    };
  });
}

/** Share of the verifiers' answers that are the key, over questions that have one; null without any. */
export function humanAccuracy(questions: readonly VerifiedQuestion[]): number | null {
  const kept = questions.filter(({ mode }) => mode !== "dropped");
  const verifiers = kept.reduce((sum, question) => sum + question.verifiers, 0);
  return verifiers === 0 ? null : kept.reduce((sum, { agreeing }) => sum + agreeing, 0) / verifiers;
}

/** A verification task goes to people of the question's region who did not write it (collection step 2). */
export function mayVerify(
  person: { readonly id: string; readonly region: string },
  question: { readonly writer: string; readonly region: string },
): boolean {
  return person.id !== question.writer && person.region === question.region;
}
