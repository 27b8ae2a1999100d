import type { Panel } from "./panel.ts";
import { cleanPanelId, isUnfilledPlaceholder } from "./panel-id.ts";
import { panelPresets } from "./panel-presets.ts";
import { isTaskPreview, panelTaskOf } from "./panel-task.ts";

/** What a link says of the person who opened it. */
export interface PanelVisit {
  /** Cleaned. */
  readonly id: string;
  readonly study: string | null;
  readonly session: string | null;
  readonly locale: string | null;
  /** What addresses may hand back, by placeholder, as it came in. */
  readonly values: Readonly<Record<string, string>>;
}

export type ReadLink =
  | { readonly kind: "visit"; readonly visit: PanelVisit }
  /** The link carries no id. */
  | { readonly kind: "none" }
  /** Somebody looks at the panel's task before they accept it. */
  | { readonly kind: "preview" }
  /** The id is the panel's placeholder: the panel, or whoever copied the link, did not fill it in. */
  | { readonly kind: "unfilled"; readonly value: string };

/** Reads the query parameters of a link; those the panel does not name are not looked at. */
export function readPanelLink(panel: Panel, parameters: Readonly<Record<string, string>>): ReadLink {
  if (isTaskPreview(panel, parameters)) return { kind: "preview" };
  const read = (name: string | null) => {
    const value = name !== null && Object.hasOwn(parameters, name) ? (parameters[name] ?? "").trim() : "";
    return value === "" || isUnfilledPlaceholder(value) ? null : value;
  };
  const raw = Object.hasOwn(parameters, panel.idParameter)
    ? (parameters[panel.idParameter] ?? "").trim()
    : "";
  const id = cleanPanelId(raw);
  // Some people fill in the parameter's name for its value.
  if (isUnfilledPlaceholder(raw) || id === panel.idParameter) return { kind: "unfilled", value: raw };
  if (id === "") return { kind: "none" };
  // Whoever comes round the panel's page has no task that could be submitted, and would work unpaid.
  if (panel.externalQuestion !== null && panelTaskOf(panel, parameters) === null) return { kind: "none" };
  const { idParameter, studyParameter, sessionParameter, localeParameter } = panel;
  const study = read(studyParameter);
  const session = read(sessionParameter);
  const locale = read(localeParameter);
  const submitParameter = panel.externalQuestion?.submitParameter ?? null;
  const kept = [studyParameter, sessionParameter, localeParameter, submitParameter, ...panel.parameters];
  const named = kept.flatMap((name) => {
    const value = read(name);
    return name === null || value === null ? [] : [[name, value] as const];
  });
  const values = Object.fromEntries([
    ...named,
    [idParameter, raw],
    ["id", raw],
    ...Object.entries({ study, session, locale }).flatMap(([name, value]) =>
      value === null ? [] : [[name, value] as const],
    ),
  ]);
  return { kind: "visit", visit: { id, study, session, locale, values } };
}

/** The link to give to the panel, with its placeholders for the panel to fill in, and what to know about it. */
export interface RecruitmentLink {
  readonly address: string;
  /** The panel's name; null for one of the study's own. */
  readonly panel: string | null;
  /** Parameters that stand in no placeholder: the panel adds them, or the researcher fills in what the panel calls them. */
  readonly open: readonly string[];
  readonly addsParameters: boolean;
}

export function recruitmentLink(panel: Panel, studyAddress: string): RecruitmentLink {
  const preset = panel.preset === null ? null : panelPresets[panel.preset];
  const names = { id: panel.idParameter, study: panel.studyParameter, session: panel.sessionParameter };
  const placed = (preset?.parameters ?? []).flatMap(({ role, placeholder }) => {
    const name = names[role];
    return name === null || placeholder === null ? [] : [{ name, placeholder }];
  });
  const placedNames = new Set(placed.map(({ name }) => name));
  const wanted = [panel.idParameter, panel.studyParameter, panel.sessionParameter, panel.localeParameter];
  const open = [...wanted, ...panel.parameters].filter(
    (name): name is string => name !== null && !placedNames.has(name),
  );
  // A page that shows the study inside itself says who looks at it.
  const addsParameters = panel.externalQuestion !== null || (preset?.addsParameters ?? false);
  const query = placed.map(({ name, placeholder }) => `${name}=${placeholder}`).join("&");
  return {
    address: query === "" ? studyAddress : `${studyAddress}?${query}`,
    panel: preset?.title ?? null,
    open: addsParameters || preset === null || preset.required ? [...new Set(open)] : [],
    addsParameters,
  };
}
