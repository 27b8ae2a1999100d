import type { ReleaseFileName } from "../prism-release/release-files.ts";
import type { ConversationTally } from "./check-conversations.ts";
import type { MetadataTally } from "./check-metadata.ts";
import type { UtteranceTally } from "./check-utterances.ts";
import type { Column } from "./column.ts";
import { expectedUtterances, type ReleaseRules } from "./release-rules.ts";
import { type ReleaseState, textAbsent, textSeen, truth } from "./release-state.ts";
import type { ViolationLog } from "./violation.ts";

export interface ReleaseTallies {
  readonly conversations: ConversationTally;
  readonly utterances: UtteranceTally;
  readonly metadata: MetadataTally;
}

/** What only shows when all files have been read: rows that nobody wrote, and sums that don't add up. */
export function checkTotals(
  state: ReleaseState,
  tallies: ReleaseTallies,
  rules: ReleaseRules,
  has: (file: ReleaseFileName) => boolean,
  path: (file: ReleaseFileName) => string,
  log: ViolationLog,
): void {
  if (has("survey.jsonl") && has("conversations.jsonl")) checkParticipants(state, path("survey.jsonl"), log);
  if (has("conversations.jsonl") && has("utterances.jsonl")) {
    checkMissingUtterances(state, path("conversations.jsonl"), log);
    checkUtteranceSums(state, tallies, rules, path("utterances.jsonl"), log);
  }
  if (has("metadata.jsonl")) checkMissingMetadata(state, has, path("metadata.jsonl"), log);
}

function checkParticipants(state: ReleaseState, file: string, log: ViolationLog): void {
  const { users } = state;
  for (let user = 0; user < users.ids.size(); user += 1) {
    const declared = users.declaredConversations.get(user);
    if (users.surveyed.get(user) === 0 || declared === -1) continue;
    const line = users.line.get(user);
    const conversations = users.conversations.get(user);
    if (declared !== conversations) {
      const expectation = `${conversations}, the participant's rows in conversations.jsonl`;
      log.add({
        kind: "total",
        file,
        line,
        field: "num_completed_conversations",
        value: declared,
        expectation,
      });
    }
    const balanced = users.balanced.get(user);
    const included = users.balancedConversations.get(user) > 0;
    if (balanced !== truth.unknown && (balanced === truth.yes) !== included) {
      log.add({
        kind: "total",
        file,
        line,
        field: "included_in_balanced_subset",
        value: balanced === truth.yes,
        expectation: included
          ? "true, since conversations of the participant are included"
          : "false, since no conversation of the participant is included",
      });
    }
  }
}

function checkMissingUtterances(state: ReleaseState, file: string, log: ViolationLog): void {
  const { items, turns, conversations } = state;
  for (let item = 0; item < items.turn.length(); item += 1) {
    if (items.utterance.get(item) !== -1) continue;
    const turn = items.turn.get(item);
    const conversation = turns.conversation.get(turn);
    const number = turn - conversations.firstTurn.get(conversation);
    log.add({
      kind: "history",
      file,
      line: conversations.line.get(conversation),
      field: `conversation_history, turn ${number}, within_turn_id ${items.withinTurn.get(item)}`,
      problem: `no row of utterances.jsonl for a response of ${conversations.ids.name(conversation)}`,
      expectation: "one row for every response",
    });
  }
}

function checkUtteranceSums(
  state: ReleaseState,
  { conversations, utterances }: ReleaseTallies,
  rules: ReleaseRules,
  file: string,
  log: ViolationLog,
): void {
  if (conversations.untrusted > 0) return;
  const add = (problem: string, expectation: string) =>
    log.add({ kind: "total", file, line: null, field: "", problem, expectation });
  if (utterances.utterances !== conversations.modelItems) {
    add(
      `${utterances.utterances} rows`,
      `${conversations.modelItems}, the responses of all conversation_history`,
    );
  }
  const interactions = state.interactions.ids.size();
  if (interactions !== conversations.interactions) {
    add(
      `${interactions} different interaction_id`,
      `${conversations.interactions}, the sum of conversation_turns in conversations.jsonl`,
    );
  }
  const { minimum, maximum } = rules.laterResponses;
  if (rules.continuation !== "winner" || minimum !== maximum) return;
  const expected = expectedUtterances(
    conversations.openingItems,
    conversations.interactions,
    conversations.conversations,
    maximum,
  );
  if (utterances.utterances !== expected) {
    add(
      `${utterances.utterances} rows`,
      `${expected}: ${conversations.openingItems} opening responses and ${maximum} for each of ${conversations.interactions - conversations.conversations} later turns`,
    );
  }
}

function checkMissingMetadata(
  state: ReleaseState,
  has: (file: ReleaseFileName) => boolean,
  file: string,
  log: ViolationLog,
): void {
  const { users, conversations, interactions, utterances } = state;
  const report = (seen: Column, column: string, whose: (place: number) => string | null) => {
    for (let place = 0; place < seen.length(); place += 1) {
      if ((seen.get(place) & (textSeen | textAbsent)) !== 0) continue;
      const name = whose(place);
      if (name === null) continue;
      const problem = `no row for the ${column} of ${name}`;
      log.add({
        kind: "metadata",
        file,
        line: null,
        field: "",
        problem,
        expectation: "one row for every text",
      });
    }
  };
  if (has("survey.jsonl")) {
    const surveyed = (user: number) => (users.surveyed.get(user) === 1 ? users.ids.name(user) : null);
    report(users.selfDescription, "self_description", surveyed);
    report(users.systemString, "system_string", surveyed);
  }
  if (has("conversations.jsonl")) report(conversations.feedback, "open_feedback", conversations.ids.name);
  if (has("utterances.jsonl")) {
    report(interactions.prompt, "user_prompt", interactions.ids.name);
    report(utterances.response, "model_response", utterances.ids.name);
  }
}
