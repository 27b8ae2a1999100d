import type { MissingReason } from "@refract/core";

export type FieldType =
  | "id"
  | "text"
  | "level" // one of a few values
  | "flag" // true or false
  | "integer"
  | "number"
  | "datetime"
  | "date" // YYYY-MM-DD
  | "map" // an object with keys of its own
  | "list";

/** What one field of one file means. Nested fields are `group.member`, those of list items `list[].member`. */
export interface FieldDefinition {
  readonly name: string;
  readonly type: FieldType;
  readonly description: string;
  /** The wording asked; null for what nobody was asked. */
  readonly question: string | null;
  /** Values a level can have, in order; others may occur and are counted. */
  readonly levels: readonly string[];
  readonly minimum: number | null;
  readonly maximum: number | null;
  /** Why a null is null unless the row says otherwise. */
  readonly nullMeans: MissingReason;
  /** Versions of the study that ask the question; left out for what is no question of the study's own. */
  readonly versions?: readonly number[];
}

/** One file of a dataset: every field in the order of its columns. */
export interface FileDefinition {
  readonly name: string;
  readonly description: string;
  readonly fields: readonly FieldDefinition[];
}

type Extras = Partial<Omit<FieldDefinition, "name" | "type" | "description">>;

/** A definition with the usual values for what is not said. */
export function field(
  name: string,
  type: FieldType,
  description: string,
  extras: Extras = {},
): FieldDefinition {
  return {
    name,
    type,
    description,
    question: null,
    levels: [],
    minimum: null,
    maximum: null,
    nullMeans: "not-applicable",
    ...extras,
  };
}

/** A stem and what follows it as one wording; "… …" where one ends and the other begins with dots becomes one. */
export function wording(...parts: readonly string[]): string {
  return parts.join(" ").trim().replaceAll(/…\s*…/g, "…");
}
