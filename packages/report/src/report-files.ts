import type { Block, Chart, Report } from "./blocks.ts";
import { renderChart } from "./render-chart.ts";
import type { Table } from "./table.ts";
import { rowsCsv, tableCsv, tableJson } from "./table-files.ts";

/** A table or chart with what is written of it. */
export interface BlockFile {
  readonly section: string;
  readonly block: Table | Chart;
  /** `section-block`: unique in a report. */
  readonly name: string;
  readonly csv: string;
  readonly json: string;
  /** Of a chart. */
  readonly svg: string | null;
}

export interface ReportFiles {
  readonly blocks: readonly BlockFile[];
}

/**
 * Draws every chart and sets every table of a report.
 *
 * @throws Error when two blocks of a section have the same id, or two sections.
 */
export async function reportFiles(report: Report): Promise<ReportFiles> {
  const blocks: BlockFile[] = [];
  const names = new Set<string>();
  for (const section of report.sections) {
    for (const block of section.blocks) {
      if (!hasFile(block)) continue;
      const name = `${section.id}-${block.id}`;
      if (names.has(name)) throw new Error(`report: two blocks are named "${name}"`);
      names.add(name);
      blocks.push(
        block.kind === "table"
          ? { section: section.id, block, name, csv: tableCsv(block), json: tableJson(block), svg: null }
          : {
              section: section.id,
              block,
              name,
              csv: rowsCsv(block.data),
              json: `${JSON.stringify(block.data, null, 1)}\n`,
              // ids inside a drawing must differ between the drawings of a page
              svg: await renderChart({ ...block, id: name }),
            },
      );
    }
  }
  return { blocks };
}

function hasFile(block: Block): block is Table | Chart {
  return block.kind === "table" || block.kind === "chart";
}
