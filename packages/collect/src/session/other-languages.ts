import { languageTagSchema, type Study } from "@refract/core";
import type { OpenedStudy } from "./open-study.ts";
import type { TextInOtherLanguage } from "./session-view.ts";

const foundIn = new WeakMap<OpenedStudy, Map<string, ReadonlyMap<string, string>>>();

/** The texts of `view` that are in another language than `language`, so that the page can say so of each. */
export function textsInOtherLanguages(
  view: unknown,
  opened: OpenedStudy,
  language: string,
): readonly TextInOtherLanguage[] {
  const languages = fallbackTexts(opened, language);
  if (languages.size === 0) return [];
  return [...new Set(stringsIn(view))].flatMap((text) => {
    const other = languages.get(text);
    return other === undefined ? [] : [{ text, language: other }];
  });
}

/** Every text of the study and of the files its stages read that is shown in another language to readers of `language`. */
function fallbackTexts(opened: OpenedStudy, language: string): ReadonlyMap<string, string> {
  const known = foundIn.get(opened) ?? new Map<string, ReadonlyMap<string, string>>();
  foundIn.set(opened, known);
  const before = known.get(language);
  if (before !== undefined) return before;
  const { study, stages, setting } = opened;
  const inFiles = stages.flatMap((stage) => stage.wordings(setting));
  const own = new Set<string>();
  const others = new Map<string, string>();
  for (const root of [{ ...study, models: [], sample: undefined }, ...inFiles])
    for (const wordings of wordingsIn(root, study.languages)) {
      const first = study.languages[0] ?? "en";
      const worded = wordings.get(language) ?? (language === first ? wordings.get("default") : undefined);
      if (worded !== undefined) own.add(worded);
      else {
        const [other, text] = fallbackOf(wordings, study);
        others.set(text, other);
      }
    }
  for (const text of own) others.delete(text);
  known.set(language, others);
  return others;
}

/** Which wording `textIn` and `surveyTextIn` fall back to. */
function fallbackOf(wordings: ReadonlyMap<string, string>, study: Study): readonly [string, string] {
  const first = study.languages[0] ?? "en";
  for (const key of [first, "default", ...wordings.keys()]) {
    const text = wordings.get(key);
    if (text !== undefined) return [key === "default" ? first : key, text];
  }
  return [first, ""];
}

/** Every text with wordings by language, whatever else is in it. */
function wordingsIn(value: unknown, languages: readonly string[]): ReadonlyMap<string, string>[] {
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item) => wordingsIn(item, languages));
  const entries = Object.entries(value);
  const texts = entries.filter(
    (entry): entry is [string, string] =>
      typeof entry[1] === "string" &&
      (entry[0] === "default" || languageTagSchema.safeParse(entry[0]).success),
  );
  const isText =
    texts.length === entries.length && texts.some(([key]) => key === "default" || languages.includes(key));
  return isText ? [new Map(texts)] : entries.flatMap(([, item]) => wordingsIn(item, languages));
}

function stringsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(stringsIn);
}
