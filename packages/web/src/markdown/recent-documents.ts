import type { MarkdownDocument } from "./markdown-document.ts";

/** Answers of a turn and those kept of the turns before; each is drawn at several places one after the other. */
const kept = 24;

let recent: readonly MarkdownDocument[] = [];

/** What was read of this text, or of its beginning, at another place of the page; null when nothing was. */
export function recallDocument(text: string): MarkdownDocument | null {
  return recent.find((document) => document.text !== "" && text.startsWith(document.text)) ?? null;
}

/** A text that has grown takes the place of its beginning. */
export function rememberDocument(document: MarkdownDocument): void {
  if (recent[0] === document) return;
  recent = [
    document,
    ...recent.filter((other) => other !== document && !document.text.startsWith(other.text)),
  ].slice(0, kept);
}
