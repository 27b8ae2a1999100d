import { Fragment, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { PhrasingContent } from "./markdown-nodes.ts";
import { passagesOf, shownText } from "./verbatim-text.ts";

/** A model's text hides nothing behind a link; one of the study may. */
export type TextOrigin = "model" | "study";

/** Where words come from. */
export interface WordsOrigin {
  /** What the offsets of nodes refer to. */
  readonly source: string;
  readonly origin: TextOrigin;
}

/**
 * What stands within a paragraph. Plain functions and no components: a long answer has thousands of such pieces, and a phone pays for each
 * component once more when it is drawn and when it goes.
 */
export function drawWords(nodes: readonly PhrasingContent[], from: WordsOrigin): ReactNode {
  const [first] = nodes;
  return nodes.length === 1 && first !== undefined
    ? drawPiece(first, 0, from)
    : nodes.map((node, index) => drawPiece(node, index, from));
}

/** A piece is known by its place: text comes at the end. */
function drawPiece(node: PhrasingContent, key: number, from: WordsOrigin): ReactNode {
  const { source, origin } = from;
  const start = node.position?.start.offset ?? 0;
  const end = node.position?.end.offset ?? 0;
  const inside = () => "children" in node && drawWords(node.children, from);
  switch (node.type) {
    case "text":
    case "html":
      return wordsOf(node.value);
    case "break":
      return <br key={key} />;
    case "inlineCode":
      // As in blocks of code: within Arabic words `call()` would stand as `()call`.
      return (
        <code key={key} dir="ltr">
          {shownText(node.value)}
        </code>
      );
    case "emphasis":
    case "strong": {
      const mark = source.slice(start, start + (node.type === "strong" ? 2 : 1));
      if (isLiteral(mark, source[start - 1] ?? "", source.slice(start, end), source[end] ?? ""))
        return (
          <Fragment key={key}>
            {mark}
            {inside()}
            {mark}
          </Fragment>
        );
      return node.type === "strong" ? <strong key={key}>{inside()}</strong> : <em key={key}>{inside()}</em>;
    }
    case "link":
      return (
        <Link
          key={key}
          address={shownText(node.url)}
          title={shownText(node.title ?? "")}
          written={shownText(source.slice(start, end))}
          origin={origin}
        >
          {inside()}
        </Link>
      );
    case "image":
      return (
        <PictureName
          key={key}
          name={shownText(node.alt ?? "")}
          rest={origin === "model" ? shownText([node.url, node.title ?? ""].join(" ").trim()) : ""}
        />
      );
    default:
      return wordsOf(source.slice(start, end));
  }
}

/** A text as it is, its formulas set apart. */
export function wordsOf(text: string): ReactNode {
  const passages = passagesOf(text);
  const [first] = passages;
  if (passages.length === 1 && first?.kind === "text") return first.text;
  return passages.map((passage, index) =>
    passage.kind === "formula" ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: a passage is its place
      <span key={index} className="formula" dir="ltr" data-display={/^(\$\$|\\\[)/.test(passage.text)}>
        {passage.text}
      </span>
    ) : (
      passage.text
    ),
  );
}

/** Stars between two figures or letters multiply (`2*3*4`), and two low lines belong to names (`__init__`). */
function isLiteral(mark: string, before: string, written: string, after: string): boolean {
  if (mark === "__") return !/\s/.test(written);
  return mark.startsWith("*") && /[0-9a-z]/i.test(before) && /[0-9a-z]/i.test(after);
}

interface LinkProps {
  readonly address: string;
  readonly title: string;
  readonly written: string;
  readonly origin: TextOrigin;
  readonly children: ReactNode;
}

function Link({ address, title, written, origin, children }: LinkProps) {
  const isOutside = /^(https?:|mailto:)/i.test(address);
  // An address within this site, or of a kind of its own, is nothing a model can know.
  if (!isOutside && (origin === "model" || /^[\s\p{Cc}]*[a-z][a-z0-9+.-]*:/iu.test(address)))
    return <>{written}</>;
  const isSaid =
    origin === "study" || [`<${address}>`, `<${address.replace(/^mailto:/i, "")}>`].includes(written);
  return (
    <>
      <a href={address} target="_blank" rel="noopener noreferrer nofollow ugc">
        {children}
      </a>
      {!isSaid && <bdi className="link-address">{` (${[address, title].join(" ").trim()})`}</bdi>}
    </>
  );
}

function PictureName({ name, rest }: { readonly name: string; readonly rest: string }) {
  const { t } = useTranslation();
  const words = name === "" ? t("common.picture") : `${t("common.picture")}: ${name}`;
  return <span className="quiet">[{rest === "" ? words : `${words} (${rest})`}]</span>;
}
