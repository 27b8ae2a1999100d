import { memo, useDeferredValue, useRef } from "react";
import { useTextLanguage } from "../language/text-languages.tsx";
import { MarkdownContent, type TextOrigin } from "./markdown-content.tsx";
import { type MarkdownBlock, type MarkdownDocument, readMarkdown } from "./markdown-document.ts";
import { recallDocument, rememberDocument } from "./recent-documents.ts";
import { directionOfText } from "./text-direction.ts";
import "./markdown.css";

/** What fills a window at the beginning of a long text, and at its end, where the next field has the focus. */
const firstBlocks = 14;
const lastBlocks = 12;

interface MarkdownProps {
  readonly text: string;
  /** Of a model's text every character can be read, the addresses of links too. */
  readonly origin?: TextOrigin;
}

/**
 * Markdown from a study or a model as text to read. HTML and formulas stand as they were written, pictures are only named
 * (loading one would tell a stranger that it is read), and links open elsewhere without saying where they come from.
 */
export const Markdown = memo(function Markdown({ text, origin = "study" }: MarkdownProps) {
  const languageOf = useTextLanguage();
  const document = useRef<MarkdownDocument | null>(null);
  document.current = readMarkdown(text, document.current ?? recallDocument(text));
  rememberDocument(document.current);
  const { blocks } = document.current;
  // Both ends of a long text are there at once; what stands between them is drawn while the page listens, and moves neither.
  const shown = useDeferredValue(blocks, endsOf(blocks));
  return (
    <div className="reading" {...languageOf(text)} dir={directionOfText(text) ?? "auto"}>
      {shown.map((block) => (
        <MarkdownContent key={block.start} block={block} origin={origin} />
      ))}
    </div>
  );
});

function endsOf(blocks: readonly MarkdownBlock[]): readonly MarkdownBlock[] {
  if (blocks.length <= firstBlocks + lastBlocks) return blocks;
  return [...blocks.slice(0, firstBlocks), ...blocks.slice(-lastBlocks)];
}
