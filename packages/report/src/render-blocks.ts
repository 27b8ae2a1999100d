import type { Block, Chart, Notice } from "./blocks.ts";
import { type Cell, isAbsent } from "./cell.ts";
import { escapeHtml } from "./escape.ts";
import { formatCell, isNumeric } from "./format-cell.ts";
import type { Column, Table } from "./table.ts";

const usuallyShown = 40;
const longTable = 18;
/** Tables of more columns are set smaller on paper, which does not scroll. */
const wideTable = 8;
/** Tables of more columns than fit on paper at all are printed as a list under the name of each row. */
const vastTable = 20;
/** Characters from which a cell is read as prose: it keeps a readable width where the table scrolls. */
const prose = 80;

/** Pixels from which a drawing keeps its size and scrolls in its box: scaled down, its words could not be read. */
const largeDrawing = 1_000;

/**
 * A block as HTML.
 *
 * @param file The block's name among the report's files, unique in the page.
 * @param drawing A chart's SVG.
 */
export function renderBlock(block: Block, file: string, drawing: string): string {
  switch (block.kind) {
    case "text":
      return `<p dir="auto">${escapeHtml(block.text)}</p>`;
    case "notice":
      return renderNotice(block);
    case "table":
      return renderTable(block, file);
    case "chart":
      return renderFigure(block, file, drawing);
  }
}

const noticeWords: Readonly<Record<Notice["level"], string>> = {
  note: "Note",
  warning: "Careful",
  impossible: "Could not be computed",
};

export function renderNotice({ level, text, items = [] }: Notice): string {
  const list = items.map((item) => `<li><bdi>${escapeHtml(item)}</bdi></li>`).join("");
  return `<div class="notice ${level}" role="note"><p><strong>${noticeWords[level]}.</strong> <bdi>${escapeHtml(text)}</bdi></p>${list === "" ? "" : `<ul>${list}</ul>`}</div>`;
}

function renderFigure(chart: Chart, file: string, drawing: string): string {
  const width = Number(/^<svg [^>]*?width="([\d.]+)"/.exec(drawing)?.[1]);
  return [
    `<figure aria-labelledby="caption-${file}">`,
    caption(chart, file),
    `<div class="drawing${width > largeDrawing ? " large" : ""}" id="drawing-${file}" role="group" aria-label="Chart: ${escapeHtml(chart.title)}" tabindex="0">${drawing}</div>`,
    downloads(file, chart.title, ["svg", "csv", "json"]),
    "</figure>",
  ].join("\n");
}

function caption(block: Chart | Table, file: string): string {
  const method = block.kind === "chart" ? `${escapeHtml(block.method)} · ` : "";
  return `<figcaption id="caption-${file}"><strong dir="auto">${escapeHtml(block.title)}</strong> <bdi>${escapeHtml(block.caption)}</bdi> <span class="method">${method}n: ${escapeHtml(block.n)}</span></figcaption>`;
}

function renderTable(table: Table, file: string): string {
  const shown = table.rows.slice(0, table.shown ?? usuallyShown);
  const left = table.rows.length - shown.length;
  const isVast = table.columns.length > vastTable;
  const head = table.columns
    .map((column) => {
      const unit = column.unit === undefined ? "" : ` <span class="why">(${escapeHtml(column.unit)})</span>`;
      const description =
        column.description === undefined ? "" : ` title="${escapeHtml(column.description)}"`;
      return `<th scope="col"${classOf(column)}${description}>${escapeHtml(column.title)}${unit}</th>`;
    })
    .join("");
  const body = shown
    .map(
      (row) =>
        `<tr>${row.map((cell, place) => renderCell(cell, table.columns[place], place === 0, isVast)).join("")}</tr>`,
    )
    .join("\n");
  return [
    `<figure aria-labelledby="caption-${file}">`,
    caption(table, file),
    `<div class="scroll${shown.length > longTable ? " long" : ""}" role="group" aria-label="Table: ${escapeHtml(table.title)}" tabindex="0">`,
    `<table${isVast ? ' class="vast"' : table.columns.length > wideTable ? ' class="wide"' : ""}><thead><tr>${head}</tr></thead><tbody>`,
    body,
    "</tbody></table></div>",
    table.rows.length === 0 ? '<p class="why">No rows.</p>' : "",
    left > 0 ? `<p class="why">${left.toLocaleString("en-US")} more rows are in the data.</p>` : "",
    downloads(file, table.title, ["csv", "json"]),
    "</figure>",
  ].join("\n");
}

function renderCell(cell: Cell, column: Column | undefined, isFirst: boolean, isNamed: boolean): string {
  if (column === undefined) return "";
  const tag = isFirst && !isNumeric(column) ? "th" : "td";
  const scope = tag === "th" ? ' scope="row"' : "";
  const content = isAbsent(cell)
    ? `<span class="absent" title="${escapeHtml(cell.absent)}"><span aria-hidden="true">–</span><span class="hidden">none: ${escapeHtml(cell.absent)}</span></span>`
    : escapeHtml(formatCell(cell, column));
  const isProse = !isNumeric(column) && typeof cell === "string" && cell.length >= prose;
  const name = isNamed ? ` data-name="${escapeHtml(column.title)}"` : "";
  return `<${tag}${scope}${name}${isProse ? ' class="prose"' : classOf(column)}${mayRunLeft(cell) ? ' dir="auto"' : ""}>${content}</${tag}>`;
}

/** Texts of other letters than those of Europe find their own direction. */
function mayRunLeft(cell: Cell): boolean {
  return typeof cell === "string" && /[^\0-\u02ff\u2000-\u206f]/.test(cell);
}

function classOf(column: Column): string {
  return isNumeric(column) ? ' class="number"' : "";
}

function downloads(file: string, title: string, endings: readonly ("svg" | "csv" | "json")[]): string {
  const words = { svg: "SVG", csv: "Data (CSV)", json: "Data (JSON)" };
  const buttons = endings.map(
    (ending) =>
      `<button type="button" data-file="${file}" data-ending="${ending}">${words[ending]}<span class="hidden"> of ${escapeHtml(title)}</span></button>`,
  );
  return `<div class="downloads">${buttons.join("")}</div>`;
}
