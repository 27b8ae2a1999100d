import { type Ending, endingFields, endings } from "./ending.ts";
import { type PanelPreset, type PanelPresetId, panelPresets } from "./panel-presets.ts";
import type { PanelSettings } from "./panel-schema.ts";

/** A study's panel with everything filled in that its preset knows. */
export interface Panel {
  readonly preset: PanelPresetId | null;
  readonly idParameter: string;
  readonly idCase: "sensitive" | "insensitive";
  readonly studyParameter: string | null;
  readonly sessionParameter: string | null;
  readonly localeParameter: string | null;
  /** Further parameters that addresses may hand back. */
  readonly parameters: readonly string[];
  readonly required: boolean;
  /** Parts of ids of tests, in lower case. */
  readonly testIds: readonly string[];
  /** Where people go, by how they ended; null: nowhere. Placeholders are not filled in. */
  readonly addresses: Readonly<Record<Ending, string | null>>;
  /** One code for everybody who ended this way; null: none. */
  readonly codes: Readonly<Record<Ending, string | null>>;
  readonly paid: readonly Ending[];
  /** How the panel's page shows the study inside itself; null where people come to the study's own page. */
  readonly externalQuestion: PanelPreset["externalQuestion"];
  /** What the server calls so that a person is credited, with {id}; null where it calls nothing. */
  readonly serverCredit: string | null;
}

/** The part of a study that says how people come and go. */
interface StudyEntry {
  readonly entry: {
    readonly panel?: PanelSettings | undefined;
    readonly completionCode?: string | undefined;
  };
}

/** The study's panel; null for a study that has none. */
export function panelOf({ entry }: StudyEntry): Panel | null {
  const settings = entry.panel;
  if (settings === undefined) return null;
  const preset = settings.use === undefined ? null : panelPresets[settings.use];
  const externalQuestion = settings.externalQuestion === true ? (preset?.externalQuestion ?? null) : null;
  const nameOf = (role: PanelPreset["parameters"][number]["role"]) =>
    preset?.parameters.find((parameter) => parameter.role === role)?.name ?? null;
  const byEnding = (read: (ending: Ending) => string | null) =>
    Object.fromEntries(endings.map((ending) => [ending, read(ending)])) as Record<Ending, string | null>;
  const codes = byEnding(
    (ending) =>
      settings.codes?.[endingFields[ending]] ??
      (ending === "completed" ? (entry.completionCode ?? null) : null),
  );
  return {
    preset: settings.use ?? null,
    idParameter: settings.idParameter ?? nameOf("id") ?? "PROLIFIC_PID",
    idCase: settings.idCase ?? preset?.idCase ?? "sensitive",
    studyParameter: settings.studyParameter ?? nameOf("study"),
    sessionParameter: settings.sessionParameter ?? nameOf("session"),
    localeParameter: settings.localeParameter ?? null,
    parameters: settings.parameters ?? [],
    testIds: (settings.testIds ?? []).map((part) => part.toLowerCase()),
    // A task that is submitted for nobody is paid to nobody.
    required: settings.required ?? (externalQuestion !== null || (preset?.required ?? false)),
    addresses: byEnding((ending) => addressOf(settings, preset, ending, codes[ending] !== null)),
    codes,
    paid: settings.paid ?? ["completed"],
    externalQuestion,
    serverCredit: preset === null || preset.serverCredit === null ? null : (settings.serverCredit ?? null),
  };
}

/** A panel's own address takes a code; without one for this ending it leads nowhere. */
function addressOf(
  settings: PanelSettings,
  preset: PanelPreset | null,
  ending: Ending,
  hasCode: boolean,
): string | null {
  const own = settings.addresses?.[endingFields[ending]];
  if (own !== undefined) return own;
  if (ending === "completed" && settings.completionUrl !== undefined) return settings.completionUrl;
  return hasCode ? (preset?.address ?? null) : null;
}
