import { memo, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { MarkdownBlock } from "./markdown-document.ts";
import type { List, ListItem, RootContent, Table } from "./markdown-nodes.ts";
import { drawWords, type TextOrigin, type WordsOrigin, wordsOf } from "./markdown-words.tsx";
import { ScrollRegion } from "./scroll-region.tsx";
import { directionOfText } from "./text-direction.ts";
import { shownText } from "./verbatim-text.ts";

export type { TextOrigin } from "./markdown-words.tsx";

/** An outermost block; drawn anew only when it was read anew. */
export const MarkdownContent = memo(function MarkdownContent({
  block,
  origin,
}: {
  readonly block: MarkdownBlock;
  readonly origin: TextOrigin;
}) {
  return drawBlock(block.node, 0, { source: block.source, origin });
});

/** A function and no component, as words are; known by its place among others. */
function drawBlock(node: RootContent, key: number, from: WordsOrigin): ReactNode {
  const written = sourceOf(node, from.source);
  const direction = directionOfText(written);
  switch (node.type) {
    case "paragraph":
      return (
        <p key={key} dir={direction}>
          {drawWords(node.children, from)}
        </p>
      );
    // Headings within a text never compete with those of the page.
    case "heading":
      return (
        <p key={key} className="text-heading" dir={direction}>
          {drawWords(node.children, from)}
        </p>
      );
    case "thematicBreak":
      return <hr key={key} />;
    case "html":
      return (
        <p key={key} dir={direction}>
          {wordsOf(node.value)}
        </p>
      );
    case "code":
      return (
        <Code
          key={key}
          language={[node.lang, node.meta].filter((part) => part != null).join(" ")}
          text={node.value}
        />
      );
    case "blockquote":
      return (
        <blockquote key={key} dir={direction} data-wide={holdsWide(node) || undefined}>
          {node.children.map((child, index) => drawBlock(child, index, from))}
        </blockquote>
      );
    case "list":
      return drawList(node, key, from);
    case "table":
      return <TableBlock key={key} node={node} from={from} />;
    default:
      // Nothing else is read; if the reader ever brings more, it stands as it was written.
      return (
        <p key={key} dir={direction}>
          {wordsOf(written)}
        </p>
      );
  }
}

/** Whether something stands within that may scroll sideways. */
function holdsWide(node: RootContent | ListItem): boolean {
  if (node.type === "code" || node.type === "table") return true;
  return (
    (node.type === "blockquote" || node.type === "list" || node.type === "listItem") &&
    node.children.some(holdsWide)
  );
}

/** The numbers of a list are those the text has: the reader's own count would change what was said. */
function drawList(node: List, key: number, from: WordsOrigin): ReactNode {
  const { source, origin } = from;
  const isWide = holdsWide(node) || undefined;
  const marks = node.children.map((item) => (node.ordered === true ? numberOf(item, source) : null));
  const items = node.children.map((item, index) => (
    <Item
      // biome-ignore lint/suspicious/noArrayIndexKey: an item is its place; where it begins in what is read anew is not
      key={index}
      node={item}
      source={source}
      origin={origin}
      written={sourceOf(item, source)}
      mark={marks[index] ?? null}
      isLoose={node.spread === true || item.spread === true}
    />
  ));
  const direction = directionOfText(sourceOf(node, source));
  // Marks stand at the side where their item begins, and need room there.
  const hasBothDirections = node.children.some(
    (item) => (directionOfText(sourceOf(item, source)) ?? direction) !== direction,
  );
  if (node.ordered !== true)
    return (
      <ul key={key} dir={direction} data-both-directions={hasBothDirections || undefined} data-wide={isWide}>
        {items}
      </ul>
    );
  const characters = Math.max(...marks.map((mark) => mark?.length ?? 0));
  return (
    <ol
      key={key}
      // Lists without marks of their own are no lists to Safari.
      // biome-ignore lint/a11y/noRedundantRoles: it is not redundant there
      role="list"
      className="as-written"
      dir={direction}
      data-wide={isWide}
      style={{ [hasBothDirections ? "paddingInline" : "paddingInlineStart"]: `${characters + 0.8}ch` }}
    >
      {items}
    </ol>
  );
}

interface ItemProps extends WordsOrigin {
  readonly node: ListItem;
  /** Its part of the source: an item that reads the same is not drawn anew while others come behind it. */
  readonly written: string;
  readonly mark: string | null;
  readonly isLoose: boolean;
}

const Item = memo(
  function Item({ node, source, origin, written, mark, isLoose }: ItemProps) {
    const from = { source, origin };
    return (
      <li data-loose={isLoose} dir={directionOfText(written)}>
        {mark !== null && <span className="list-number">{mark} </span>}
        {node.children.map((child, index) => drawBlock(child, index, from))}
      </li>
    );
  },
  (before, after) =>
    before.written === after.written &&
    before.mark === after.mark &&
    before.isLoose === after.isLoose &&
    before.origin === after.origin,
);

function numberOf(item: ListItem, source: string): string {
  const start = item.position?.start.offset ?? 0;
  return /^\d{1,9}[.)]/.exec(source.slice(start, start + 10))?.[0] ?? "";
}

function Code({ language, text }: { readonly language: string; readonly text: string }) {
  const { t } = useTranslation();
  return (
    <div className="code-block" dir="ltr">
      {language !== "" && <p className="code-language small quiet">{shownText(language)}</p>}
      <ScrollRegion label={t("common.code")}>
        <pre>
          <code>{shownText(text)}</code>
        </pre>
      </ScrollRegion>
    </div>
  );
}

function TableBlock({ node, from }: { readonly node: Table; readonly from: WordsOrigin }) {
  const { source } = from;
  const { t } = useTranslation();
  const [head, ...rows] = node.children;
  const cells = (row: Table["children"][number] | undefined) =>
    row?.children.map((cell, column) => ({
      key: column,
      align: node.align?.[column] ?? undefined,
      direction: directionOfText(sourceOf(cell, source)),
      words: drawWords(cell.children, from),
    })) ?? [];
  return (
    <ScrollRegion label={t("common.table")}>
      <table dir={directionOfText(sourceOf(node, source))} aria-label={t("common.table")}>
        <thead>
          <tr>
            {cells(head).map((cell) => (
              <th key={cell.key} scope="col" data-align={cell.align} dir={cell.direction}>
                {cell.words}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: as items
            <tr key={index}>
              {cells(row).map((cell) => (
                <td key={cell.key} data-align={cell.align} dir={cell.direction}>
                  {cell.words}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function sourceOf(node: RootContent | ListItem, source: string): string {
  return source.slice(node.position?.start.offset, node.position?.end.offset);
}
