/** What the browser gets of a conversation stage. Nothing here comes from, or varies with, which model answers. */
export interface ConversationStageView {
  readonly type: "conversation";
  readonly phase:
    | "practice"
    | "choose-type"
    | "write" // a prompt is expected: conversation.begin for the first, turn.send after it
    | "answering" // responses are on their way; text comes on the stream
    | "rate"
    | "failed" // no model answered; turn.retry
    | "questions" // attributes, then open feedback, about the conversation just finished
    | "done";
  readonly types: readonly {
    readonly id: string;
    readonly title: string;
    readonly description: string | null;
    /** Soft examples shown under the box. */
    readonly examples: readonly string[];
    readonly done: number;
    /** Null: as many as the person likes. */
    readonly planned: number | null;
    readonly open: boolean;
  }[];
  readonly done: number;
  readonly planned: number;
  /** Whether the stage may be ended now although conversations are left. */
  readonly mayStop: boolean;
  readonly conversation: ConversationView | null;
  readonly settings: ConversationSettingsView;
}

export interface ConversationView {
  readonly id: string;
  /** From 1. */
  readonly ordinal: number;
  readonly type: string;
  /** Settled turns: the prompt and the response that was kept. Oldest first. */
  readonly history: readonly {
    readonly turn: number;
    readonly prompt: string;
    readonly responses: readonly {
      readonly label: string;
      readonly text: string;
      readonly score: number | null;
      readonly chosen: boolean;
    }[];
  }[];
  /** The turn under way. */
  readonly turn: TurnView | null;
  readonly minimumTurns: number;
  readonly maximumTurns: number;
  readonly mayFinish: boolean;
  /** Answers to the questions so far. */
  readonly questions: QuestionsView;
}

export interface TurnView {
  readonly id: string;
  /** From 0; shown from 1. */
  readonly number: number;
  readonly prompt: string;
  /** In the order shown; `text` is null until the turn has been shown in full. */
  readonly slots: readonly {
    readonly id: string;
    /** A, B, C, D by place. */
    readonly label: string;
    readonly text: string | null;
    readonly score: number | null;
    readonly touched: boolean;
  }[];
  /** At phase `failed`: no model answered, or the study's money is spent and no call is made any more. */
  readonly failure: "models" | "budget" | null;
  /** With `winner` and a tie asked about: the ids that share the highest score, else empty. */
  readonly tied: readonly string[];
}

export interface QuestionsView {
  readonly step: "attributes" | "feedback" | null;
  /** Blocks of statements, each on one scale. */
  readonly blocks: readonly {
    readonly id: string; // performance_attributes, choice_attributes
    readonly stem: string;
    readonly minimum: number;
    readonly maximum: number;
    /** none: no handle until first touch. */
    readonly startAt: number | "none";
    readonly minimumLabel: string;
    readonly maximumLabel: string;
    readonly notApplicable: boolean;
    readonly statements: readonly {
      readonly id: string;
      readonly text: string;
      readonly value: number | null;
      readonly isNotApplicable: boolean;
    }[];
  }[];
  readonly feedback: {
    readonly prompt: string;
    readonly hint: string | null;
    readonly required: boolean;
    readonly text: string;
  } | null;
}

export interface ConversationSettingsView {
  /** One text at a time at one pace for all, or all together when all are done. */
  readonly streaming: "even-paced" | "together";
  /** winner: the chosen response goes on. all: every model goes on from its own words. */
  readonly continuation: "winner" | "all";
  readonly judge:
    | {
        readonly kind: "scale";
        readonly minimum: number;
        readonly maximum: number;
        readonly startAt: number | "none";
        readonly minimumLabel: string;
        readonly maximumLabel: string;
        readonly tie: "ask" | "random";
      }
    /** Verdicts on the whole conversation (pair arena): `a`, `b`, `tie`, `both-bad`. */
    | {
        readonly kind: "verdict";
        readonly options: readonly { readonly id: string; readonly label: string }[];
        readonly reveal: boolean;
      };
  readonly advice: string | null;
  readonly maximumPromptCharacters: number;
  readonly maximumFeedbackCharacters: number;
  readonly blockPaste: boolean;
  /** A canned exchange to try the controls on; null when switched off. */
  readonly practice: { readonly prompt: string; readonly responses: readonly string[] } | null;
}

/** How a slider was used. Times are milliseconds from when the responses were shown. */
export interface RatingTrace {
  readonly touched: boolean;
  readonly firstTouchMs: number | null;
  /** Sum of the absolute movements of the value. */
  readonly pathLength: number;
}

export type ConversationCommand =
  | { readonly type: "practice.finished" }
  | {
      readonly type: "conversation.begun";
      readonly conversationType: string;
      readonly prompt: string;
      /** How long the page was open when this was sent, in milliseconds; without it the page counts as open since the last answer. */
      readonly openMs?: number | undefined;
    }
  | { readonly type: "turn.sent"; readonly prompt: string }
  | { readonly type: "turn.retried" }
  | {
      readonly type: "slot.rated";
      readonly slotId: string;
      readonly score: number;
      readonly trace: RatingTrace;
    }
  /** Settles the turn: the highest score wins; `slotId` answers a tie, and may be left out with `tie: random`. */
  | { readonly type: "turn.chosen"; readonly slotId: string | null }
  /** Pair arena: settles and finishes the conversation. */
  | { readonly type: "verdict.given"; readonly verdict: string }
  /** Ends the conversation after its last settled turn. */
  | { readonly type: "conversation.finished" }
  | {
      readonly type: "attributes.rated";
      readonly block: string;
      readonly statement: string;
      readonly value: number | null;
      readonly notApplicable: boolean;
    }
  | { readonly type: "attributes.submitted" }
  | { readonly type: "feedback.saved"; readonly text: string }
  | { readonly type: "feedback.submitted"; readonly text: string }
  /** Leaves the stage with conversations left, where the study allows it. */
  | { readonly type: "stage.ended" };
