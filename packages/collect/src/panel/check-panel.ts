import {
  type Ending,
  endingFields,
  endings,
  knownPlaceholders,
  type Locate,
  type Panel,
  panelOf,
  panelPresets,
  placeholdersIn,
  placesOf,
  type Study,
  type StudyProblem,
  serverCreditFault,
} from "@refract/core";
import { studyFileName } from "../study-file-name.ts";
import { checkPolicy } from "./check-policy.ts";

type Report = (
  path: readonly PropertyKey[],
  message: string,
  severity: StudyProblem["severity"],
) => StudyProblem;

/**
 * What would send people to a wrong place, leave them unpaid, or make what names them public.
 *
 * @param stageEndings Ways in which the study's stages can end a visit.
 */
export function checkPanel(
  study: Study,
  stageEndings: readonly Ending[],
  locate: Locate,
): readonly StudyProblem[] {
  const panel = panelOf(study);
  if (panel === null) return [];
  const report: Report = (path, message, severity) => ({
    file: studyFileName,
    ...locate(["entry", "panel", ...path]),
    field: ["entry.panel", ...path].join("."),
    message,
    severity,
  });
  const settings = study.entry.panel;
  const addressField = (ending: Ending) =>
    ending === "completed" && settings?.completionUrl !== undefined
      ? ["completionUrl"]
      : ["addresses", endingFields[ending]];
  return [
    ...identifyingFields(panel, report),
    ...unknownPlaceholders(panel, addressField, report),
    ...addressesAsCodes(panel, report),
    ...unpaidByWord(panel, report),
    ...sharedCodes(panel, report),
    ...modesOfOtherPanels(study, report),
    ...wrongServerCredit(panel, report),
    ...unpaidCompletions(panel, addressField, report),
    ...openWaysBack(study, stageEndings, panel, report),
    ...idsThatMayBeMissing(panel, addressField, report),
    ...checkPolicy(study, locate),
  ];
}

/** Study and locale are released, so neither may be what names the person. */
function identifyingFields(panel: Panel, report: Report): StudyProblem[] {
  return (["studyParameter", "localeParameter"] as const)
    .filter((field) => panel[field] === panel.idParameter || panel[field] === panel.sessionParameter)
    .filter((field) => panel[field] !== null)
    .map((field) =>
      report(
        [field],
        `"${panel[field]}" names a person or their submission and would be released, expected another parameter`,
        "error",
      ),
    );
}

function unknownPlaceholders(
  panel: Panel,
  fieldOf: (ending: Ending) => readonly string[],
  report: Report,
): StudyProblem[] {
  const known = knownPlaceholders(panel);
  const expected = known.map((name) => `{${name}}`).join(", ");
  return endings.flatMap((ending) =>
    placeholdersIn(panel.addresses[ending] ?? "")
      .filter((name) => !known.includes(name))
      .map((name) =>
        report(
          fieldOf(ending),
          `unknown placeholder {${name}}, expected one of ${expected}; a parameter to hand back is listed in entry.panel.parameters`,
          "error",
        ),
      ),
  );
}

/** Panels show the whole way back, which begins like the code's field: pasted there, it is no code that anybody knows. */
function addressesAsCodes(panel: Panel, report: Report): StudyProblem[] {
  return endings.flatMap((ending) => {
    const code = panel.codes[ending];
    if (code === null || !/[:/?=&]/.test(code)) return [];
    const inside = /[?&]cc=([^&#\s]+)/i.exec(code)?.[1];
    const expected = inside === undefined ? "the code alone" : `the code alone, "${inside}"`;
    return [
      report(
        ["codes", endingFields[ending]],
        `invalid value "${code}", which is an address or a part of one; expected ${expected}`,
        "error",
      ),
    ];
  });
}

function unpaidByWord(panel: Panel, report: Report): StudyProblem[] {
  if (panel.paid.includes("completed")) return [];
  return [
    report(
      ["paid"],
      "people who complete are told that they are not paid, expected completed among those who are",
      "warning",
    ),
  ];
}

/** A panel tells endings apart by their codes. */
function sharedCodes(panel: Panel, report: Report): StudyProblem[] {
  return endings
    .filter((ending) => ending !== "completed" && !panel.paid.includes(ending))
    .filter((ending) => panel.codes[ending] !== null && panel.codes[ending] === panel.codes.completed)
    .map((ending) =>
      report(
        ["codes", endingFields[ending]],
        `"${panel.codes[ending]}" is the code of completed people too, expected a code of its own: ${whoEnd[ending]} would be paid`,
        "error",
      ),
    );
}

/** What only one panel knows. */
function modesOfOtherPanels({ entry }: Study, report: Report): StudyProblem[] {
  const use = entry.panel?.use;
  const preset = use === undefined ? null : panelPresets[use];
  return (["externalQuestion", "serverCredit"] as const)
    .filter((field) => entry.panel?.[field] !== undefined && entry.panel[field] !== false)
    .filter((field) => preset === null || preset[field] === null)
    .map((field) => {
      const known = Object.entries(panelPresets).find(([, { [field]: mode }]) => mode !== null)?.[0];
      return report(
        [field],
        `has no effect without use: ${known}, expected that preset or no ${field}`,
        "error",
      );
    });
}

function wrongServerCredit(panel: Panel, report: Report): StudyProblem[] {
  const form = panel.preset === null ? null : panelPresets[panel.preset].serverCredit;
  if (form === null || panel.serverCredit === null) return [];
  const fault = serverCreditFault(form, panel.serverCredit);
  return fault === null ? [] : [report(["serverCredit"], `${fault}, expected ${form.form}`, "error")];
}

function unpaidCompletions(
  panel: Panel,
  fieldOf: (ending: Ending) => readonly string[],
  report: Report,
): StudyProblem[] {
  const preset = panel.preset === null ? null : panelPresets[panel.preset];
  const address = panel.addresses.completed;
  const names = placeholdersIn(address ?? "");
  const field = fieldOf("completed");
  if (preset === null) {
    if (address === null || panel.codes.completed !== null || !names.includes("code")) return [];
    const isProlific = /(^|\.)prolific\.(com|co)$/.test(new URL(address).hostname);
    return [
      report(
        field,
        `{code} is another code for every person${isProlific ? ", and Prolific knows only the codes of its study: nobody would be paid" : ", which a panel that expects one code does not know"}; expected one code for everybody in entry.panel.codes.completed`,
        "warning",
      ),
    ];
  }
  const without = (path: readonly string[], expected: string) => [
    report(path, `missing, expected ${expected}: without it nobody is paid`, "error"),
  ];
  switch (preset.paysBy) {
    case "fixed-code":
      return panel.codes.completed === null
        ? without(["codes", "completed"], `the code that ${preset.title} gives for completed people`)
        : [];
    case "address":
      // What is wrong with it is said at its own place.
      if (panel.serverCredit !== null) return [];
      if (address === null)
        return without(
          field,
          `${preset.addressForm ?? "an address"}, or entry.panel.serverCredit with ${preset.serverCredit?.form ?? "one"}`,
        );
      if (names.includes("id") || names.includes(panel.idParameter)) return [];
      return [
        report(
          field,
          `holds no {id}, so that ${preset.title} credits nobody, expected ${preset.addressForm}`,
          "error",
        ),
      ];
    case "address-or-code":
      return address === null && panel.codes.completed === null
        ? without(field, `${preset.addressForm}, or the code that people type in entry.panel.codes.completed`)
        : [];
    case "own-code":
      return [];
  }
}

const whoEnd: Readonly<Record<Ending, string>> = {
  completed: "people who complete",
  declined: "people who decline",
  "screened-out": "people who are screened out",
  full: "people who find every place taken",
  "failed-check": "people who fail a check",
};

/** Endings that this study can have and that lead nobody back, although completed people are. */
function openWaysBack(
  study: Study,
  stageEndings: readonly Ending[],
  panel: Panel,
  report: Report,
): StudyProblem[] {
  const title = panel.preset === null ? "the panel" : panelPresets[panel.preset].title;
  if (panel.preset === null && panel.addresses.completed === null) return [];
  // Whoever is not paid gives the task back in the panel's page, in which they are.
  if (panel.externalQuestion !== null) return [];
  return possibleEndings(study, stageEndings).flatMap((ending) => {
    const address = panel.addresses[ending];
    if (address === null && panel.codes[ending] !== null) return [];
    const lacksCode = placeholdersIn(address ?? "").includes("code") && panel.codes[ending] === null;
    if (address !== null && !lacksCode) return [];
    const takesCodes = panel.preset !== null && panelPresets[panel.preset].address !== null;
    const path = [takesCodes || lacksCode ? "codes" : "addresses", endingFields[ending]];
    const paid = panel.paid.includes(ending)
      ? "by themselves to be paid, as entry.panel.paid says"
      : "by themselves";
    return [
      report(
        path,
        `missing: ${whoEnd[ending]} are not led back to ${title}; they see whether they are paid and have to go back ${paid}`,
        "warning",
      ),
    ];
  });
}

function possibleEndings(study: Study, stageEndings: readonly Ending[]): readonly Ending[] {
  const ended = new Set<Ending>([
    ...stageEndings,
    ...(study.screening.length > 0 ? (["screened-out"] as const) : []),
    ...(study.quotas.length > 0 ? (["full"] as const) : []),
  ]);
  return endings.filter((ending) => ended.has(ending) || (ending === "full" && placesOf(study) !== null));
}

function idsThatMayBeMissing(
  panel: Panel,
  fieldOf: (ending: Ending) => readonly string[],
  report: Report,
): StudyProblem[] {
  if (panel.required) return [];
  const names = placeholdersIn(panel.addresses.completed ?? "");
  if (names.includes("id") || names.includes(panel.idParameter))
    return [
      report(
        fieldOf("completed"),
        `hands back {id}, and people may come without ${panel.idParameter}: nobody could credit them; expected entry.panel.required: true`,
        "warning",
      ),
    ];
  if (panel.preset === null || !panelPresets[panel.preset].required) return [];
  return [
    report(
      ["required"],
      `invalid value false, and ${panelPresets[panel.preset].title} cannot pay people who come without ${panel.idParameter}; expected true`,
      "warning",
    ),
  ];
}
