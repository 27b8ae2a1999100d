import type { Panel } from "./panel.ts";

/** What panels put for an id while somebody only looks at a study: MTurk's for an assignment nobody has accepted. */
const previewValues: ReadonlySet<string> = new Set(["ASSIGNMENT_ID_NOT_AVAILABLE"]);

/** Whether a link is a panel's preview. */
export function isPreview(parameters: Readonly<Record<string, string>>): boolean {
  return Object.values(parameters).some((value) => previewValues.has(value.trim()));
}

/** Whether a panel id is one of the researcher's own tests, as the study names them. */
export function isTestId({ testIds }: Pick<Panel, "testIds">, id: string): boolean {
  const lower = id.toLowerCase();
  return testIds.some((part) => lower.includes(part));
}
