import type { Variant } from "@refract/core";

/** Single questions and conversations, which are never pooled. */
export const turnModes: readonly Variant[] = [
  { id: "single-turn", title: "Single turn", attributes: {} },
  { id: "multi-turn", title: "Several turns", attributes: {} },
];
