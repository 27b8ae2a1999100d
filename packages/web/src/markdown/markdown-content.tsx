import { memo, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { MarkdownBlock } from "./markdown-document.ts";
import type { BlockContent, List, ListItem, PhrasingContent, RootContent, Table } from "./markdown-nodes.ts";
import { MarkdownWords, type TextOrigin, wordsOf } from "./markdown-words.tsx";
import { ScrollRegion } from "./scroll-region.tsx";
import { directionOfText } from "./text-direction.ts";
import { shownText } from "./verbatim-text.ts";

export type { TextOrigin } from "./markdown-words.tsx";

interface ContentProps<Node> {
  readonly node: Node;
  /** What the offsets of nodes refer to. */
  readonly source: string;
  readonly origin: TextOrigin;
}

/** An outermost block; drawn anew only when it was read anew. */
export const MarkdownContent = memo(function MarkdownContent({
  block,
  origin,
}: {
  readonly block: MarkdownBlock;
  readonly origin: TextOrigin;
}) {
  return <Block node={block.node} source={block.source} origin={origin} />;
});

function Block({ node, source, origin }: ContentProps<RootContent>): ReactNode {
  const direction = directionOfText(sourceOf(node, source));
  const inside = (children: readonly PhrasingContent[]) => (
    <MarkdownWords nodes={children} source={source} origin={origin} />
  );
  switch (node.type) {
    case "paragraph":
      return <p dir={direction}>{inside(node.children)}</p>;
    // Headings within a text never compete with those of the page.
    case "heading":
      return (
        <p className="text-heading" dir={direction}>
          {inside(node.children)}
        </p>
      );
    case "thematicBreak":
      return <hr />;
    case "html":
      return <p dir={direction}>{wordsOf(node.value)}</p>;
    case "code":
      return (
        <Code language={[node.lang, node.meta].filter((part) => part != null).join(" ")} text={node.value} />
      );
    case "blockquote":
      return (
        <blockquote dir={direction}>
          <Blocks nodes={node.children} source={source} origin={origin} />
        </blockquote>
      );
    case "list":
      return <ListBlock node={node} source={source} origin={origin} />;
    case "table":
      return <TableBlock node={node} source={source} origin={origin} />;
    default:
      // Nothing else is read; if the reader ever brings more, it stands as it was written.
      return <p dir={direction}>{wordsOf(sourceOf(node, source))}</p>;
  }
}

interface BlocksProps {
  readonly nodes: readonly BlockContent[];
  readonly source: string;
  readonly origin: TextOrigin;
}

function Blocks({ nodes, source, origin }: BlocksProps) {
  return nodes.map((node) => (
    <Block key={node.position?.start.offset} node={node} source={source} origin={origin} />
  ));
}

/** The numbers of a list are those the text has: the reader's own count would change what was said. */
function ListBlock({ node, source, origin }: ContentProps<List>) {
  const marks = node.children.map((item) => (node.ordered === true ? numberOf(item, source) : null));
  const items = node.children.map((item, index) => (
    <Item
      key={item.position?.start.offset}
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
      <ul dir={direction} data-both-directions={hasBothDirections || undefined}>
        {items}
      </ul>
    );
  const characters = Math.max(...marks.map((mark) => mark?.length ?? 0));
  return (
    <ol
      // Lists without marks of their own are no lists to Safari.
      // biome-ignore lint/a11y/noRedundantRoles: it is not redundant there
      role="list"
      className="as-written"
      dir={direction}
      style={{ [hasBothDirections ? "paddingInline" : "paddingInlineStart"]: `${characters + 0.8}ch` }}
    >
      {items}
    </ol>
  );
}

interface ItemProps extends ContentProps<ListItem> {
  /** Its part of the source: an item that reads the same is not drawn anew while others come behind it. */
  readonly written: string;
  readonly mark: string | null;
  readonly isLoose: boolean;
}

const Item = memo(
  function Item({ node, source, origin, written, mark, isLoose }: ItemProps) {
    return (
      <li data-loose={isLoose} dir={directionOfText(written)}>
        {mark !== null && <span className="list-number">{mark} </span>}
        <Blocks nodes={node.children} source={source} origin={origin} />
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

function TableBlock({ node, source, origin }: ContentProps<Table>) {
  const { t } = useTranslation();
  const [head, ...rows] = node.children;
  const cells = (row: Table["children"][number] | undefined) =>
    row?.children.map((cell, column) => ({
      key: cell.position?.start.offset ?? column,
      align: node.align?.[column] ?? undefined,
      direction: directionOfText(sourceOf(cell, source)),
      words: <MarkdownWords nodes={cell.children} source={source} origin={origin} />,
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
          {rows.map((row) => (
            <tr key={row.position?.start.offset}>
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
