import type { MissingReason } from "@refract/core";
import type { ModerationCategory, TextColumn } from "../prism-release/keys.ts";

/** A finding on one text, or why there is none. */
export type Detected<T> =
  | { readonly finding: T; readonly missing: null }
  | { readonly finding: null; readonly missing: MissingReason };

/**
 * Looks at texts and says one kind of thing about each: their language, personal data in them, what a moderation
 * service thinks. `detect` answers in the order asked, as many as asked, and doesn't throw on what a text holds.
 */
export interface Detector<T> {
  /** Stable name, `language:franc`. */
  readonly id: string;
  /** Version of what decides: library or model. */
  readonly version: string;
  detect(texts: readonly string[]): Promise<readonly Detected<T>[]>;
}

export interface LanguageFinding {
  /** ISO 639-1, two letters. */
  readonly language: string;
}

/** Kinds of personal data that are looked for. */
export const personalDataKinds = ["email", "url", "phone", "credit-card", "iban", "ip-address"] as const;
export type PersonalDataKind = (typeof personalDataKinds)[number];

export interface PersonalDataFinding {
  /** Each kind once, in the order of `personalDataKinds`; empty when nothing was found. */
  readonly kinds: readonly PersonalDataKind[];
}

export interface ModerationFinding {
  readonly flagged: boolean;
  readonly categories: Readonly<Record<ModerationCategory, boolean>>;
  /** 0 to 1 as the service gave them. */
  readonly scores: Readonly<Record<ModerationCategory, number>>;
}

/** What a release looks for in its texts; null where nothing is configured. */
export interface ReleaseDetectors {
  readonly language: Detector<LanguageFinding> | null;
  readonly personalData: Detector<PersonalDataFinding> | null;
  readonly moderation: Detector<ModerationFinding> | null;
  /** What somebody said who looked at a flagged text of people: whether personal data are in it; null when nobody did. */
  readonly checkedByHand?: (column: TextColumn, text: string) => boolean | null;
}
