import type { Report } from "./blocks.ts";
import { openReportWriter, type WrittenReport } from "./report-writer.ts";

/**
 * Writes `index.html`, `report.json`, `tables/` as CSV and JSON and `charts/` as SVG, specification and data. The same report gives the
 * same bytes. An earlier report in the folder is replaced as a whole, when the new one is complete.
 *
 * @throws RefractError `conflict` when the folder holds something else, `storage-full` or `unavailable` when it can't be written.
 */
export async function writeReport(report: Report, folder: string): Promise<WrittenReport> {
  const { sections, ...cover } = report;
  const writer = await openReportWriter(folder, { cover, sections });
  try {
    for (const section of sections) await writer.add(section);
    return await writer.finish(
      cover,
      sections.map(({ id }) => id),
    );
  } catch (error) {
    await writer.discard();
    throw error;
  }
}
