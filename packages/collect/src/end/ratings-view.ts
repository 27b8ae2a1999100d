/** One row of a table of shares or averages; null where too few people stand behind it, or the person has none. */
export interface RatingsRow {
  readonly you: number | null;
  readonly everybody: number | null;
}

/** How a person rated beside how everybody did: `GET /api/p/ratings`. No model is named unless the study reveals them. */
export type RatingsView =
  /** Not everybody has taken part yet. */
  | { readonly kind: "later" }
  /** Too few people to show anything of. */
  | { readonly kind: "few" }
  | {
      readonly kind: "scale";
      readonly people: number;
      /** Shares from 0 to 1 of all ratings. */
      readonly parts: readonly (RatingsRow & { readonly from: number; readonly to: number })[];
      readonly average: RatingsRow;
      /** Average ratings; empty in a blind study. */
      readonly models: readonly (RatingsRow & { readonly model: string })[];
    }
  | {
      readonly kind: "verdicts";
      readonly people: number;
      /** Shares from 0 to 1 of all verdicts. */
      readonly options: readonly (RatingsRow & { readonly label: string })[];
    };
