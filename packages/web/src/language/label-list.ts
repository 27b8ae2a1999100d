const formats = new Map<string, Intl.ListFormat>();

/**
 * What writes labels as the language has it: "A, B and C". One for each language: a slow phone takes as long for the first one as for
 * a frame, so that who will need it asks while it has time.
 */
export function labelList(language: string): Intl.ListFormat {
  const known = formats.get(language);
  if (known !== undefined) return known;
  const format = new Intl.ListFormat(language, { type: "conjunction" });
  formats.set(language, format);
  return format;
}
