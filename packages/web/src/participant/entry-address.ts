import type { PanelIdentity } from "../http/participant-api.ts";

/** Participant pages live at `/s/<study id>`. */
export function studyIdOfPath(path: string): string {
  const part = /^\/s\/([^/]+)/.exec(path)?.[1] ?? "";
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The query parameters a study's panel uses; null: none. */
export interface PanelParameters {
  readonly panelParameter: string | null;
  readonly panelStudyParameter: string | null;
  readonly panelLocaleParameter: string | null;
}

/** Who the panel's link says this is; null without an id. */
export function panelIdentity(search: string, parameters: PanelParameters): PanelIdentity | null {
  const query = new URLSearchParams(search);
  const read = (name: string | null) => (name === null ? "" : (query.get(name)?.trim() ?? ""));
  const id = read(parameters.panelParameter);
  if (id === "") return null;
  const study = read(parameters.panelStudyParameter);
  const locale = read(parameters.panelLocaleParameter);
  return { id, ...(study === "" ? {} : { study }), ...(locale === "" ? {} : { locale }) };
}

/** Languages the person wants, most wanted first: the link's own `lang`, then the browser's. */
export function wantedLanguages(search: string, browser: readonly string[]): readonly string[] {
  const asked = new URLSearchParams(search).get("lang");
  return asked === null || asked === "" ? browser : [asked, ...browser];
}
