import { messageOf } from "@refract/core";
import { type Block, type Chart, notice, type Section } from "./blocks.ts";
import { jsonForScript } from "./escape.ts";
import { renderChart } from "./render-chart.ts";
import { renderSection } from "./render-section.ts";
import type { Table } from "./table.ts";
import { rowsCsv, tableCsv, tableJson } from "./table-files.ts";

/** A table or chart with what is written of it. */
export interface BlockFile {
  readonly block: Table | Chart;
  /** `section-block`: unique in a report. */
  readonly name: string;
  readonly csv: string;
  readonly json: string;
  /** Of a chart. */
  readonly svg: string | null;
}

/** A section with everything that is written of it. */
export interface Chapter {
  /** The section that was asked for, with a notice in the place of each chart that could not be drawn. */
  readonly section: Section;
  readonly blocks: readonly BlockFile[];
  /** Charts that could not be drawn, each with the reason: faults of the program. */
  readonly undrawn: readonly string[];
  readonly html: string;
  /** Members of the page's object of data: `"name":{"csv":…,"json":…}`, safe inside a script. */
  readonly data: readonly string[];
}

/**
 * Draws the charts and sets the tables of a section. One chart that fails does not take the others with it, for a report can be the
 * work of an hour.
 *
 * @throws Error when two blocks have the same id.
 */
export async function drawChapter(section: Section): Promise<Chapter> {
  const files: BlockFile[] = [];
  const undrawn: string[] = [];
  const blocks: Block[] = [];
  for (const block of section.blocks) {
    if (!hasFile(block)) {
      blocks.push(block);
      continue;
    }
    const name = `${section.id}-${block.id}`;
    if (files.some((file) => file.name === name)) throw new Error(`report: two blocks are named "${name}"`);
    try {
      files.push(await blockFile(block, name));
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
  const drawn = { ...section, blocks };
  return {
    section: drawn,
    blocks: files,
    undrawn,
    html: renderSection(drawn, files),
    data: files.map(({ name, csv, json }) => `${jsonForScript(name)}:${jsonForScript({ csv, json })}`),
  };
}

async function blockFile(block: Table | Chart, name: string): Promise<BlockFile> {
  if (block.kind === "table") return { block, name, csv: tableCsv(block), json: tableJson(block), svg: null };
  return {
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
