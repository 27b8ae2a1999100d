import type { VisitCounts } from "@refract/server";
import { table } from "./terminal.ts";

const words: Readonly<Record<keyof VisitCounts, string>> = Object.freeze({
  completed: "completed",
  screenedOut: "screened out",
  declined: "declined",
  full: "found the study full",
  failedCheck: "failed checks",
  withdrawn: "withdrew",
  gaveUp: "gave up",
  underWay: "still under way",
  entered: "came in, agreed to nothing yet",
});

/** Everybody by how their visit ended or how far it is: a row for each way that somebody took, and those who completed always. */
export function visitTable(counts: VisitCounts, title: string): string {
  const told = Object.entries(words).flatMap(([name, text]) => {
    const count = new Map(Object.entries(counts)).get(name) ?? 0;
    return count > 0 || name === "completed" ? [[text, count] as const] : [];
  });
  const all = told.reduce((sum, [, count]) => sum + count, 0);
  return table([title, "people"], [...told, ["all", all]]);
}
