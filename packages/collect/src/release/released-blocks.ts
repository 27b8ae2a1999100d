/** Blocks of statements that PRISM's release has columns for; the others go beside. */
export const releasedBlocks = ["performance_attributes", "choice_attributes"] as const;
