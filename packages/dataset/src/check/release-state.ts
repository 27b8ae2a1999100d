import { type Column, createColumn } from "./column.ts";
import { createIdIndex, type IdIndex } from "./id-index.ts";
import { createNames, type Names } from "./names.ts";

/** A null, a true and a false in one byte. */
export const truth = { no: 0, yes: 1, unknown: 2 } as const;

export function truthOf(value: boolean | null): number {
  return value === null ? truth.unknown : value ? truth.yes : truth.no;
}

/** Bits of a text's row in `metadata.jsonl`. */
export const textSeen = 1;
export const textAbsent = 2;

/**
 * What the check remembers of the files it has read: numbers only, about 60 bytes a response. A row is a number (its
 * place in the columns); rows refer to each other by these numbers, -1 for none.
 */
export interface ReleaseState {
  readonly names: Names;
  /** Names of `models.jsonl`, as numbers in `names`. */
  readonly models: Set<number>;
  readonly users: {
    readonly ids: IdIndex;
    readonly line: Column;
    /** The user has a row in `survey.jsonl`. */
    readonly surveyed: Column;
    readonly declaredConversations: Column;
    readonly conversations: Column;
    readonly surveyOnly: Column;
    readonly balanced: Column;
    readonly balancedConversations: Column;
    readonly selfDescription: Column;
    readonly systemString: Column;
  };
  readonly conversations: {
    readonly ids: IdIndex;
    readonly line: Column;
    readonly user: Column;
    readonly type: Column;
    readonly balanced: Column;
    readonly turns: Column;
    /** Place of turn 0 in `turns`; -1 for a conversation whose history can't be trusted. */
    readonly firstTurn: Column;
    readonly feedback: Column;
  };
  /** The turns of the histories, in order. */
  readonly turns: {
    readonly conversation: Column;
    readonly prompt: Column;
    readonly firstItem: Column;
    readonly items: Column;
    /** Place in `interactions`, once an utterance named it. */
    readonly interaction: Column;
    /** Responses seen in `utterances.jsonl`. */
    readonly lastSeen: Column;
  };
  /** The model items of the histories, in order. */
  readonly items: {
    readonly turn: Column;
    readonly text: Column;
    readonly model: Column;
    readonly provider: Column;
    /** -1 for null. */
    readonly score: Column;
    readonly chosen: Column;
    readonly withinTurn: Column;
    /** Place in `utterances`. */
    readonly utterance: Column;
  };
  readonly interactions: {
    readonly ids: IdIndex;
    /** Place in `turns`; -1 when unknown. */
    readonly turn: Column;
    readonly conversation: Column;
    readonly prompt: Column;
  };
  readonly utterances: {
    readonly ids: IdIndex;
    readonly interaction: Column;
    readonly response: Column;
  };
}

export function createReleaseState(): ReleaseState {
  return {
    names: createNames(),
    models: new Set(),
    users: {
      ids: createIdIndex(),
      line: createColumn("int32"),
      surveyed: createColumn("uint8"),
      declaredConversations: createColumn("int32"),
      conversations: createColumn("int32"),
      surveyOnly: createColumn("uint8"),
      balanced: createColumn("uint8"),
      balancedConversations: createColumn("int32"),
      selfDescription: createColumn("uint8"),
      systemString: createColumn("uint8"),
    },
    conversations: {
      ids: createIdIndex(),
      line: createColumn("int32"),
      user: createColumn("int32"),
      type: createColumn("int32"),
      balanced: createColumn("uint8"),
      turns: createColumn("int32"),
      firstTurn: createColumn("int32"),
      feedback: createColumn("uint8"),
    },
    turns: {
      conversation: createColumn("int32"),
      prompt: createColumn("float64"),
      firstItem: createColumn("int32"),
      items: createColumn("uint8"),
      interaction: createColumn("int32"),
      lastSeen: createColumn("int32"),
    },
    items: {
      turn: createColumn("int32"),
      text: createColumn("float64"),
      model: createColumn("int32"),
      provider: createColumn("int32"),
      score: createColumn("int32"),
      chosen: createColumn("uint8"),
      withinTurn: createColumn("uint8"),
      utterance: createColumn("int32"),
    },
    interactions: {
      ids: createIdIndex(),
      turn: createColumn("int32"),
      conversation: createColumn("int32"),
      prompt: createColumn("uint8"),
    },
    utterances: {
      ids: createIdIndex(),
      interaction: createColumn("int32"),
      response: createColumn("uint8"),
    },
  };
}

/** What a user row without a survey row holds. */
export function addUser(state: ReleaseState, id: string, line: number): number {
  const { users } = state;
  const user = users.ids.add(id);
  if (user === -1) return -1;
  users.line.push(line);
  users.surveyed.push(0);
  users.declaredConversations.push(-1);
  users.conversations.push(0);
  users.surveyOnly.push(truth.unknown);
  users.balanced.push(truth.unknown);
  users.balancedConversations.push(0);
  users.selfDescription.push(0);
  users.systemString.push(0);
  return user;
}
