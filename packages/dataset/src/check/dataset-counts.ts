import type { ReleaseTallies } from "./check-totals.ts";
import { type ReleaseState, truth } from "./release-state.ts";

/** Totals of a dataset folder, all counted from its rows. */
export interface DatasetCounts {
  readonly participants: number;
  readonly participantsWithConversations: number;
  readonly conversations: number;
  readonly interactions: number;
  readonly utterances: number;
  readonly openingUtterances: number;
  readonly chosenUtterances: number;
  readonly emptyResponses: number;
  /** Rows of `metadata.jsonl`. */
  readonly texts: number;
  readonly models: number;
  readonly balancedSubset: {
    readonly participants: number;
    readonly conversations: number;
    readonly utterances: number;
  };
}

export function datasetCounts(state: ReleaseState, tallies: ReleaseTallies): DatasetCounts {
  const { users } = state;
  let withConversations = 0;
  let balanced = 0;
  let surveyed = 0;
  for (let user = 0; user < users.ids.size(); user += 1) {
    if (users.conversations.get(user) > 0) withConversations += 1;
    if (users.balanced.get(user) === truth.yes) balanced += 1;
    surveyed += users.surveyed.get(user);
  }
  return {
    participants: surveyed > 0 ? surveyed : users.ids.size(),
    participantsWithConversations: withConversations,
    conversations: tallies.conversations.conversations,
    interactions: tallies.conversations.interactions,
    utterances: tallies.utterances.utterances,
    openingUtterances: tallies.utterances.opening,
    chosenUtterances: tallies.utterances.chosen,
    emptyResponses: tallies.utterances.empty,
    texts: tallies.metadata.rows,
    models: state.models.size,
    balancedSubset: {
      participants: balanced,
      conversations: tallies.conversations.balancedConversations,
      utterances: tallies.utterances.balancedUtterances,
    },
  };
}
