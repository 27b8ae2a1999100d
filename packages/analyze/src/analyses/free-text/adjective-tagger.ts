import { createRequire } from "node:module";

/** The tokens of a text, and which of them are adjectives there. */
export interface TaggedText {
  readonly tokens: readonly TextToken[];
  /** Places in `tokens`, in their order. */
  readonly adjectives: readonly number[];
}

export interface TextToken {
  readonly value: string;
  /** In lower case, without accents. */
  readonly normal: string;
}

/** What the tagger knows of a token whatever stands around it. */
interface Word extends TextToken {
  readonly tag: string;
  /** Penn Treebank tags it may have, the most frequent one first. */
  readonly tags: readonly string[];
  /** Of each table of rules, those that could give it another tag, by the tag it has; null where it may have only one. */
  readonly rules: readonly ReadonlyMap<string, readonly Rule[]>[] | null;
  readonly mayBeAdjective: boolean;
}

/** A rule of the library: when all its conditions hold, the token is `willBe`, if it may be that. */
interface Rule {
  readonly rules: readonly Condition[];
  readonly willBe: string;
}

interface Condition {
  readonly operand: {
    readonly property: "pos" | "normal" | "value";
    /** How many tokens further on, or from where to where. */
    readonly delta?: number;
    readonly range?: readonly [number, number];
  };
  readonly matches: RegExp;
}

interface Token {
  readonly value: string;
  readonly tag: string;
}

/** The parts of `wink-pos-tagger` 2.2.2, as it puts them together itself. */
interface Parts {
  readonly tokenize: (text: string) => readonly Token[];
  readonly lexicon: Readonly<Record<string, readonly string[]>>;
  readonly tagsOf: (
    token: { readonly value: string; readonly tag: string; readonly normal: string; pos?: string },
    lexicon: Parts["lexicon"],
  ) => readonly string[];
  /** In the order in which they are applied, each to the whole text. */
  readonly tables: readonly Readonly<Record<string, readonly Rule[]>>[];
}

const adjective = "JJ";

/** Halves of contractions ("ca" of "can't"), whose tag the library leaves even with a capital. */
const halves: ReadonlySet<string> = new Set(["ai", "ca", "sha", "wo"]);

/**
 * Finds adjectives exactly as `tagSentence` of the library does, in a third of its time. The library looks up each token again, and
 * tests some hundred rules at each before it asks whether the token may have the tag that a rule would give it; most tokens may have
 * only one.
 */
export function createAdjectiveTagger(): (text: string) => TaggedText {
  const parts = loadTaggerParts();
  const words = new Map<string, Map<string, Word>>();
  const wordOf = ({ value, tag }: Token): Word => {
    const ofTag = words.get(tag) ?? new Map<string, Word>();
    words.set(tag, ofTag);
    const word = ofTag.get(value) ?? createWord(value, tag, parts);
    ofTag.set(value, word);
    return word;
  };
  /** Places of the text at hand whose tag may change, which most do not. */
  const open: number[] = [];
  return (text) => {
    const own = parts.tokenize(text).map(wordOf);
    const tags = own.map((word) => word.tags[0] ?? "");
    open.length = 0;
    for (let place = 0; place < own.length; place += 1) if (own[place]?.rules !== null) open.push(place);
    for (let table = 0; table < parts.tables.length; table += 1)
      for (const place of open) {
        const rules = own[place]?.rules?.[table]?.get(tags[place] ?? "");
        const applied = rules?.find((rule) => holds(rule, own, tags, place));
        if (applied !== undefined) tags[place] = applied.willBe;
      }
    const adjectives: number[] = [];
    for (let place = 0; place < own.length; place += 1)
      if (tags[place] === adjective && own[place]?.mayBeAdjective === true) adjectives.push(place);
    return { tokens: own, adjectives };
  };
}

function createWord(value: string, tag: string, { lexicon, tagsOf, tables }: Parts): Word {
  const normal = value
    .toLowerCase()
    .normalize("NFD")
    .replaceAll(/[\u0300-\u036f]/g, "");
  const tags = tagsOf({ value, tag, normal }, lexicon);
  const canHold = ({ rules, willBe }: Rule) =>
    tags.includes(willBe) &&
    rules.every(
      ({ operand: { property, delta }, matches }) =>
        property === "pos" || delta !== 0 || matches.test(property === "normal" ? normal : value),
    );
  return {
    value,
    normal,
    tag,
    tags,
    rules:
      tags.length === 1
        ? null
        : tables.map((table) => new Map(tags.map((own) => [own, (table[own] ?? []).filter(canHold)]))),
    // with a capital it is taken for a name
    mayBeAdjective: halves.has(normal) || !/^[A-Z]/.test(value),
  };
}

function holds({ rules }: Rule, words: readonly Word[], tags: readonly string[], place: number): boolean {
  return rules.every(({ operand: { property, delta = 0, range = [delta, delta] }, matches }) => {
    for (let at = place + range[0]; at <= place + range[1]; at += 1) {
      const text = property === "pos" ? tags[at] : words[at]?.[property];
      if (text !== undefined && matches.test(text)) return true;
    }
    return false;
  });
}

/** The library gives out only whole taggers; its parts are found from where it stands, so that they are of its own versions. */
export function loadTaggerParts(): Parts {
  const library = createRequire(createRequire(import.meta.url).resolve("wink-pos-tagger"));
  const tables = ["value-rules-le0", "pos-rules-le0", "value-rules-ge0", "pos-rules-ge0"];
  return {
    tokenize: library("wink-tokenizer")().tokenize,
    lexicon: library("wink-lexicon/src/lexicon.js"),
    tagsOf: library("./unigram-tagger.js"),
    tables: tables.map((name) => library(`./rules/${name}.js`)),
  };
}
