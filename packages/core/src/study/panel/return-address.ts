import type { Panel } from "./panel.ts";

const placeholder = /\{([^{}]*)\}/g;

/** The names in curly brackets, in order, each once. */
export function placeholdersIn(template: string): readonly string[] {
  return [...new Set([...template.matchAll(placeholder)].map((match) => match[1] ?? ""))];
}

/** What addresses of a panel may name. */
export function knownPlaceholders(panel: Panel): readonly string[] {
  const roles = [
    ["study", panel.studyParameter],
    ["session", panel.sessionParameter],
    ["locale", panel.localeParameter],
  ] as const;
  return [
    "code",
    "id",
    ...roles.flatMap(([role, parameter]) => (parameter === null ? [] : [role])),
    ...new Set([
      panel.idParameter,
      ...roles.flatMap(([, parameter]) => parameter ?? []),
      ...panel.parameters,
    ]),
  ];
}

/**
 * The address with every placeholder filled in and encoded; null when a value is missing, because an address with a hole
 * leads to a page that pays nobody.
 */
export function fillAddress(template: string, values: Readonly<Record<string, string>>): string | null {
  const missing = placeholdersIn(template).some((name) => !Object.hasOwn(values, name));
  if (missing) return null;
  return template.replaceAll(placeholder, (_, name: string) => encodeURIComponent(values[name] ?? ""));
}
