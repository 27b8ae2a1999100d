import type { AnalysisData } from "../../data/analysis-data.ts";
import { textEnd } from "./gram-counts.ts";
import { createWordIndex, emptyHash, nextHash } from "./word-index.ts";
import { createWordSequence, type WordSequence } from "./word-sequence.ts";

/** The words of all texts of a field, read once. */
export interface FieldWords {
  /** Of each text how many words it has by splitting on a single space. */
  readonly lengths: Uint32Array;
  /** Different words by splitting on a single space, case kept. */
  readonly uniqueWords: number;
  /** Different tokens of cl100k. */
  readonly uniqueTokens: number;
  /** Words in lower case without punctuation, by their numbers in `sequence`; `textEnd` is none. */
  readonly vocabulary: readonly string[];
  /** How often each word of the vocabulary stands in the texts. */
  readonly times: Float64Array;
  /** The texts as numbers of the vocabulary, `textEnd` after each. */
  readonly sequence: WordSequence;
}

const blank = 0x20;

/** No word of the vocabulary: numbers begin at 1. */
const severalNumbers = 0;

/** What a word that stands in the texts is, as bits. */
const traits = {
  beginsBlank: 1,
  endsBlank: 2,
  /** Its tokens at the beginning of a text are among those that were seen. */
  isFirst: 4,
  /** And those after a space. */
  isLater: 8,
} as const;

/** The encoder of cl100k, which takes long to load. */
export const loadTokens = () => import("gpt-tokenizer/encoding/cl100k_base");

/**
 * Reads the temporary table `free_texts`.
 *
 * Tokens are counted exactly: cl100k's split pattern lets a space only begin a piece when no white space is next to it, so a text without
 * other spaces has the pieces of its first word and of each later word with its space; every distinct one is encoded once. Other
 * texts are encoded whole.
 */
export async function readWords(data: AnalysisData): Promise<FieldWords> {
  const { encode } = await loadTokens();
  const tokens = new Set<number>();
  const addTokens = (text: string) => {
    // special tokens in a text are text
    for (const token of encode(text, { disallowedSpecial: new Set() })) tokens.add(token);
  };
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const vocabulary = createVocabulary();
  const index = createWordIndex();
  /** Of each word as it stands: its one number in the vocabulary, or `severalNumbers`. */
  const numberOf = createNumberList();
  /** The numbers of those that have none, as a dash, or several, around a line break. */
  const several = new Map<number, readonly number[]>();
  const traitsOf = createNumberList();
  const sequence = createWordSequence();
  const learn = (id: number) => {
    const word = index.wordOf(id);
    const numbers = vocabulary.numbersOf(word);
    const [first = severalNumbers] = numbers;
    numberOf.add(numbers.length === 1 ? first : severalNumbers);
    if (numbers.length !== 1) several.set(id, numbers);
    traitsOf.add(
      (/^(\s|$)/.test(word) ? traits.beginsBlank : 0) | (/(^|\s)$/.test(word) ? traits.endsBlank : 0),
    );
  };
  const lengths = createNumberList();

  /** The words of the text at hand. */
  const ids = createNumberList();
  const readText = (text: Uint8Array) => {
    ids.clear();
    const { length } = text;
    let isRegular = true;
    let hasNew = false;
    let begin = 0;
    let hash = emptyHash;
    for (let place = 0; place <= length; place += 1) {
      const byte = place < length ? (text[place] ?? blank) : blank;
      if (byte !== blank) {
        hash = nextHash(hash, byte);
        continue;
      }
      const id = index.idOf(text, begin, place, hash);
      ids.add(id);
      if (id === numberOf.size()) learn(id);
      const own = traitsOf.at(id);
      if (begin > 0 && (own & traits.beginsBlank) !== 0) isRegular = false;
      if (place < length && (own & traits.endsBlank) !== 0) isRegular = false;
      if ((own & (begin === 0 ? traits.isFirst : traits.isLater)) === 0) hasNew = true;
      const number = numberOf.at(id);
      if (number === severalNumbers) for (const each of several.get(id) ?? []) sequence.add(each);
      else sequence.add(number);
      begin = place + 1;
      hash = emptyHash;
    }
    sequence.add(textEnd);
    lengths.add(ids.size());
    if (!isRegular) addTokens(decoder.decode(text));
    else if (hasNew) addPieces();
  };
  const addPieces = () => {
    for (let place = 0; place < ids.size(); place += 1) {
      const id = ids.at(place);
      const trait = place === 0 ? traits.isFirst : traits.isLater;
      if ((traitsOf.at(id) & trait) !== 0) continue;
      traitsOf.set(id, traitsOf.at(id) | trait);
      addTokens(place === 0 ? index.wordOf(id) : ` ${index.wordOf(id)}`);
    }
  };
  for await (const texts of data.bytes("SELECT encode(text) FROM free_texts ORDER BY place"))
    for (const text of texts) readText(text);

  const times = new Float64Array(vocabulary.words.length);
  for (const window of sequence.windows(0))
    for (const number of window) times[number] = (times[number] ?? 0) + 1;
  return {
    lengths: lengths.all(),
    uniqueWords: index.size,
    uniqueTokens: tokens.size,
    vocabulary: vocabulary.words,
    times,
    sequence,
  };
}

/** Words in lower case without punctuation, numbered from 1. */
function createVocabulary() {
  const words: string[] = [""];
  const numbers = new Map<string, number>();
  const numberOf = (word: string): number => {
    const held = numbers.get(word);
    if (held !== undefined) return held;
    numbers.set(word, words.length);
    return words.push(word) - 1;
  };
  return {
    words,
    numbersOf: (word: string): readonly number[] =>
      word
        .toLowerCase()
        .replaceAll(/[\p{P}\p{S}]/gu, "")
        .split(/[\t-\r]+/)
        .filter((part) => part !== "")
        .map(numberOf),
  };
}

/** Whole numbers from 0 in a growing array. */
function createNumberList() {
  let held = new Uint32Array(1 << 10);
  let length = 0;
  return {
    add: (value: number): void => {
      if (length === held.length) {
        const grown = new Uint32Array(length * 2);
        grown.set(held);
        held = grown;
      }
      held[length] = value;
      length += 1;
    },
    at: (place: number): number => held[place] ?? 0,
    set: (place: number, value: number): void => {
      held[place] = value;
    },
    size: (): number => length,
    clear: (): void => {
      length = 0;
    },
    all: (): Uint32Array => held.subarray(0, length),
  };
}
