/** What the browser gets of the end. It is shown only after everything before is durable. */
export interface EndView {
  readonly type: "end";
  /** Markdown. */
  readonly text: string | null;
  /** Whether the page shows the person's ratings beside everybody's. */
  readonly ratings: boolean;
  readonly conversations: number;
  /** Model names by label per conversation, only where the study reveals them. */
  readonly revealed: readonly {
    readonly conversation: number;
    readonly models: readonly { readonly label: string; readonly model: string }[];
  }[];
}
