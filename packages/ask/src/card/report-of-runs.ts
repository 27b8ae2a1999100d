import type { Instrument } from "@refract/core";
import type { Report } from "@refract/report";
import type { PeopleChoice } from "./people-sections.ts";

const nobody: PeopleChoice = { folders: [], by: null, showTexts: false };

/** The report card of runs, beside them the people of datasets. What draws it is loaded only when there is something to draw. */
export async function reportOfRuns(
  folders: readonly string[],
  instruments: readonly Instrument[],
  people: Partial<PeopleChoice> = {},
): Promise<Report> {
  const { createReportCard } = await import("./report-card.ts");
  return createReportCard(folders, instruments, { ...nobody, ...people });
}
