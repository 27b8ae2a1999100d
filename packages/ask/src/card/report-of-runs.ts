import type { Instrument } from "@refract/core";
import type { Report } from "@refract/report";

/** The report card of runs. What draws it is loaded only when there is something to draw. */
export async function reportOfRuns(
  folders: readonly string[],
  instruments: readonly Instrument[],
): Promise<Report> {
  const { createReportCard } = await import("./report-card.ts");
  return createReportCard(folders, instruments);
}
