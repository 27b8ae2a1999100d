import type { SurveyField, SurveyFieldKind } from "@refract/dataset";

/** The questions of one version of a study. */
export interface VersionFields {
  /** From 1. */
  readonly version: number;
  readonly fields: readonly SurveyField[];
}

/**
 * Every question once, in order of first appearance, with the versions that ask it. The latest wording counts, levels and
 * ranges are those of all versions. A question that was asked in several kinds has one column nevertheless: of texts. How
 * versions differ is a notice in the codebook.
 */
export function mergeFields(versions: readonly VersionFields[]): readonly SurveyField[] {
  const asked = new Map<string, AskedField[]>();
  for (const { version, fields } of versions) {
    for (const field of fields) {
      const before = asked.get(field.name) ?? [];
      // A study with two surveys may ask twice in one version: the later question counts.
      asked.set(field.name, [...before.filter((each) => each.version !== version), { version, field }]);
    }
  }
  return [...asked.values()].map(merged);
}

interface AskedField {
  readonly version: number;
  readonly field: SurveyField;
}

function merged(asked: readonly AskedField[]): SurveyField {
  const latest = asked.at(-1)?.field;
  if (latest === undefined) throw new Error("a question is asked by at least one version");
  const fields = asked.map(({ field }) => field);
  const notice = noticeOf(asked);
  const common = {
    ...latest,
    versions: asked.map(({ version }) => version),
    ...(notice === null ? {} : { notice }),
  };
  if (new Set(fields.map(({ kind }) => kind)).size > 1)
    return { ...common, kind: "mixed", levels: [], minimum: null, maximum: null };
  return {
    ...common,
    levels: mergeLevels(fields.map(({ levels }) => levels)),
    minimum: bound(
      fields.map(({ minimum }) => minimum),
      Math.min,
    ),
    maximum: bound(
      fields.map(({ maximum }) => maximum),
      Math.max,
    ),
  };
}

/** All levels in the order of the version that has all of them, else in the latest's, with those that are gone behind. */
function mergeLevels(lists: readonly (readonly string[])[]): readonly string[] {
  // Free values in one version: no list has them all.
  if (lists.some((list) => list.length === 0)) return [];
  const all = [...new Set(lists.toReversed().flat())];
  return lists.findLast((list) => list.length === all.length) ?? all;
}

/** Without a bound in one version there is none. */
function bound(bounds: readonly (number | null)[], choose: (...values: number[]) => number): number | null {
  const known = bounds.filter((each) => each !== null);
  return known.length === bounds.length ? choose(...known) : null;
}

function noticeOf(asked: readonly AskedField[]): string | null {
  const kinds = perVersion(asked, ({ kind }) => kindNames[kind]);
  const wordings = perVersion(asked, ({ question }) => JSON.stringify(question));
  const levels = perVersion(asked, (field) => (field.levels.length === 0 ? "free" : field.levels.join(", ")));
  const parts = [
    ...(kinds.length > 1
      ? [`Versions asked for different kinds of answer, so that its column has texts: ${kinds.join("; ")}.`]
      : levels.length > 1
        ? [`The choices changed: ${levels.join("; ")}.`]
        : []),
    ...(wordings.length > 1 ? [`The wording changed: ${wordings.join("; ")}.`] : []),
  ];
  return parts.length === 0 ? null : parts.join(" ");
}

const kindNames: Readonly<Record<SurveyFieldKind, string>> = {
  choice: "one of its choices",
  choices: "a list of choices",
  boolean: "yes or no",
  number: "a number",
  text: "a text",
  date: "a date",
  order: "a place",
  mixed: "several kinds",
};

/** What was said in which versions, `version 1, 2: …`, each once. */
function perVersion(asked: readonly AskedField[], say: (field: SurveyField) => string): readonly string[] {
  const said = Map.groupBy(asked, ({ field }) => say(field));
  return [...said].map(
    ([text, those]) => `version ${those.map(({ version }) => version).join(", ")}: ${text}`,
  );
}
