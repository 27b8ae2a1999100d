import type { Panel } from "./panel.ts";

/** Where a person's task is submitted to the panel whose page shows the study, and which one it is. */
export interface PanelTask {
  /** What the form is posted to: one of the panel's own servers. */
  readonly address: string;
  readonly assignmentId: string;
}

/** The origin that a link wants its task submitted to; null for one that is not the panel's. */
function submitOriginOf(panel: Panel, parameters: Readonly<Record<string, string>>): string | null {
  const { externalQuestion } = panel;
  if (externalQuestion === null) return null;
  const { submitParameter, submitOrigins } = externalQuestion;
  const wanted = Object.hasOwn(parameters, submitParameter) ? (parameters[submitParameter] ?? "") : "";
  const url = URL.parse(wanted.trim());
  return url !== null && submitOrigins.includes(url.origin) ? url.origin : null;
}

/** @param values What a link brought, by parameter; null where it names no task of this panel. */
export function panelTaskOf(panel: Panel, values: Readonly<Record<string, string>>): PanelTask | null {
  const { externalQuestion, sessionParameter } = panel;
  const origin = submitOriginOf(panel, values);
  if (externalQuestion === null || sessionParameter === null || origin === null) return null;
  const assignmentId = Object.hasOwn(values, sessionParameter) ? (values[sessionParameter] ?? "").trim() : "";
  if (assignmentId === "" || assignmentId === externalQuestion.preview) return null;
  return { address: `${origin}${externalQuestion.submitPath}`, assignmentId };
}

/** Whether a link was opened by somebody who looks at the task before they accept it. */
export function isTaskPreview(panel: Panel, parameters: Readonly<Record<string, string>>): boolean {
  const { externalQuestion, sessionParameter } = panel;
  if (externalQuestion === null || sessionParameter === null) return false;
  return (
    Object.hasOwn(parameters, sessionParameter) &&
    parameters[sessionParameter]?.trim() === externalQuestion.preview
  );
}
