/** Runs of letters, marks and digits, with an apostrophe inside: "don't" is one word. */
const wordPattern = /[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}]+)*/gu;

/**
 * For each text the numbers that stand for its different words, case ignored. A text without any word, such as "???", has
 * itself as its only word; an empty one has none.
 */
export function wordSets(texts: readonly string[]): readonly (readonly number[])[] {
  const numbers = new Map<string, number>();
  return texts.map((text) => {
    const plain = text.normalize("NFKC").toLowerCase().trim();
    const words = plain.match(wordPattern) ?? (plain === "" ? [] : [plain]);
    return words.map((word) => {
      const number = numbers.get(word) ?? numbers.size;
      numbers.set(word, number);
      return number;
    });
  });
}
