import { messageOf } from "@refract/core";
import { type Block, type Chart, notice, type Report, type Section } from "./blocks.ts";
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
  /** The report that was asked for, with a notice in the place of each chart that could not be drawn. */
  readonly report: Report;
  readonly blocks: readonly BlockFile[];
  /** Charts that could not be drawn, each with the reason: faults of the program. */
  readonly undrawn: readonly string[];
}

/**
 * Draws every chart and sets every table of a report. One chart that fails does not take the others with it, for a report can be
 * the work of an hour.
 *
 * @throws Error when two blocks of a section have the same id, or two sections.
 */
export async function reportFiles(report: Report): Promise<ReportFiles> {
  const files: BlockFile[] = [];
  const undrawn: string[] = [];
  const names = new Set<string>();
  const sections: Section[] = [];
  for (const section of report.sections) {
    const blocks: Block[] = [];
    for (const block of section.blocks) {
      if (!hasFile(block)) {
        blocks.push(block);
        continue;
      }
      const name = `${section.id}-${block.id}`;
      if (names.has(name)) throw new Error(`report: two blocks are named "${name}"`);
      names.add(name);
      try {
        files.push(await blockFile(section.id, block, name));
        blocks.push(block);
      } catch (error) {
        undrawn.push(messageOf(error));
        blocks.push(
          notice(
            "impossible",
            `The chart "${block.title}" could not be drawn, by a fault of the program: ${messageOf(error)}`,
          ),
        );
      }
    }
    sections.push({ ...section, blocks });
  }
  return { report: { ...report, sections }, blocks: files, undrawn };
}

async function blockFile(section: string, block: Table | Chart, name: string): Promise<BlockFile> {
  if (block.kind === "table")
    return { section, block, name, csv: tableCsv(block), json: tableJson(block), svg: null };
  return {
    section,
    block,
    name,
    csv: rowsCsv(block.data),
    json: `${JSON.stringify(block.data, null, 1)}\n`,
    // ids inside a drawing must differ between the drawings of a page
    svg: await renderChart({ ...block, id: name }),
  };
}

function hasFile(block: Block): block is Table | Chart {
  return block.kind === "table" || block.kind === "chart";
}
