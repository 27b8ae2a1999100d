import letters from "./option-letters.json" with { type: "json" };
import type { ReplyForm } from "./reply-form.ts";
import { placeOfSign } from "./reply-text.ts";
import { phraseAt, type WordKind } from "./reply-words.ts";
import { baseTokens, type Token, tokensOf } from "./tokens.ts";

/** A place of a reply where an option is named. */
export interface Mention {
  /** From 0, in the order shown; null where a letter and the text behind it are two options. */
  readonly option: number | null;
  /**
   * `letter`, `text` and `word` name an option wherever they stand. `small` ones are words of many languages too (a, no, 2, ب) and count only where
   * a statement is made.
   */
  readonly kind: "letter" | "text" | "word" | "small";
  /** How strong a stance is, where the form is a scale of agreement. */
  readonly isStance: boolean;
  /** A letter or a number that an option is shown with. */
  readonly isLabel: boolean;
  /** Whether a letter stands with its own text: "B. Ice". */
  readonly hasText: boolean;
}

/** A token, or several that are one phrase or one mention. */
export interface Node extends Token {
  readonly kinds: ReadonlySet<WordKind>;
  readonly mention: Mention | null;
}

const noKinds: ReadonlySet<WordKind> = new Set();

/** Tokens of a folded reply with the phrases and mentions in it, joined where they are longer than one. */
export function nodesOf(text: string, form: ReplyForm): readonly Node[] {
  const tokens = tokensOf(text);
  const spans = textSpans(tokens, form);
  const digits = numbersInTexts(form);
  const nodes: Node[] = [];
  for (let index = 0; index < tokens.length; ) {
    const token = tokens[index];
    if (token === undefined) break;
    const span = spans.get(index);
    const found = span === undefined ? phraseAt(tokens, index) : null;
    const length = span?.length ?? found?.length ?? 1;
    const last = tokens[index + length - 1] ?? token;
    const key = tokens
      .slice(index, index + length)
      .map((part) => part.key)
      .join(" ");
    const whole = { ...token, text: text.slice(token.start, last.end), key, end: last.end };
    const mention = span?.mention ?? mentionOf(whole, found?.kinds ?? noKinds, form, digits);
    nodes.push({ ...whole, kinds: found?.kinds ?? noKinds, mention });
    index += length;
  }
  return nodes;
}

/** Which option a token names by letter, number, circle or word. */
function mentionOf(
  { kind, text, key }: Token,
  kinds: ReadonlySet<WordKind>,
  form: ReplyForm,
  digits: ReadonlySet<string>,
): Mention | null {
  if (kind !== "word") return null;
  const count = form.options.length;
  const named = (option: number, how: Mention["kind"], isStance = false, isLabel = false): Mention | null =>
    option >= 0 && option < count ? { option, kind: how, isStance, isLabel, hasText: false } : null;
  if (form.labels !== "none") {
    const sign = placeOfSign(text);
    if (sign !== null) return named(sign, "letter", false, true);
    if (/^[1-9]$/.test(key) && (form.labels === "numbers" || !digits.has(key)))
      return named(Number(key) - 1, "small", false, true);
    const ordinal = (["first", "second", "third", "fourth", "fifth"] as const).findIndex((word) =>
      kinds.has(word),
    );
    if (ordinal !== -1) return named(ordinal, "letter", false, true);
    if (kinds.has("last")) return named(count - 1, "letter", false, true);
  }
  if (form.labels === "letters") {
    const bare = text.replace(suffix, "").replace(/^[lL]'(?=.$)/u, "");
    const capital = letters.capital.findIndex((known) => bare.length === 1 && known.includes(bare));
    if (capital !== -1) return named(capital, "letter", false, true);
    const small = letters.small.findIndex((known) => bare.length === 1 && known.includes(bare));
    if (small !== -1) return named(small, "small", false, true);
    const other = letters.other.findIndex((known) => known.includes(bare));
    if (other !== -1) return named(other, "small", false, true);
  }
  if (form.agreement !== undefined) {
    const { agree, disagree, undecided } = form.agreement;
    if (kinds.has("undecided")) return named(undecided, "word", true);
    if (kinds.has("disagree")) return named(disagree, "word", true);
    if (kinds.has("agree")) return named(agree, "word", true);
  }
  const options = new Set<number>();
  for (const word of kinds) {
    const option = form.words[word];
    if (option !== undefined) options.add(option);
  }
  const [only] = options;
  if (only === undefined || options.size > 1) return null;
  const isPlain = [...kinds].some((word) => form.words[word] !== undefined && !smallWords.has(word));
  return named(only, isPlain && key.length > 1 ? "word" : "small");
}

/** Words that say something else as often: "no rule", "t". */
const smallWords: ReadonlySet<WordKind> = new Set(["no", "trueSmall", "falseSmall"]);

/** Endings that Turkish, Azerbaijani and Korean write on behind a letter: "B'dir", "나입니다". */
const suffix =
  /(?:(?<=^[A-Ea-e])'(?:[dt][ıiuü]r|[yn]?[ıiuü]|[yn][ıiuü]n?|n[ıiuü]n)|(?<=^[ᄀ-ᄆㄱ-ㅁ가나다라마])(?:입니다|이다|번|번입니다|예요|이에요|를|을|가|이|는|은|임|항))$/u;

/** Digits that are part of an option's text, and all of them where a text is a number, so that "2" need not be the second option. */
function numbersInTexts({ options }: ReplyForm): ReadonlySet<string> {
  const texts = options.flatMap((option) =>
    option.texts.map((text) => baseTokens(text).map(({ key }) => key)),
  );
  const isNumeric = texts.some((keys) => keys.length > 0 && keys.every((key) => !/\p{L}/u.test(key)));
  return new Set([...texts.flat(), ...(isNumeric ? "123456789" : "")]);
}

interface TextPattern {
  readonly option: number;
  readonly keys: readonly string[];
  readonly isSmall: boolean;
}

const articles = new Set(["a", "an", "the", "el", "la", "los", "las", "un", "una"]);

/** What options are searched by: their words in order, a leading article left out too, longest first; wordings of two options are none. */
function patternsOf({ options, labels, agreement }: ReplyForm): readonly TextPattern[] {
  const patterns = options.flatMap(({ texts }, option) =>
    texts.flatMap((text): readonly TextPattern[] => {
      const keys = baseTokens(text)
        .filter(({ kind }) => kind === "word")
        .map(({ key }) => key);
      // a lone letter is a label before it is the text of an option
      if (keys.length === 0 || (labels === "letters" && keys.length === 1 && /^[a-e]$/.test(keys[0] ?? "")))
        return [];
      // words of agreement are read with what strengthens or denies them
      if (agreement !== undefined && keys.length === 1) return [];
      const isSmall =
        keys.length === 1 && (keys[0]?.length ?? 0) < 3 && /^[\p{Script=Latin}\p{Nd}]*$/u.test(keys[0] ?? "");
      const bare =
        articles.has(keys[0] ?? "") && keys.length > 1 ? [{ option, keys: keys.slice(1), isSmall }] : [];
      return [{ option, keys, isSmall }, ...bare];
    }),
  );
  return patterns
    .filter(({ option, keys }) =>
      patterns.every((other) => other.option === option || other.keys.join(" ") !== keys.join(" ")),
    )
    .toSorted((one, other) => other.keys.length - one.keys.length);
}

interface Span {
  readonly length: number;
  readonly mention: Mention;
}

/** Where options' texts stand, by their first token; the longest of those that begin at a place, none inside another. */
function textSpans(tokens: readonly Token[], form: ReplyForm): ReadonlyMap<number, Span> {
  const words = tokens.flatMap((token, index) => (token.kind === "word" ? [{ key: token.key, index }] : []));
  const found: { readonly from: number; readonly to: number; readonly pattern: TextPattern }[] = [];
  for (const pattern of patternsOf(form))
    for (const from of occurrences(
      words.map(({ key }) => key),
      pattern.keys,
    ))
      found.push({ from, to: from + pattern.keys.length, pattern });
  const spans = new Map<number, Span>();
  const taken = new Set<number>();
  for (const { from, to, pattern } of found) {
    if (taken.has(from) || taken.has(to - 1)) continue;
    for (let place = from; place < to; place += 1) taken.add(place);
    const start = words[from]?.index ?? 0;
    const length = (words[to - 1]?.index ?? start) - start + 1;
    // the words of a text stand close together, whatever signs are between them
    if (length > 3 * pattern.keys.length + 2) continue;
    const { option, isSmall } = pattern;
    spans.set(start, {
      length,
      mention: { option, kind: isSmall ? "small" : "text", isStance: false, isLabel: false, hasText: true },
    });
  }
  return spans;
}

/** Where a list of words stands in another, in time that grows with their lengths (Knuth, Morris and Pratt). */
function occurrences(words: readonly string[], pattern: readonly string[]): readonly number[] {
  const border = [0];
  for (let index = 1, held = 0; index < pattern.length; index += 1) {
    while (held > 0 && pattern[index] !== pattern[held]) held = border[held - 1] ?? 0;
    if (pattern[index] === pattern[held]) held += 1;
    border.push(held);
  }
  const found: number[] = [];
  for (let index = 0, held = 0; index < words.length; index += 1) {
    while (held > 0 && words[index] !== pattern[held]) held = border[held - 1] ?? 0;
    if (words[index] === pattern[held]) held += 1;
    if (held === pattern.length) {
      found.push(index - held + 1);
      held = border[held - 1] ?? 0;
    }
  }
  return found;
}
