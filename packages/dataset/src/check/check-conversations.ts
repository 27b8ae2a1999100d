import type { ConversationRecord, ModelItem } from "../prism-release/conversation-record.ts";
import type { RecordVisitor } from "./check-records.ts";
import type { ReleaseRules } from "./release-rules.ts";
import { addUser, type ReleaseState, textAbsent, truth, truthOf } from "./release-state.ts";
import { responseFindings, type TurnView } from "./response-rules.ts";
import { minutesFinding } from "./survey-logic.ts";
import { textPrint } from "./text-print.ts";
import type { Finding, ViolationLog } from "./violation.ts";

/** Counted while conversations were read. */
export interface ConversationTally {
  conversations: number;
  balancedConversations: number;
  interactions: number;
  modelItems: number;
  openingItems: number;
  /** Conversations whose rows or histories are too broken to be held against other files. */
  untrusted: number;
  /** Turns after the first in which PRISM's rule by text made several identical responses chosen. */
  identicalChosen: number;
  readonly types: Map<string, number>;
}

export function createConversationTally(): ConversationTally {
  return {
    conversations: 0,
    balancedConversations: 0,
    interactions: 0,
    modelItems: 0,
    openingItems: 0,
    untrusted: 0,
    identicalChosen: 0,
    types: new Map(),
  };
}

/** Reads `conversations.jsonl` into the state. */
export function conversationsVisitor(
  file: string,
  state: ReleaseState,
  rules: ReleaseRules,
  tally: ConversationTally,
  log: ViolationLog,
): RecordVisitor<ConversationRecord> {
  const { conversations } = state;

  const register = (id: string, user: number, line: number): number => {
    const conversation = conversations.ids.add(id);
    if (conversation === -1) {
      const first = conversations.line.get(conversations.ids.find(id));
      log.add({
        kind: "duplicate",
        file,
        line,
        field: "conversation_id",
        value: id,
        problem: `"${id}" is the conversation_id of line ${first} already`,
        expectation: "one row for a conversation",
      });
      return -1;
    }
    conversations.line.push(line);
    conversations.user.push(user);
    conversations.type.push(-1);
    conversations.balanced.push(truth.unknown);
    conversations.turns.push(0);
    conversations.firstTurn.push(-1);
    conversations.feedback.push(0);
    return conversation;
  };

  return {
    record(record, line) {
      const user = findUser(state, rules, file, record.user_id, line, log);
      const conversation = register(record.conversation_id, user, line);
      const add = (finding: Omit<Finding, "file" | "line">) => log.add({ ...finding, file, line });
      for (const finding of minutesFinding(record.timing_duration_s, record.timing_duration_mins)) {
        add({ kind: "total", ...finding });
      }
      const type = record.conversation_type;
      if (rules.conversationTypes?.includes(type ?? "") === false) {
        const expectation = `one of ${rules.conversationTypes.map((each) => JSON.stringify(each)).join(", ")}`;
        add({ kind: "schema", field: "conversation_type", value: type, expectation });
      }
      const turns = turnsOf(record, add);
      if (turns === null) tally.untrusted += 1;
      else checkTurns(record, turns, rules, tally, add);
      checkModelNames(record, state, add);
      if (conversation === -1) return;
      conversations.type.set(conversation, state.names.number(record.conversation_type));
      conversations.balanced.set(conversation, truthOf(record.included_in_balanced_subset));
      conversations.turns.set(conversation, record.conversation_turns);
      if (record.open_feedback === null) conversations.feedback.set(conversation, textAbsent);
      countConversation(record, user, state, tally);
      if (turns !== null) {
        conversations.firstTurn.set(conversation, state.turns.conversation.length());
        remember(turns, conversation, state);
      }
    },
    broken(record, line) {
      tally.untrusted += 1;
      const user = typeof record.user_id === "string" ? state.users.ids.find(record.user_id) : -1;
      if (typeof record.conversation_id !== "string") return;
      const conversation = register(record.conversation_id, user, line);
      if (conversation === -1) return;
      const balanced = record.included_in_balanced_subset === true;
      state.users.conversations.set(user, state.users.conversations.get(user) + 1);
      if (balanced)
        state.users.balancedConversations.set(user, state.users.balancedConversations.get(user) + 1);
      if (record.open_feedback === null) conversations.feedback.set(conversation, textAbsent);
    },
  };
}

/** The user's number; reports a user without a survey row. */
export function findUser(
  state: ReleaseState,
  rules: ReleaseRules,
  file: string,
  id: string,
  line: number,
  log: ViolationLog,
): number {
  const user = state.users.ids.find(id);
  if (rules.hasSurvey) {
    if (user === -1) {
      log.add({
        kind: "reference",
        file,
        line,
        field: "user_id",
        value: id,
        expectation: "the user_id of a row of survey.jsonl",
      });
    }
    return user;
  }
  return user === -1 ? addUser(state, id, line) : user;
}

function countConversation(
  record: ConversationRecord,
  user: number,
  state: ReleaseState,
  tally: ConversationTally,
): void {
  tally.conversations += 1;
  tally.interactions += record.conversation_turns;
  const type = record.conversation_type ?? "null";
  tally.types.set(type, (tally.types.get(type) ?? 0) + 1);
  state.users.conversations.set(user, state.users.conversations.get(user) + 1);
  if (record.included_in_balanced_subset === true) {
    tally.balancedConversations += 1;
    state.users.balancedConversations.set(user, state.users.balancedConversations.get(user) + 1);
  }
}

/** The history as turns; null, with reports, when its turns are not 0, 1, 2 … each begun by the participant. */
function turnsOf(
  record: ConversationRecord,
  add: (finding: Omit<Finding, "file" | "line">) => void,
): TurnView[] | null {
  const turns: (TurnView & { responses: ModelItem[] })[] = [];
  let gapless = true;
  record.conversation_history.forEach((item, index) => {
    const expected = item.role === "user" ? turns.length : turns.length - 1;
    if (item.turn !== expected) {
      gapless = false;
      add({
        kind: "turns",
        field: `conversation_history[${index}].turn`,
        value: item.turn,
        expectation:
          expected === -1
            ? "a message of the user before the first response"
            : item.role === "user"
              ? `${expected}, the turn after the last`
              : `${expected}, the turn of the message before`,
      });
    }
    if (item.role === "user") turns.push({ turn: turns.length, prompt: item.content, responses: [] });
    else turns.at(-1)?.responses.push(item);
  });
  if (turns.length !== record.conversation_turns) {
    add({
      kind: "turns",
      field: "conversation_turns",
      value: record.conversation_turns,
      expectation: `${turns.length}, the messages of the user in conversation_history`,
    });
  }
  const opening = turns[0]?.prompt;
  if (opening !== undefined && opening !== record.opening_prompt) {
    add({
      kind: "history",
      field: "opening_prompt",
      value: record.opening_prompt,
      expectation: "the first message of conversation_history",
    });
  }
  return gapless ? turns : null;
}

function checkTurns(
  record: ConversationRecord,
  turns: readonly TurnView[],
  rules: ReleaseRules,
  tally: ConversationTally,
  add: (finding: Omit<Finding, "file" | "line">) => void,
): void {
  if (record.conversation_turns < rules.minimumTurns) {
    add({
      kind: "turns",
      field: "conversation_turns",
      value: record.conversation_turns,
      expectation: `at least ${rules.minimumTurns}`,
    });
  }
  const { findings, identicalChosen } = responseFindings(turns, rules);
  for (const finding of findings) add(finding);
  tally.identicalChosen += identicalChosen;
  turns.forEach((turn, index) => {
    tally.modelItems += turn.responses.length;
    if (index === 0) tally.openingItems += turn.responses.length;
  });
}

function checkModelNames(
  record: ConversationRecord,
  state: ReleaseState,
  add: (finding: Omit<Finding, "file" | "line">) => void,
): void {
  if (state.models.size === 0) return;
  record.conversation_history.forEach((item, index) => {
    if (item.role === "model" && !state.models.has(state.names.number(item.model_name))) {
      add({
        kind: "reference",
        field: `conversation_history[${index}].model_name`,
        value: item.model_name,
        expectation: "the long_name of a row of models.jsonl",
      });
    }
  });
}

function remember(turns: readonly TurnView[], conversation: number, state: ReleaseState): void {
  const { turns: kept, items, names } = state;
  for (const turn of turns) {
    const place = kept.conversation.push(conversation);
    kept.prompt.push(textPrint(turn.prompt));
    kept.firstItem.push(items.turn.length());
    kept.items.push(turn.responses.length);
    kept.interaction.push(-1);
    kept.lastSeen.push(-1);
    for (const item of turn.responses) {
      items.turn.push(place);
      items.text.push(textPrint(item.content));
      items.model.push(names.number(item.model_name));
      items.provider.push(names.number(item.model_provider));
      items.score.push(item.score ?? noScore);
      items.chosen.push(truthOf(item.if_chosen));
      items.withinTurn.push(item.within_turn_id);
      items.utterance.push(-1);
    }
  }
}

/** A score of null among scores. */
export const noScore = -2_147_483_648;
