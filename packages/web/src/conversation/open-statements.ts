import type { QuestionsView } from "@refract/collect/browser";

type Block = QuestionsView["blocks"][number];

/** Ids of the statements of a block that still want an answer. A handle that stands from the start is one. */
export function openStatements(block: Block): readonly string[] {
  if (block.startAt !== "none") return [];
  return block.statements
    .filter((statement) => statement.value === null && !statement.isNotApplicable)
    .map((statement) => statement.id);
}

/** Place of the first block with something open, else of the last one; 0 for no blocks. */
export function firstOpenBlock(blocks: readonly Block[]): number {
  const open = blocks.findIndex((block) => openStatements(block).length > 0);
  return open >= 0 ? open : Math.max(0, blocks.length - 1);
}
