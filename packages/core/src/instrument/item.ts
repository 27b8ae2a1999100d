import type { JsonValue } from "../missing.ts";

/** What a respondent is shown besides the question. Images are files of the instrument's records, never addresses. */
export type StimulusPart =
  | { readonly kind: "text"; readonly text: string; readonly language: string }
  | {
      readonly kind: "image";
      readonly mediaType: string;
      readonly data: Uint8Array;
      readonly description: string;
    };

/** One thing that can be chosen. */
export interface ItemOption {
  /** Stable over languages and orders: what gold and parsed values name. */
  readonly id: string;
  readonly text: string;
}

/** How a response is given. Choice formats hold at least two options. */
export type ResponseFormat =
  | { readonly kind: "choice"; readonly options: readonly ItemOption[] }
  | { readonly kind: "several"; readonly options: readonly ItemOption[] }
  | { readonly kind: "true-false" }
  | { readonly kind: "likert"; readonly options: readonly ItemOption[] }
  | {
      readonly kind: "vas";
      readonly minimum: number;
      readonly maximum: number;
      readonly low: string;
      readonly high: string;
    }
  | {
      readonly kind: "number";
      /** Null where nothing bounds it. */
      readonly minimum: number | null;
      readonly maximum: number | null;
      readonly whole: boolean;
      readonly unit: string | null;
    }
  | { readonly kind: "text"; readonly long: boolean; readonly slots: number }
  | { readonly kind: "ranking"; readonly options: readonly ItemOption[] };

/** What a response is held against. */
export type Gold =
  /** Any of the accepted option ids is right. */
  | { readonly kind: "key"; readonly accepted: readonly string[] }
  /** Exactly these option ids, none missing and none more. */
  | { readonly kind: "all"; readonly accepted: readonly string[] }
  /** A judgement of true or false. */
  | { readonly kind: "truth"; readonly value: boolean }
  /** The option each population prefers. */
  | { readonly kind: "per-population"; readonly keys: Readonly<Record<string, string>> }
  /** Share of respondents per option id; shares sum to 1. */
  | {
      readonly kind: "distribution";
      readonly shares: Readonly<Record<string, number>>;
      readonly respondents: number | null;
    }
  /** Answer groups with votes, most votes first. */
  | { readonly kind: "answers"; readonly groups: readonly AnswerGroup[] }
  | { readonly kind: "none" };

export interface AnswerGroup {
  readonly votes: number;
  /** Wordings of one answer, per language. */
  readonly answers: Readonly<Record<string, readonly string[]>>;
}

/** One stimulus and question. */
export interface Item {
  /** Unique in the instrument. */
  readonly id: string;
  /** The scoring group: responses of one group make one score. */
  readonly group: string;
  /** Groups that are resampled together for intervals: a seed's versions, a question's templates. */
  readonly cluster: string;
  readonly language: string;
  readonly stimulus: readonly StimulusPart[];
  readonly question: string;
  readonly format: ResponseFormat;
  /** Answers that are not an opinion: "no knowledge", "no correct option". */
  readonly optOuts: readonly ItemOption[];
  readonly gold: Gold;
  /** What results are cut by: country, region, topic … A list where an item has several. */
  readonly attributes: Readonly<Record<string, string | readonly string[]>>;
  /** The instrument's own record fields that prompts and scoring need. */
  readonly record: Readonly<Record<string, JsonValue>>;
}
