import { koreanEnding } from "./attached.ts";
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
  "except",
  "correct",
  "others",
  "says",
  "bare",
  "both",
  "fails",
  "works",
  "likewise",
] as const;
export type WordKind = (typeof wordKinds)[number];

/**
 * Phrases that say something only where they are all of a sentence: "of course", "not at all", comments that lead up to such an answer ("sadly"),
 * and how a reply offers to go on.
 */
const sentenceKinds = ["yesAlone", "noAlone", "offer", "lead"] as const;
export type SentenceKind = (typeof sentenceKinds)[number];

interface Phrase {
  readonly keys: readonly string[];
  /** What the last token may go on with: anything (`~`), as Korean and others write endings on, or what follows a Korean noun (`+`). */
  readonly open: "any" | "particles" | null;
  readonly kinds: Set<WordKind>;
}

export interface FoundPhrase {
  /** Number of tokens. */
  readonly length: number;
  readonly kinds: ReadonlySet<WordKind>;
}

interface SentencePhrase extends Pick<Phrase, "keys" | "open"> {
  readonly kind: SentenceKind;
}

const sentencesByFirstKey = new Map<string, SentencePhrase[]>();
const byFirstKey = new Map<string, Phrase[]>();
const openBySign = new Map<string, Phrase[]>();
for (const table of Object.values(words))
  for (const [name, list] of Object.entries(table)) {
    const apart = sentenceKinds.find((known) => known === name);
    const kind = wordKinds.find((known) => known === name);
    if (apart !== undefined) for (const entry of list.split(", ")) addSentence(entry, apart);
    else if (kind !== undefined) for (const entry of list.split(", ")) addPhrase(entry, kind);
    else throw new Error(`reply-words.json: unknown kind "${name}"`);
  }
for (const phrases of [...byFirstKey.values(), ...openBySign.values()])
  phrases.sort((one, other) => other.keys.length - one.keys.length || lastLength(other) - lastLength(one));

/** Single words of some kinds in one language, as words are compared. */
export function wordsOfKinds(language: keyof typeof words, kinds: readonly WordKind[]): readonly string[] {
  return Object.entries(words[language]).flatMap(([name, list]) =>
    kinds.some((kind) => kind === name) ? list.split(", ").filter((entry) => !/[\s~+]/.test(entry)) : [],
  );
}

/** Whether a word begins a phrase of any kind in any language. */
export function isKnownWord(key: string): boolean {
  return byFirstKey.has(key);
}

function lastLength({ keys }: Phrase): number {
  return keys.at(-1)?.length ?? 0;
}

function phraseOf(entry: string): Pick<Phrase, "keys" | "open"> & { readonly first: string } {
  const open = entry.endsWith("~") ? "any" : entry.endsWith("+") ? "particles" : null;
  const keys = baseTokens(open === null ? entry : entry.slice(0, -1)).map(({ key }) => key);
  const [first] = keys;
  if (first === undefined) throw new Error(`reply-words.json: empty entry "${entry}"`);
  return { keys, open, first };
}

function addPhrase(entry: string, kind: WordKind): void {
  const { keys, open, first } = phraseOf(entry);
  const index = open !== null && keys.length === 1 ? openBySign : byFirstKey;
  const place = index === openBySign ? first.slice(0, 1) : first;
  const known = index.get(place) ?? [];
  index.set(place, known);
  const same = known.find((one) => one.open === open && one.keys.join(" ") === keys.join(" "));
  if (same === undefined) known.push({ keys, open, kinds: new Set([kind]) });
  else same.kinds.add(kind);
}

function addSentence(entry: string, kind: SentenceKind): void {
  const { keys, open, first } = phraseOf(entry);
  const place = open !== null && keys.length === 1 ? first.slice(0, 1) : first;
  const known = sentencesByFirstKey.get(place) ?? [];
  sentencesByFirstKey.set(place, known);
  known.push({ keys, open, kind });
}

function startsHere(
  tokens: readonly Token[],
  from: number,
  { keys, open }: Pick<Phrase, "keys" | "open">,
): boolean {
  return keys.every((key, offset) => {
    const found = tokens[from + offset]?.key;
    if (found === key) return true;
    if (open === null || offset < keys.length - 1 || found?.startsWith(key) !== true) return false;
    return open === "any" || koreanEnding.test(found.slice(key.length));
  });
}

/** How many tokens the longest phrase of a kind takes that begins at a token; 0 without one. */
export function sentenceAt(tokens: readonly Token[], from: number, kind: SentenceKind): number {
  const key = tokens[from]?.key ?? "";
  const lengths = [key, key.slice(0, 1)].flatMap((place) =>
    (sentencesByFirstKey.get(place) ?? []).flatMap((phrase) =>
      phrase.kind === kind && startsHere(tokens, from, phrase) ? [phrase.keys.length] : [],
    ),
  );
  return Math.max(0, ...lengths);
}

/** Arabic and French write small words on: "والإجابة", "l'option". */
const writtenOn = /^(?:[وف](?=..)|[بل](?=...)|(?:l|d|qu|n|c|s|j|m)')/u;

/** The longest known phrase that begins at a token; null without one. */
export function phraseAt(tokens: readonly Token[], from: number): FoundPhrase | null {
  const token = tokens[from];
  if (token === undefined) return null;
  const bare = token.key.replace(writtenOn, "");
  for (const key of bare === token.key ? [bare] : [token.key, bare]) {
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
