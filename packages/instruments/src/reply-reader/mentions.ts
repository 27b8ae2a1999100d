import { aloneAnswerAt } from "./alone.ts";
import { withoutAttached } from "./attached.ts";
import { isEverydayWord } from "./everyday-words.ts";
import letters from "./option-letters.json" with { type: "json" };
import { type TextSpan, textSpans } from "./option-texts.ts";
import type { ReplyForm } from "./reply-form.ts";
import { placeOfSign } from "./reply-text.ts";
import { phraseAt, type WordKind } from "./reply-words.ts";
import { cross, tick } from "./ticks.ts";
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
/** Of a particle that says nothing by itself. */
const attachedKinds: ReadonlySet<WordKind> = new Set(["filler"]);

const mentionFor = (option: number, kind: Mention["kind"], hasText = false): Mention => ({
  option,
  kind,
  isStance: false,
  isLabel: false,
  hasText,
});

const textMention = (span: TextSpan | undefined): Mention | null =>
  span === undefined ? null : mentionFor(span.option, span.isSmall ? "small" : "text", true);

/**
 * Tokens of a folded reply with the phrases and mentions in it, joined where they are longer than one.
 *
 * @param affirms whether "of course" and its like count as yes; "of course not" counts as no in any case
 */
export function nodesOf(text: string, form: ReplyForm, affirms = false): readonly Node[] {
  const tokens = withoutAttached(tokensOf(text), form);
  const spans = textSpans(tokens, form);
  const digits = numbersInTexts(form);
  const answers = form.words.yes !== undefined && form.words.no !== undefined;
  const hasCapitals = /\p{Lu}/u.test(text);
  const nodes: Node[] = [];
  for (let index = 0; index < tokens.length; ) {
    const token = tokens[index];
    if (token === undefined) break;
    const named = spans.get(index);
    // "The answer is turkey" gives it, however it is written
    const isGiven = /^(?:[:：=]|is|es)$/u.test(tokens[index - 1]?.text ?? "");
    const isEveryday =
      named !== undefined && !isGiven && isEverydayWord(token.text, named.option, form, hasCapitals);
    const span = isEveryday ? undefined : named;
    const alone = answers && span === undefined ? aloneAnswerAt(tokens, index, nodes) : null;
    // "no problem", "cómo no" hold a word that would say no by itself
    const holdsNo = tokens
      .slice(index, index + (alone?.length ?? 0))
      .some(({ key }) => /^(?:no|not|nothing|لا|没|不|नहीं|없습니다)$/u.test(key));
    // "the answer is affirmative" is no by-word
    const isNamed = alone !== null && phraseAt(tokens, index)?.kinds.has("answer") === true;
    const isSilent = alone === null || (alone.kind === "yes" && !affirms && !holdsNo && !isNamed);
    const option = isSilent ? undefined : form.words[alone.kind];
    const found = span === undefined && option === undefined ? phraseAt(tokens, index) : null;
    const length = span?.length ?? (option === undefined ? found?.length : alone?.length) ?? 1;
    const last = tokens[index + length - 1] ?? token;
    const key = tokens
      .slice(index, index + length)
      .map((part) => part.key)
      .join(" ");
    const whole = { ...token, text: text.slice(token.start, last.end), key, end: last.end };
    const kinds = found?.kinds ?? (token.isAttached === true ? attachedKinds : noKinds);
    const mention =
      option !== undefined
        ? mentionFor(option, "word")
        : (textMention(span) ??
          ofPair(tokens, index, nodes, form) ??
          tickAlone(tokens, index, form) ??
          mentionOf(whole, kinds, form, digits));
    nodes.push({ ...whole, kinds, mention });
    index += length;
  }
  return nodes;
}

/** "The former", "후자", "前者" name one of the two options that were named last. */
function ofPair(
  tokens: readonly Token[],
  at: number,
  before: readonly Node[],
  { labels }: ReplyForm,
): Mention | null {
  if (labels !== "letters") return null;
  const key = tokens[at]?.key ?? "";
  const isChinese = tokens[at + 1]?.key === "者";
  const isFormer =
    key === "former" || /^전자(?:입|이|를|가|예|로|라|$)/u.test(key) || (isChinese && key === "前");
  const isLatter =
    key === "latter" || /^후자(?:입|이|를|가|예|로|라|$)/u.test(key) || (isChinese && key === "后");
  if (!isFormer && !isLatter) return null;
  const named = before.flatMap(({ mention }) => (mention?.option == null ? [] : [mention.option]));
  const [second] = named.slice(-1);
  const first = named.findLast((option) => option !== second);
  const option = isLatter ? second : first;
  return option === undefined || first === undefined ? null : mentionFor(option, "letter");
}

/** How Korean goes on behind a mark: "X입니다". */
const isKoreanIs = /^(?:입니다|이다|예요|이에요|임|로|가|이)$/u;

/** What Korean judges with a letter: "정답은 O", "이 문장은 X입니다". */
const isTopic = /^\p{Script=Hangul}*(?:[은는]|답이|이건|그건|그럼|따라서|그러므로)$/u;

/** A tick or a cross that judges by itself: "判断：√", "(✗)", and the letters for them in Korean and Japanese: "정답: O". */
function tickAlone(tokens: readonly Token[], at: number, { words }: ReplyForm): Mention | null {
  const [before, sign, behind] = [tokens[at - 1], tokens[at], tokens[at + 1]];
  // "정답: O", but not "Brand: X"
  const label = tokens[at - 2];
  const isAnswer =
    before?.text !== ":" || label === undefined || phraseAt(tokens, at - 2)?.kinds.has("answer") === true;
  const isLetter = words.trueSmall !== undefined && isAnswer;
  const option =
    tick.test(sign?.text ?? "") || (isLetter && /^[OО○◯⭕〇]$/u.test(sign?.text ?? ""))
      ? words.true
      : cross.test(sign?.text ?? "") || (isLetter && /^[XХ]$/u.test(sign?.text ?? ""))
        ? words.false
        : undefined;
  const isApart =
    (before === undefined ||
      before.kind === "line" ||
      /^[:：(（【[*]$/u.test(before.text) ||
      (isLetter && isTopic.test(before.text)) ||
      /^[打画判]$/u.test(before.text)) &&
    (behind === undefined ||
      behind.kind === "line" ||
      /^[.。,，;；()（）】\]*]$/u.test(behind.text) ||
      isKoreanIs.test(behind.text));
  // "이 문장은 O입니다"
  const isSaid = isLetter && isKoreanIs.test(behind?.text ?? "");
  return option !== undefined && isApart ? mentionFor(option, isSaid ? "word" : "small") : null;
}

/** Which option a token names by letter, number, circle or word. */
function mentionOf(
  { kind, text, key, isAttached }: Token,
  kinds: ReadonlySet<WordKind>,
  form: ReplyForm,
  digits: ReadonlySet<string>,
): Mention | null {
  if (kind !== "word" || isAttached === true) return null;
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
    const how = kinds.has("bare") ? "small" : "letter";
    if (ordinal !== -1) return named(ordinal, how, false, true);
    if (kinds.has("last")) return named(count - 1, how, false, true);
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
  if (isUndecided(key)) return null;
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

/** Korean "whether": "참인지 거짓인지", "맞는지". */
function isUndecided(key: string): boolean {
  const stem = /^(\p{Script=Hangul}+)지(?:는|도|를|요)?$/u.exec(key)?.[1]?.normalize("NFD");
  return stem !== undefined && /[\u{11AB}\u{11AF}]$/u.test(stem);
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
