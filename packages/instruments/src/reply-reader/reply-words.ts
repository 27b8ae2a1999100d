import words from "./reply-words.json" with { type: "json" };
import { baseTokens, type Token } from "./tokens.ts";

/** What a word does in a statement: see README.md, "How a reply is read". */
export const wordKinds = [
  "answer",
  "choose",
  "picked",
  "noun",
  "link",
  "filler",
  "so",
  "but",
  "not",
  "notbut",
  "wrong",
  "right",
  "doubt",
  "half",
  "weak",
  "refuse",
  "retract",
  "or",
  "yes",
  "no",
  "true",
  "false",
  "trueSmall",
  "falseSmall",
  "neutral",
  "acceptable",
  "unacceptable",
  "agree",
  "disagree",
  "undecided",
  "strongly",
  "first",
  "second",
  "third",
  "fourth",
  "fifth",
  "last",
  "naming",
] as const;
export type WordKind = (typeof wordKinds)[number];

interface Phrase {
  readonly keys: readonly string[];
  /** The last token may go on: Korean and others write endings on. */
  readonly isOpen: boolean;
  readonly kinds: Set<WordKind>;
}

export interface FoundPhrase {
  /** Number of tokens. */
  readonly length: number;
  readonly kinds: ReadonlySet<WordKind>;
}

const byFirstKey = new Map<string, Phrase[]>();
const openBySign = new Map<string, Phrase[]>();
for (const table of Object.values(words))
  for (const [name, list] of Object.entries(table)) {
    const kind = wordKinds.find((known) => known === name);
    if (kind === undefined) throw new Error(`reply-words.json: unknown kind "${name}"`);
    for (const entry of list.split(", ")) addPhrase(entry, kind);
  }
for (const phrases of [...byFirstKey.values(), ...openBySign.values()])
  phrases.sort((one, other) => other.keys.length - one.keys.length || lastLength(other) - lastLength(one));

/** Single words of some kinds in one language, as words are compared. */
export function wordsOfKinds(language: keyof typeof words, kinds: readonly WordKind[]): readonly string[] {
  return Object.entries(words[language]).flatMap(([name, list]) =>
    kinds.some((kind) => kind === name) ? list.split(", ").filter((entry) => !/[\s~]/.test(entry)) : [],
  );
}

/** Whether a word begins a phrase of any kind in any language. */
export function isKnownWord(key: string): boolean {
  return byFirstKey.has(key);
}

function lastLength({ keys }: Phrase): number {
  return keys.at(-1)?.length ?? 0;
}

function addPhrase(entry: string, kind: WordKind): void {
  const isOpen = entry.endsWith("~");
  const keys = baseTokens(isOpen ? entry.slice(0, -1) : entry).map(({ key }) => key);
  const [first] = keys;
  if (first === undefined) throw new Error(`reply-words.json: ${kind}: empty entry`);
  const index = isOpen && keys.length === 1 ? openBySign : byFirstKey;
  const place = index === openBySign ? first.slice(0, 1) : first;
  const known = index.get(place) ?? [];
  index.set(place, known);
  const same = known.find((one) => one.isOpen === isOpen && one.keys.join(" ") === keys.join(" "));
  if (same === undefined) known.push({ keys, isOpen, kinds: new Set([kind]) });
  else same.kinds.add(kind);
}

function startsHere(tokens: readonly Token[], from: number, { keys, isOpen }: Phrase): boolean {
  return keys.every((key, offset) => {
    const found = tokens[from + offset]?.key;
    return found === key || (isOpen && offset === keys.length - 1 && found?.startsWith(key) === true);
  });
}

/** Arabic and French write small words on: "والإجابة", "l'option". */
const writtenOn = /^(?:[وفبل](?=...)|(?:l|d|qu|n|c|s|j|m)')/u;

/** The longest known phrase that begins at a token; null without one. */
export function phraseAt(tokens: readonly Token[], from: number): FoundPhrase | null {
  const token = tokens[from];
  if (token === undefined) return null;
  for (const key of [token.key, token.key.replace(writtenOn, "")]) {
    const here = key === token.key ? tokens : [{ ...token, key }, ...tokens.slice(from + 1, from + 8)];
    const at = here === tokens ? from : 0;
    const exact = (byFirstKey.get(key) ?? []).find((phrase) => startsHere(here, at, phrase));
    const open = (openBySign.get(key.slice(0, 1)) ?? []).find((phrase) => startsHere(here, at, phrase));
    if (exact !== undefined && exact.keys.length > 1)
      return { length: exact.keys.length, kinds: exact.kinds };
    if (exact !== undefined || open !== undefined)
      return { length: 1, kinds: new Set([...(exact?.kinds ?? []), ...(open?.kinds ?? [])]) };
  }
  return null;
}
