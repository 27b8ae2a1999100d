/** Languages the pages have words of their own in, for buttons and notices; a study's texts may be in any. */
export const pageLanguages = Object.freeze(["en", "ar"] as const);

export type PageLanguage = (typeof pageLanguages)[number];

export function isPageLanguage(tag: string): boolean {
  return pageLanguages.some((language) => language === tag.split("-")[0]);
}
