import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmTableFromMarkdown } from "mdast-util-gfm-table";
import { cjkFriendlyExtension } from "micromark-extension-cjk-friendly";
import { gfmTable } from "micromark-extension-gfm-table";
import type { RootContent } from "./markdown-nodes.ts";
import { hideVerbatim, shownText } from "./verbatim-text.ts";

/** A paragraph, list, table or the like of a text, at its outermost level. */
export interface MarkdownBlock {
  /** Where it begins in the text; the same while the text grows. */
  readonly start: number;
  readonly node: RootContent;
  /** What the node's offsets refer to, verbatim passages hidden. */
  readonly source: string;
}

export interface MarkdownDocument {
  readonly text: string;
  readonly blocks: readonly MarkdownBlock[];
  /** How many of the first blocks no more text behind can change, and where the others begin. */
  readonly settled: number;
  readonly settledTo: number;
}

/**
 * Underlined headings are left out, since models write `---` below a paragraph to part it from the next; definitions too,
 * since they would take text away and change what stands before them; and entities, which are HTML and shown as written.
 */
const leftOut = { disable: { null: ["setextUnderline", "definition", "characterReference"] } };

/**
 * Reads a text as Markdown. `before` is what was read of its beginning: blocks that can't change any more are taken over, so
 * that a text that grows by pieces costs as much as its last blocks.
 */
export function readMarkdown(text: string, before: MarkdownDocument | null = null): MarkdownDocument {
  if (before?.text === text) return before;
  const isContinued =
    before !== null && before.settledTo > 0 && text.startsWith(before.text.slice(0, before.settledTo));
  const from = isContinued ? before.settledTo : 0;
  const rest = text.slice(from);
  const source = hideVerbatim(rest);
  const { children } = fromMarkdown(source, {
    // By CommonMark's letter, `**「A」**と**「B」**` stresses the word between A and B: Chinese, Japanese and Korean have no blanks there.
    extensions: [gfmTable(), cjkFriendlyExtension(), leftOut],
    mdastExtensions: [gfmTableFromMarkdown()],
  });
  const offsets = writtenOffsets(
    source,
    children.map((node) => lineStart(source, node.position?.start.offset ?? 0)),
  );
  const blocks = children.map((node, index) => ({ start: from + (offsets[index] ?? 0), node, source }));
  const past = isContinued ? before.blocks.slice(0, before.settled) : [];
  const here = settledAmong(blocks);
  return {
    text,
    blocks: [...past, ...blocks],
    settled: past.length + here,
    settledTo: blocks[here]?.start ?? from,
  };
}

/**
 * A block is settled once another follows it that has two whole lines: until then the last line may turn out to go on with it
 * (`> quote`, then `#` that becomes `#tag`), and a table is one only from its second line on. What follows without an empty
 * line depends on what it follows, a formula that is still open too; the reader takes what follows indented code for a line of
 * a paragraph where it could be an empty item of a list.
 */
function settledAmong(blocks: readonly MarkdownBlock[]): number {
  const lines = blocks[0]?.source.split("\n").length ?? 0;
  return Math.max(
    0,
    blocks.findLastIndex(
      ({ node, source }, index) =>
        !isIndentedCode(blocks[index - 1]) &&
        (node.position?.start.line ?? lines) + 1 < lines &&
        /\n[ \t]*\n[ \t]*$/.test(source.slice(0, node.position?.start.offset)),
    ),
  );
}

function isIndentedCode(block: MarkdownBlock | undefined): boolean {
  if (block?.node.type !== "code") return false;
  return !/^ {0,3}[`~]/.test(
    block.source.slice(lineStart(block.source, block.node.position?.start.offset ?? 0)),
  );
}

function lineStart(source: string, offset: number): number {
  return source.lastIndexOf("\n", offset - 1) + 1;
}

/** Offsets in the text as it was written, for rising offsets in the hidden one. */
function writtenOffsets(source: string, offsets: readonly number[]): readonly number[] {
  let written = 0;
  let at = 0;
  return offsets.map((offset) => {
    written += shownText(source.slice(at, offset)).length;
    at = offset;
    return written;
  });
}
