import type { Answered, JsonValue, MissingReason, ModelDescription, SamplingParameters } from "@refract/core";
import type { LeftOutReason } from "../manifest/left-out.ts";

/**
 * What a release is written from: plain data, one study and its people in order of arrival. Nothing here knows how the
 * data were stored; whoever holds them (store, import, a simulation) maps its rows to these shapes.
 * All instants are epoch milliseconds (UTC). No panel id, address or other identifier of a person belongs here.
 */
export interface ReleaseStudy {
  readonly id: string;
  readonly title: string;
  readonly description: string | null;
  readonly organisation: string | null;
  readonly contact: string | null;
  /** What participants are promised for taking part, in the study's own words. */
  readonly pay: string | null;
  /** From 1. */
  readonly version: number;
  /** SHA-256 over the study bundle, 64 hexadecimal digits. */
  readonly hash: string;
  readonly seed: ReleaseSeed;
  /** BCP 47 tags; the first is the default. */
  readonly languages: readonly string[];
  /** The pool, in the study file's order. */
  readonly models: readonly ReleaseModel[];
  /** Instruction text of every model that has none of its own. */
  readonly instruction: string;
  /** Every released survey value, in the order asked; empty for a study without survey. */
  readonly surveyFields: readonly SurveyField[];
  /** Null for a study without conversations. */
  readonly conversations: ReleaseConversationDesign | null;
  /** Items put to people, in the order of the stages; left out by a study that puts none. */
  readonly items?: readonly ReleaseItem[];
  /** Names of the study's representative samples; left out where it has none. */
  readonly samples?: readonly string[];
  /** What is told of every person because it differs between them; left out where nothing does. */
  readonly marks?: {
    /** Somebody submitted twice by one panel id. */
    readonly submissions: boolean;
    /** Visits can end by a rule of the study. */
    readonly outcomes: boolean;
    /** What kind of device people used was looked at. */
    readonly devices?: boolean;
    /** People are handed over whom the study's rule leaves out. */
    readonly everybody?: boolean;
  };
  readonly card: ReleaseCardTexts;
  /** `study.yaml` and every file it names, by relative path; written beside the data byte for byte. */
  readonly files: Readonly<Record<string, string>>;
}

/** A seed lets anybody repeat what was drawn, so a study with real people gives only its digest. */
export type ReleaseSeed =
  | { readonly kind: "digest"; readonly digest: string }
  /** Simulated studies only. */
  | { readonly kind: "open"; readonly digest: string; readonly value: string };

export interface ReleaseModel {
  /** The id of the study file; what `ReleaseResponse.modelId` refers to. */
  readonly id: string;
  /** `provider:model`; models under `demo:` are scripted text and the dataset says so. */
  readonly reference: string;
  readonly description: ModelDescription;
  /** Null where the study's instruction applies. */
  readonly instruction: string | null;
  /** What was asked of the model, study settings included. */
  readonly parameters: SamplingParameters;
  /** What the provider does unasked, where known. */
  readonly defaultParameters: SamplingParameters | null;
}

/** `mixed`: asked in different kinds by different versions of a study; its column has texts. */
export type SurveyFieldKind =
  | "choice"
  | "choices"
  | "boolean"
  | "number"
  | "text"
  | "date"
  | "order"
  | "mixed";

/**
 * One released value of the survey. `name` is the release's column; a dot makes it a member of a nested column, one level
 * deep (`stated_prefs.values`, `lm_usecases.research`, `religion.self_described`, `location.birth_country`,
 * `order_stated_prefs.values`). Names of PRISM's survey schema go to `survey.jsonl` where the answers fit its field; all
 * others go to `answers.jsonl` and are columns of the flat tables.
 */
export interface SurveyField {
  readonly name: string;
  /** The wording asked, in the study's first language; for coded values, what the code means. */
  readonly question: string;
  readonly kind: SurveyFieldKind;
  /** Allowed stored values, in order; empty for free values. */
  readonly levels: readonly string[];
  readonly minimum: number | null;
  readonly maximum: number | null;
  /** `answered` by the person, or `derived` from answers (region, simplified religion). */
  readonly origin: "answered" | "derived";
  /** Versions of the study that ask it, ascending; left out: the study's own version. */
  readonly versions?: readonly number[];
  /** How versions differ in it and what that means for its column; left out where they do not. */
  readonly notice?: string;
}

export interface ReleaseConversationDesign {
  readonly types: readonly { readonly id: string; readonly title: string }[];
  /** Models asked in an opening turn. */
  readonly openingResponses: number;
  /** Responses asked for in a later turn. */
  readonly laterResponses: number;
  /** The same in the version of the study that asked for fewest; left out where all asked for as many. */
  readonly fewestLaterResponses?: number;
  /** Later turns: samples of the winner's model, or every opening model again. */
  readonly continuation: "winner" | "all";
  readonly minimumTurns: number;
  readonly judge:
    | {
        readonly kind: "scale";
        readonly minimum: number;
        readonly maximum: number;
        /** Null: the slider starts without a value. */
        readonly startAt: number | null;
        readonly minimumLabel: string;
        readonly maximumLabel: string;
      }
    | {
        readonly kind: "verdict";
        readonly options: readonly { readonly id: string; readonly label: string }[];
      };
  /** Null where not asked. */
  readonly performanceAttributes: ReleaseAttributeBlock | null;
  readonly choiceAttributes: ReleaseAttributeBlock | null;
  /** The question put for `open_feedback`; null where not asked. */
  readonly openFeedback: string | null;
  /** What `ReleaseConversation.otherAnswers` holds, for the codebook. */
  readonly otherFields?: readonly SurveyField[];
}

export interface ReleaseAttributeBlock {
  readonly stem: string;
  readonly minimum: number;
  readonly maximum: number;
  readonly minimumLabel: string;
  readonly maximumLabel: string;
  readonly statements: readonly { readonly id: string; readonly text: string }[];
}

/** Answers for the dataset card, as the study file gives them; null where it says nothing. */
export interface ReleaseCardTexts {
  /** SPDX id of what people wrote and answered. */
  readonly licence: string;
  readonly modelTextLicence: string;
  readonly citation: string | null;
  readonly motivation: string | null;
  readonly intendedUse: string | null;
  readonly collection: string | null;
  readonly ethics: string | null;
  readonly maintenance: string | null;
}

/** How a visit ended. */
export const releaseOutcomes = [
  "completed",
  "screened-out",
  "failed-check",
  "declined",
  "full",
  "unfinished",
] as const;

/** One person. People who withdrew must not be handed over. */
export interface ReleaseParticipant {
  readonly simulated: boolean;
  /** BCP 47 tag of the pages the person saw. */
  readonly language: string;
  /** Name of the recruitment study; null: the study's own id is released. */
  readonly recruitmentStudy: string | null;
  readonly recruitmentLocale: string | null;
  /** Names of representative samples the person is part of; US and UK are PRISM's included_in_US_REP and included_in_UK_REP. */
  readonly representativeSamples: readonly string[];
  /** The kind of device, its system and browser, as classes; null where not looked at. */
  readonly device?: {
    readonly kind: string;
    readonly system: string;
    readonly browser: string | null;
  } | null;
  readonly studyVersion: number;
  /** From 1: which submission of the same panel id this is; 1 where not known. */
  readonly submission?: number;
  readonly outcome?: (typeof releaseOutcomes)[number];
  /** Why the study's rule leaves the person out; null or left out for somebody it keeps. */
  readonly leftOutBy?: LeftOutReason | null;
  /** First page of the survey shown, or of the study when it has no survey. */
  readonly startedAt: number;
  /** Survey submitted; null when it was not (or there is none). */
  readonly surveyFinishedAt: number | null;
  /** By `SurveyField.name`. A field that is left out counts as not asked. */
  readonly survey: Readonly<Record<string, Answered>>;
  /** In order of beginning. Unfinished ones may be handed over; they are counted and left out. */
  readonly conversations: readonly ReleaseConversation[];
  /** Stages and pages of surveys that the person left, in order; left out where not recorded. */
  readonly timings?: readonly ReleaseTiming[];
  /** Items given to the person, in the order shown. */
  readonly responses?: readonly ReleaseItemResponse[];
}

/** How long somebody was in a stage, or on one page of a survey. */
export interface ReleaseTiming {
  readonly stage: string;
  /** Null for the stage as a whole. */
  readonly page: string | null;
  readonly enteredAt: number;
  readonly leftAt: number;
  /** All visits to it together. */
  readonly spentMs: number;
}

/** An item as `items.jsonl` has it, in the study's first language. */
export interface ReleaseItem {
  readonly item: string;
  readonly stage: string;
  readonly instrument: string | null;
  readonly instrumentVersion: number | null;
  /** Of the item's texts; null for the study's own without one. */
  readonly licence: string | null;
  /** `withheld`: question, stimulus and options have no text, since their licence or their authors do not allow it. */
  readonly texts: "included" | "withheld";
  readonly group: string;
  /** Versions and translations of one question share it. */
  readonly cluster: string;
  /** Variants of the instrument whose condition the item showed; null for the study's own. */
  readonly conditions: readonly string[] | null;
  readonly language: string;
  readonly stimulus: readonly string[];
  readonly question: string;
  /** Tells the same question by its wording where the text stays out. */
  readonly questionDigest: string;
  readonly format: string;
  readonly options: readonly { readonly id: string; readonly text: string }[];
  readonly optOuts: readonly { readonly id: string; readonly text: string }[];
  readonly attributes: Readonly<Record<string, string | readonly string[]>>;
}

/** One item given to a person; `missing` is `not-asked` for those they did not come to. */
export interface ReleaseItemResponse {
  readonly stage: string;
  readonly item: string;
  readonly place: number;
  readonly optionOrder: readonly string[];
  readonly seed: string;
  readonly assignedAt: number;
  readonly shownAt: number | null;
  readonly answeredAt: number | null;
  readonly pageMs: number | null;
  readonly firstInputMs: number | null;
  readonly reply: string;
  readonly value: JsonValue;
  readonly missing: MissingReason | null;
  readonly rule: string;
}

export interface ReleaseConversation {
  readonly type: string;
  /** The conversation's page was opened. */
  readonly startedAt: number;
  /** The chat was finished, before the questions about it; null while it was not. */
  readonly finishedAt: number | null;
  /** The questions about it were handed in too, so that it is completed; null while they were not. Only completed ones are released. */
  readonly closedAt: number | null;
  /** In order; the first is the opening turn. */
  readonly turns: readonly ReleaseTurn[];
  /** By statement id; a statement left out counts as not asked. */
  readonly performanceAttributes: Readonly<Record<string, Answered>>;
  readonly choiceAttributes: Readonly<Record<string, Answered>>;
  readonly openFeedback: Answered;
  /** Answers about the conversation that PRISM has no field for, by name; they go to `answers.jsonl`. */
  readonly otherAnswers?: Readonly<Record<string, Answered>>;
}

export interface ReleaseTurn {
  readonly prompt: string;
  readonly sentAt: number;
  /**
   * How the winner was settled; null while it was not. An unsettled turn is counted and left out, except in a verdict
   * study, where the verdict is on the whole conversation and every turn with an answer counts.
   */
  readonly settledBy: "score" | "asked" | "random" | "verdict" | null;
  /** The verdict on this turn or on the conversation it ends; null with a scale. */
  readonly verdict: string | null;
  /** Start of the generator that drew among the best, where `settledBy` is `random`. */
  readonly tieSeed: string | null;
  /** Every slot, failed ones included; in any order. */
  readonly responses: readonly ReleaseResponse[];
}

export interface ReleaseResponse {
  readonly slotId: string;
  /** The slot as drawn, from 0. */
  readonly drawnOrder: number;
  /** Where it was shown, from 0. */
  readonly shownOrder: number;
  readonly modelId: string;
  /** Null when no answer came; an answer without text is "". */
  readonly text: string | null;
  /** Why `text` or `score` is absent. */
  readonly missing: MissingReason | null;
  readonly score: number | null;
  readonly touched: boolean;
  readonly firstTouchMs: number | null;
  readonly pathLength: number | null;
  readonly chosen: boolean;
  readonly askedAt: number;
  readonly completedAt: number | null;
  readonly firstTextMs: number | null;
  readonly totalMs: number | null;
  /** Of all its calls, for a place at the limiter of the model's account; null where not recorded. */
  readonly waitedMs: number | null;
  /** Start of the generator that drew the slot's model from the pool; null where nothing was drawn or it was not kept. */
  readonly drawSeed: string | null;
  /** The seed sent with the request; null where none was sent or it was not kept. */
  readonly sampleSeed: number | null;
  /** Every call made for the slot, in order; empty where not recorded. */
  readonly attempts: readonly ReleaseAttempt[];
}

export interface ReleaseAttempt {
  /** Differs from the response's model when the slot was filled from the pool again. */
  readonly modelId: string;
  /** `ok` or the kind of failure. */
  readonly outcome: string;
  /** Why the answer ended; null where it broke off or never came. */
  readonly finishReason: string | null;
  /** What a failed call had said. */
  readonly failedText: string | null;
  /** Separated from the answer. */
  readonly reasoning: string | null;
  readonly reasoningFrom: "text" | "server" | null;
  /** Settings that were not sent, because the provider has no word for them. */
  readonly notSent: readonly string[];
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly reasoningTokens: number | null;
  readonly totalMs: number;
  readonly waitedMs: number | null;
}
