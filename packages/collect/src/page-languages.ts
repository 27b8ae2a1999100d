/** Languages the pages have words of their own in, for buttons and notices; a study's texts may be in any. */
export const pageLanguages = Object.freeze([
  "en",
  "ar",
  "de",
  "es",
  "fr",
  "hi",
  "id",
  "ja",
  "ko",
  "pt",
  "sw",
  "zh",
] as const);

export type PageLanguage = (typeof pageLanguages)[number];

/** Those whose words nobody who speaks the language has read yet; the field `review` of their files says the same. */
export const unreviewedPageLanguages: readonly PageLanguage[] = Object.freeze(
  pageLanguages.filter((language) => language !== "en"),
);

/**
 * The language of the pages' words beside texts in `tag`: `pt` for `pt-BR`, and `zh`, which is written in simplified
 * characters, for every Chinese. Null where the pages have none, and their words are English.
 */
export function pageLanguageOf(tag: string): PageLanguage | null {
  const base = tag.toLowerCase().split("-")[0];
  return pageLanguages.find((language) => language === base) ?? null;
}
