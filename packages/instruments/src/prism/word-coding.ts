/**
 * Codes own words into fixed groups by a list of words, and says when it is not sure. PRISM had a model label each
 * unique text and two annotators check every label; this list is no replacement for them, so it codes only what a listed
 * word says by itself and leaves the rest to people.
 */
export interface WordList {
  /** Words and phrases of each group; one that begins with `=` counts only as the whole text. */
  readonly groups: Readonly<Record<string, readonly string[]>>;
  /** Words that can turn the meaning of a listed one round. */
  readonly doubt: readonly string[];
  /** Phrases whose words mean something else than the listed ones. */
  readonly ignore: readonly string[];
}

/** How a text was coded; released beside the code. */
export type CodingRule =
  /** The text is a group's own name. */
  | "group name"
  /** The whole text is a listed word or phrase. */
  | "listed text"
  /** Listed words of one group, among others that are not listed. */
  | "listed words"
  /** Listed words of several groups, where the list has a group for that. */
  | "several groups"
  | "unsure: several groups"
  | "unsure: a word that may reverse the meaning"
  | "unsure: no listed word";

export interface WordCode {
  /** Null when unsure. */
  readonly group: string | null;
  readonly rule: CodingRule;
}

export type Coder = (text: string) => WordCode;

/**
 * @param several the group of texts that name several groups (`Mixed`), and the groups that are then in doubt because
 *   people use their words together for one group (`White Hispanic`); null: such texts are unsure
 */
export function createCoder(
  list: WordList,
  several: { readonly group: string; readonly exceptWith: readonly string[] } | null,
): Coder {
  const listed = Object.entries(list.groups).flatMap(([group, texts]) =>
    texts.map((text) => ({ group, words: wordsOf(text), onlyWhole: text.startsWith("=") })),
  );
  const ignored = list.ignore.map((text) => ({ group: null, words: wordsOf(text) }));
  const phrases = [...listed.filter(({ onlyWhole }) => !onlyWhole), ...ignored].toSorted(
    (a, b) => b.words.length - a.words.length,
  );
  const names = new Map(Object.keys(list.groups).map((group) => [wordsOf(group).join(" "), group]));
  const wholes = new Map(listed.map(({ group, words }) => [words.join(" "), group]));
  const doubtful = new Set(list.doubt.flatMap(wordsOf));

  return (text) => {
    const words = wordsOf(text);
    const joined = words.join(" ");
    const named = names.get(joined);
    if (named !== undefined) return { group: named, rule: "group name" };
    const whole = wholes.get(joined);
    if (whole !== undefined) return { group: whole, rule: "listed text" };
    const groups = [...groupsIn(words, phrases)];
    const [only, ...others] = groups;
    if (only === undefined) return { group: null, rule: "unsure: no listed word" };
    if (words.some((word) => doubtful.has(word))) {
      return { group: null, rule: "unsure: a word that may reverse the meaning" };
    }
    if (others.length === 0) return { group: only, rule: "listed words" };
    if (several === null) return { group: null, rule: "unsure: several groups" };
    if (groups.includes(several.group)) return { group: several.group, rule: "listed words" };
    if (groups.some((group) => several.exceptWith.includes(group))) {
      return { group: null, rule: "unsure: several groups" };
    }
    return { group: several.group, rule: "several groups" };
  };
}

/** Longer phrases first, each word counted once: "american indian" is not "indian". */
function groupsIn(
  words: readonly string[],
  phrases: readonly { readonly group: string | null; readonly words: readonly string[] }[],
): Set<string> {
  const left: (string | null)[] = [...words];
  const groups = new Set<string>();
  for (const { group, words: phrase } of phrases) {
    for (let start = 0; start + phrase.length <= left.length; start += 1) {
      if (phrase.every((word, offset) => left[start + offset] === word)) {
        if (group !== null) groups.add(group);
        left.fill(null, start, start + phrase.length);
      }
    }
  }
  return groups;
}

/** Lower case, without accents, Arabic vowel marks and punctuation. */
function wordsOf(text: string): string[] {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
}
