import { reportOfRuns } from "@refract/ask";
import { RefractError } from "@refract/core";
import { writeReport } from "@refract/report";
import { exitCodes } from "../exit-codes.ts";
import type { Terminal } from "../terminal.ts";

export interface ReportOptions {
  readonly out: string;
  readonly people?: readonly string[];
  readonly peopleBy?: string;
  readonly itemTexts?: boolean;
}

export async function reportFolders(
  runs: readonly string[],
  { out, people = [], peopleBy, itemTexts = false }: ReportOptions,
  terminal: Terminal,
): Promise<number> {
  if (peopleBy !== undefined && people.length === 0)
    throw new RefractError("invalid-input", "--people-by: nobody to tell apart, expected --people besides");
  const { instruments } = await import("@refract/instruments");
  const report = await reportOfRuns(runs, instruments, {
    folders: people,
    by: peopleBy ?? null,
    showTexts: itemTexts,
  });
  const { folder, files, undrawn } = await writeReport(report, out);
  terminal.result(
    { folder, files, undrawn },
    `${undrawn.map((reason) => `not drawn: ${reason}\n`).join("")}wrote ${folder}/index.html`,
  );
  return undrawn.length === 0 ? exitCodes.ok : exitCodes.failed;
}
