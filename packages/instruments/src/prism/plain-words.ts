/**
 * Own words as PRISM releases them: in small letters without punctuation (spec prism-collection, "Coding of own words"). Apostrophes
 * close up, other punctuation parts words, so that "African-American" stays two. A text of punctuation alone stays as it is.
 */
export function plainWords(text: string): string {
  const plain = text
    .toLowerCase()
    .replaceAll(/['’ʼ`]/g, "")
    .replaceAll(/[\p{P}\p{S}\s]+/gu, " ")
    .trim();
  return plain === "" ? text.trim() : plain;
}
