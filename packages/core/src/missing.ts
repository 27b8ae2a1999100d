import * as z from "zod";

/** Why a value is absent (invariant 6): always one of these, never a magic number. */
export const missingReasons = [
  "not-asked",
  "skipped",
  "prefer-not-to-say",
  "not-applicable",
  "unparsed",
  "model-error",
  "withdrawn",
] as const;
export const missingReasonSchema = z.enum(missingReasons);
export type MissingReason = z.infer<typeof missingReasonSchema>;

/** Anything JSON can carry. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** A value or the reason for its absence; never both. */
export type Answered =
  | { readonly value: JsonValue; readonly missing: null }
  | { readonly value: null; readonly missing: MissingReason };
