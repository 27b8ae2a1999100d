import { emptyText } from "../prism-release/keys.ts";
import type { UtteranceRecord } from "../prism-release/utterance-record.ts";
import { findUser, noScore } from "./check-conversations.ts";
import type { RecordVisitor } from "./check-records.ts";
import type { ReleaseRules } from "./release-rules.ts";
import { type ReleaseState, truthOf } from "./release-state.ts";
import { textPrint } from "./text-print.ts";
import type { Finding, ViolationLog } from "./violation.ts";

/** Counted while utterances were read. */
export interface UtteranceTally {
  utterances: number;
  balancedUtterances: number;
  opening: number;
  chosen: number;
  empty: number;
  /** Turns whose rows stand in another order than in the history. */
  reordered: number;
  readonly byModel: Map<string, number>;
  readonly byProvider: Map<string, number>;
}

export function createUtteranceTally(): UtteranceTally {
  return {
    utterances: 0,
    balancedUtterances: 0,
    opening: 0,
    chosen: 0,
    empty: 0,
    reordered: 0,
    byModel: new Map(),
    byProvider: new Map(),
  };
}

/** Reads `utterances.jsonl` and holds every row against the history of its conversation. */
export function utterancesVisitor(
  file: string,
  state: ReleaseState,
  rules: ReleaseRules,
  tally: UtteranceTally,
  /** False when `conversations.jsonl` is missing: then there is nothing to hold rows against. */
  hasConversations: boolean,
  log: ViolationLog,
): RecordVisitor<UtteranceRecord> {
  const { utterances, interactions, conversations, users, names } = state;

  const register = (id: string, interaction: number, add: Add): number => {
    const utterance = utterances.ids.add(id);
    if (utterance === -1) {
      add({
        kind: "duplicate",
        field: "utterance_id",
        value: id,
        problem: `"${id}" has a row already`,
        expectation: "one row for a response",
      });
      return -1;
    }
    utterances.interaction.push(interaction);
    utterances.response.push(0);
    return utterance;
  };

  /** The number of an interaction; a new one has no turn yet. */
  const interactionOf = (id: string, conversation: number): number => {
    const interaction = interactions.ids.add(id);
    if (interaction === -1) return interactions.ids.find(id);
    interactions.turn.push(-1);
    interactions.conversation.push(conversation);
    interactions.prompt.push(0);
    return interaction;
  };

  const count = (record: UtteranceRecord) => {
    tally.utterances += 1;
    if (record.included_in_balanced_subset === true) tally.balancedUtterances += 1;
    if (record.turn === 0) tally.opening += 1;
    if (record.if_chosen) tally.chosen += 1;
    if (record.model_response === emptyText) tally.empty += 1;
    increase(tally.byModel, record.model_name);
    increase(tally.byProvider, record.model_provider ?? "null");
  };

  return {
    record(record, line) {
      const add: Add = (finding) => log.add({ ...finding, file, line });
      count(record);
      const user = findUser(state, rules, file, record.user_id, line, log);
      const conversation = conversations.ids.find(record.conversation_id);
      const interaction = interactionOf(record.interaction_id, conversation);
      const utterance = register(record.utterance_id, interaction, add);
      if (state.models.size > 0 && !state.models.has(names.number(record.model_name))) {
        const expectation = "the long_name of a row of models.jsonl";
        add({ kind: "reference", field: "model_name", value: record.model_name, expectation });
      }
      if (!hasConversations) return;
      if (conversation === -1) {
        const expectation = "the conversation_id of a row of conversations.jsonl";
        add({ kind: "reference", field: "conversation_id", value: record.conversation_id, expectation });
        return;
      }
      const owner = conversations.user.get(conversation);
      if (user !== -1 && owner !== -1 && owner !== user) {
        const expectation = `"${users.ids.name(owner)}", as in conversations.jsonl line ${conversations.line.get(conversation)}`;
        add({ kind: "reference", field: "user_id", value: record.user_id, expectation });
      }
      checkAgainstConversation(record, conversation, state, add);
      if (conversations.firstTurn.get(conversation) === -1) return;
      checkAgainstTurn(record, { conversation, interaction, utterance }, state, rules, tally, add);
    },
    broken(record, line) {
      const add: Add = (finding) => log.add({ ...finding, file, line });
      tally.utterances += 1;
      const conversation =
        typeof record.conversation_id === "string" ? conversations.ids.find(record.conversation_id) : -1;
      const interaction =
        typeof record.interaction_id === "string" ? interactionOf(record.interaction_id, conversation) : -1;
      const utterance =
        typeof record.utterance_id === "string" ? register(record.utterance_id, interaction, add) : -1;
      if (conversation === -1 || typeof record.turn !== "number" || typeof record.within_turn_id !== "number")
        return;
      // The row was found broken already; its place in the history is taken so that it is not missed there too.
      const turn = turnAt(state, conversation, record.turn);
      if (turn !== -1) claim(state, itemAt(state, turn, record.within_turn_id), turn, interaction, utterance);
    },
  };
}

type Add = (finding: Omit<Finding, "file" | "line">) => void;

function increase(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function checkAgainstConversation(
  record: UtteranceRecord,
  conversation: number,
  state: ReleaseState,
  add: Add,
): void {
  const { conversations, names } = state;
  const line = conversations.line.get(conversation);
  const type = conversations.type.get(conversation);
  if (type === -1) return;
  if (names.name(type) !== record.conversation_type) {
    add({
      kind: "history",
      field: "conversation_type",
      value: record.conversation_type,
      expectation: `${JSON.stringify(names.name(type))}, as in conversations.jsonl line ${line}`,
    });
  }
  if (conversations.balanced.get(conversation) !== truthOf(record.included_in_balanced_subset)) {
    add({
      kind: "history",
      field: "included_in_balanced_subset",
      value: record.included_in_balanced_subset,
      expectation: `the value of conversations.jsonl line ${line}`,
    });
  }
}

function turnAt(state: ReleaseState, conversation: number, turn: number): number {
  const first = state.conversations.firstTurn.get(conversation);
  const place = first + turn;
  return first !== -1 && state.turns.conversation.get(place) === conversation ? place : -1;
}

function itemAt(state: ReleaseState, turn: number, withinTurn: number): number {
  const first = state.turns.firstItem.get(turn);
  for (let item = first; item < first + state.turns.items.get(turn); item += 1) {
    if (state.items.withinTurn.get(item) === withinTurn) return item;
  }
  return -1;
}

function claim(
  state: ReleaseState,
  item: number,
  turn: number,
  interaction: number,
  utterance: number,
): void {
  if (item === -1) return;
  state.items.utterance.set(item, Math.max(0, utterance));
  if (interaction === -1) return;
  if (state.turns.interaction.get(turn) === -1) state.turns.interaction.set(turn, interaction);
  if (state.interactions.turn.get(interaction) === -1) state.interactions.turn.set(interaction, turn);
}

interface Place {
  readonly conversation: number;
  readonly interaction: number;
  readonly utterance: number;
}

function checkAgainstTurn(
  record: UtteranceRecord,
  place: Place,
  state: ReleaseState,
  rules: ReleaseRules,
  tally: UtteranceTally,
  add: Add,
): void {
  const { conversations, turns, items } = state;
  const line = conversations.line.get(place.conversation);
  const source = () => `conversations.jsonl line ${line}, turn ${record.turn}`;
  const turn = turnAt(state, place.conversation, record.turn);
  if (turn === -1) {
    const last = conversations.turns.get(place.conversation) - 1;
    const expectation = `a turn from 0 to ${last}, as in conversations.jsonl line ${line}`;
    add({ kind: "turns", field: "turn", value: record.turn, expectation });
    return;
  }
  checkInteraction(record, turn, place.interaction, state, source, add);
  if (turns.prompt.get(turn) !== textPrint(record.user_prompt)) {
    const expectation = `the message of ${source()}`;
    add({ kind: "history", field: "user_prompt", value: record.user_prompt, expectation });
  }
  const item = itemAt(state, turn, record.within_turn_id);
  const value = record.within_turn_id;
  if (item === -1) {
    add({ kind: "history", field: "within_turn_id", value, expectation: `a response of ${source()}` });
    return;
  }
  if (items.utterance.get(item) !== -1) {
    add({
      kind: "duplicate",
      field: "within_turn_id",
      value,
      expectation: "one row for a response of a turn",
    });
    return;
  }
  claim(state, item, turn, place.interaction, place.utterance);
  if (item < turns.lastSeen.get(turn)) {
    tally.reordered += 1;
    if (rules.form === "study") {
      const expectation = `rows of a turn in the order of ${source()}`;
      add({ kind: "history", field: "within_turn_id", value, expectation });
    }
  }
  turns.lastSeen.set(turn, item);
  checkResponse(record, item, state, () => `${source()}, within_turn_id ${value}`, add);
}

/** One interaction id for one turn, and one turn for one interaction id. */
function checkInteraction(
  record: UtteranceRecord,
  turn: number,
  interaction: number,
  state: ReleaseState,
  source: () => string,
  add: Add,
): void {
  const known = state.turns.interaction.get(turn);
  const other = state.interactions.turn.get(interaction);
  const value = record.interaction_id;
  if (known !== -1 && known !== interaction) {
    const expectation = `"${state.interactions.ids.name(known)}", as in other rows of ${source()}`;
    add({ kind: "reference", field: "interaction_id", value, expectation });
  } else if (other !== -1 && other !== turn) {
    const problem = `"${value}" is the id of another turn already`;
    add({ kind: "duplicate", field: "interaction_id", value, problem, expectation: "one id for a turn" });
  }
}

function checkResponse(
  record: UtteranceRecord,
  item: number,
  state: ReleaseState,
  source: () => string,
  add: Add,
): void {
  const { items, names } = state;
  const report = (field: keyof UtteranceRecord, expected: string) =>
    add({ kind: "history", field, value: record[field], expectation: `${expected} of ${source()}` });
  if (items.text.get(item) !== textPrint(record.model_response)) report("model_response", "the text");
  const score = items.score.get(item);
  if (score !== (record.score ?? noScore)) report("score", `${score === noScore ? null : score}, the score`);
  const chosen = items.chosen.get(item);
  if (chosen !== truthOf(record.if_chosen)) report("if_chosen", `${chosen === 1}, the choice`);
  const model = items.model.get(item);
  if (model !== names.number(record.model_name)) report("model_name", `"${names.name(model)}", the model`);
  const provider = items.provider.get(item);
  if (provider !== names.number(record.model_provider)) {
    report("model_provider", `"${names.name(provider)}", the provider`);
  }
}
