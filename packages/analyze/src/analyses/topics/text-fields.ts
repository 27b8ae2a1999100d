/** A field of texts that people wrote, and the smallest topic PRISM looked for in it (spec prism-analysis, section 3). */
export interface TextField {
  readonly id: "opening_prompt" | "open_feedback" | "self_description" | "system_string";
  readonly title: string;
  readonly relation: "conversations" | "participants";
  /** The column of metadata that speaks of it. */
  readonly metadataColumn: string;
  /** PRISM's min_cluster_size, and the number of texts it was chosen for. */
  readonly published: { readonly minimumSize: number; readonly texts: number };
}

export const openingPrompts: TextField = Object.freeze({
  id: "opening_prompt",
  title: "Opening prompts",
  relation: "conversations",
  metadataColumn: "user_prompt",
  published: { minimumSize: 80, texts: 8_011 },
});

export const textFields: readonly TextField[] = Object.freeze([
  openingPrompts,
  {
    id: "open_feedback",
    title: "Feedback on conversations",
    relation: "conversations",
    metadataColumn: "open_feedback",
    published: { minimumSize: 80, texts: 8_011 },
  },
  {
    id: "self_description",
    title: "Self-descriptions",
    relation: "participants",
    metadataColumn: "self_description",
    published: { minimumSize: 20, texts: 1_500 },
  },
  {
    id: "system_string",
    title: "System strings",
    relation: "participants",
    metadataColumn: "system_string",
    published: { minimumSize: 20, texts: 1_500 },
  },
]);

const smallestEver = 5;

/**
 * Texts a topic needs: PRISM's number for PRISM's size or more, the same share of the texts below it (rounded up), and never
 * fewer than 5.
 */
export function minimumTopicSize({ published }: TextField, texts: number): number {
  const scaled = Math.ceil((texts * published.minimumSize) / published.texts);
  return Math.min(published.minimumSize, Math.max(smallestEver, scaled));
}
