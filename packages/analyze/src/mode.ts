/** `corrected` is the default; `published` reproduces a paper's figures, quirks included, and is always labelled. */
export const modes = ["corrected", "published"] as const;
export type Mode = (typeof modes)[number];
