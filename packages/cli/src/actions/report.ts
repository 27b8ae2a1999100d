import { reportOfRuns } from "@refract/ask";
import { writeReport } from "@refract/report";
import { exitCodes } from "../exit-codes.ts";
import type { Terminal } from "../terminal.ts";

export async function reportFolders(
  runs: readonly string[],
  out: string,
  people: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const { instruments } = await import("@refract/instruments");
  const report = await reportOfRuns(runs, instruments, people);
  const { folder, files, undrawn } = await writeReport(report, out);
  terminal.result(
    { folder, files, undrawn },
    `${undrawn.map((reason) => `not drawn: ${reason}\n`).join("")}wrote ${folder}/index.html`,
  );
  return undrawn.length === 0 ? exitCodes.ok : exitCodes.failed;
}
