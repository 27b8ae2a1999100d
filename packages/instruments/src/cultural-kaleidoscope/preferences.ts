/** One person's choice between two replies. */
export interface PreferenceJudgement {
  readonly promptId: string;
  readonly culture: string;
  readonly prompt: string;
  readonly responseA: string;
  readonly responseB: string;
  readonly annotatorId: string;
  /** Empty where it is not known. */
  readonly annotatorCulture: string;
  readonly chosen: "A" | "B" | "tie" | "both_bad";
}

/** What the judgements of one prompt come to. */
export interface PreferencePair {
  readonly promptId: string;
  readonly culture: string;
  readonly prompt: string;
  readonly chosen: string;
  readonly rejected: string;
  readonly votesA: number;
  readonly votesB: number;
  /** Share of the judgements used that chose the winner. */
  readonly agreement: number;
  /** Everybody who judged the prompt chose the winner, of whatever culture. */
  readonly unanimous: boolean;
  /** True when fewer than two people of the item's culture judged, so that everybody's judgement was used. */
  readonly crossCultureOnly: boolean;
}

/**
 * Pairs for preference tuning (spec cultural-kaleidoscope, "Preference collection protocol" 4): the majority of the
 * annotators whose culture is the item's; without at least two of them everybody, flagged. A majority is more than half of those who judged, so
 * that ties, and prompts of which most found both replies bad, stay out. A person's newest judgement of a prompt counts. Replies are known by
 * their texts, since people see them in shuffled order; judgements must be of the same two (`sameReplies`).
 */
export function preferencePairs(judgements: readonly PreferenceJudgement[]): readonly PreferencePair[] {
  const prompts = new Map<string, PreferenceJudgement[]>();
  for (const judgement of judgements) {
    const known = prompts.get(judgement.promptId) ?? [];
    known.push(judgement);
    prompts.set(judgement.promptId, known);
  }
  return [...prompts.values()].flatMap((cast): PreferencePair[] => {
    const all = [...new Map(cast.map((judgement) => [judgement.annotatorId, judgement])).values()];
    const [first] = all;
    if (first === undefined) return [];
    const own = all.filter(
      ({ culture, annotatorCulture }) => annotatorCulture !== "" && culture === annotatorCulture,
    );
    const crossCultureOnly = own.length < 2;
    const used = crossCultureOnly ? all : own;
    const votesFor = (reply: string, judgements = used) =>
      judgements.filter((judgement) => chosenReply(judgement) === reply).length;
    const votesA = votesFor(first.responseA);
    const votesB = votesFor(first.responseB);
    const chosen = votesA > votesB ? first.responseA : first.responseB;
    if (2 * Math.max(votesA, votesB) <= used.length) return [];
    return [
      {
        promptId: first.promptId,
        culture: first.culture,
        prompt: first.prompt,
        chosen,
        rejected: votesA > votesB ? first.responseB : first.responseA,
        votesA,
        votesB,
        agreement: Math.max(votesA, votesB) / used.length,
        unanimous: votesFor(chosen, all) === all.length,
        crossCultureOnly,
      },
    ];
  });
}

/** Whether two judgements are of the same two replies, in whichever order. */
export function sameReplies(one: PreferenceJudgement, other: PreferenceJudgement): boolean {
  const both = ({ responseA, responseB }: PreferenceJudgement) =>
    JSON.stringify([responseA, responseB].toSorted());
  return both(one) === both(other);
}

/** The text that was chosen; null for a tie and for two bad ones. */
function chosenReply({ chosen, responseA, responseB }: PreferenceJudgement): string | null {
  if (chosen === "A") return responseA;
  return chosen === "B" ? responseB : null;
}

/** A line a pair, as tuning programs read them. */
export function preferenceLines(pairs: readonly PreferencePair[]): string {
  return pairs
    .map(({ prompt, chosen, rejected, culture, votesA, votesB, agreement, crossCultureOnly }) =>
      JSON.stringify({
        prompt,
        chosen,
        rejected,
        culture,
        votes: votesA + votesB,
        agreement,
        cross_culture_only: crossCultureOnly,
      }),
    )
    .map((line) => `${line}\n`)
    .join("");
}
