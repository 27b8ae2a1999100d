/** What the browser gets of a consent stage. Texts are already in the person's language. */
export interface ConsentView {
  readonly type: "consent";
  readonly version: string;
  /** Plain summary, Markdown. */
  readonly summary: string | null;
  /** Short cards, Markdown. */
  readonly cards: readonly { readonly title: string; readonly text: string }[];
  /** What the person agrees to, one box each. */
  readonly statements: readonly { readonly id: string; readonly text: string; readonly required: boolean }[];
}

export type ConsentCommand =
  | { readonly type: "consent.given"; readonly statements: Readonly<Record<string, boolean>> }
  | { readonly type: "consent.declined" };
