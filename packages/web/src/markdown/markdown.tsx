import { memo, useDeferredValue, useRef } from "react";
import { useTextLanguage } from "../language/text-languages.tsx";
import { MarkdownContent, type TextOrigin } from "./markdown-content.tsx";
import { type MarkdownDocument, readMarkdown } from "./markdown-document.ts";
import { recallDocument, rememberDocument } from "./recent-documents.ts";
import { directionOfText } from "./text-direction.ts";
import "./markdown.css";

/** More than fills a window. */
const blocksAtOnce = { start: 20, end: 12 };

interface MarkdownProps {
  readonly text: string;
  /** Of a model's text every character can be read, the addresses of links too. */
  readonly origin?: TextOrigin;
  /** Where a person looks when it appears: at its start, or below its end, where the next field has the focus. */
  readonly seenFrom?: "start" | "end";
}

/**
 * Markdown from a study or a model as text to read. HTML and formulas stand as they were written, pictures are only named
 * (loading one would tell a stranger that it is read), and links open elsewhere without saying where they come from.
 */
export const Markdown = memo(function Markdown({
  text,
  origin = "study",
  seenFrom = "start",
}: MarkdownProps) {
  const languageOf = useTextLanguage();
  const document = useRef<MarkdownDocument | null>(null);
  document.current = readMarkdown(text, document.current ?? recallDocument(text));
  rememberDocument(document.current);
  const { blocks } = document.current;
  // What is seen is there at once; the rest of a long text is drawn while the page listens.
  const shown = useDeferredValue(
    blocks,
    seenFrom === "start" ? blocks.slice(0, blocksAtOnce.start) : blocks.slice(-blocksAtOnce.end),
  );
  return (
    <div className="reading" {...languageOf(text)} dir={directionOfText(text) ?? "auto"}>
      {shown.map((block) => (
        <MarkdownContent key={block.start} block={block} origin={origin} />
      ))}
    </div>
  );
});
