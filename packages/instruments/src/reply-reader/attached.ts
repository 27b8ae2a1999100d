import type { ReplyForm } from "./reply-form.ts";
import { baseTokens, type Token } from "./tokens.ts";

/** Small words that are written on to others in one script, as words are compared. */
interface Attached {
  readonly script: RegExp;
  /** What may stand before an option's first word. */
  readonly before?: RegExp;
  /** What may stand behind its last word. */
  readonly behind?: RegExp;
  /** A word of fewer letters is too easily a part of another. */
  readonly shortest: number;
}

/** Korean particles, joined only where Korean joins them, and what "to be" and "except" look like behind a noun. */
export const koreanEnding =
  /^(?:(?:에서|에게|으?로|에|와|과|까지|부터|보다|만|뿐만?)?(?:는|도|만|이|을|의|은)?|(?:이|쪽이?|쪽을|가|를|들|들[이은을]|께서|마다|처럼|이?나|이?랑|하고|이?든지?|이?라도|조차|마저|대신에?|말고|밖에|빼고|외에|제외)|(?:만|뿐|쪽)?(?:이?요|이?다|입니다만?|이에요|예요|에요|이?죠|이?지요?|이?네요?|이?군요?|이?야|임|인|일|이?며|이?고요?|이?랍니다|이?라고?요?|이?라구요|이?라고는|이?라는|이?란|이?므로|이?지만|이?라서|이?니까?|인데요?|이?었다|였다|이었습니다|였습니다|이었어요|였어요|이?겠습니다|이?겠네요|이?겠죠|일까요?|인가요?|인지[는도]?|이?라면|이?면|이?거나|합니다|한다|할|해요|했습니다|했다|하게|됩니다|된다))$/u;

const scripts: readonly Attached[] = [
  { script: /^\p{Script=Hangul}/u, behind: koreanEnding, shortest: 1 },
  // "and", "so"; "in", "for", "like"; "the"
  { script: /^\p{Script=Arabic}/u, before: /^[وف]?(?:[بک]?ال|لل|[بلک])?$/u, behind: /^ا$/u, shortest: 3 },
  { script: /^\p{Script=Hebrew}/u, before: /^ו?ש?[הבלכמ]?$/u, shortest: 2 },
  { script: /^\p{Script=Ethiopic}/u, before: /^[የበለከ]$/u, behind: /^(?:[ንው]?[ናምስ]|ን|ው|ነው)$/u, shortest: 2 },
  { script: /^\p{Script=Bengali}/u, behind: /^(?:ট[িাো]?[ইও]?|খন|[ইওরৰ]|কে)$/u, shortest: 2 },
  // Turkish and Azerbaijani "is", endings behind an apostrophe, and a plural
  { script: /^\p{Script=Latin}/u, behind: /^(?:'[a-zıüöəç]{1,4}|[dt][ıiuü]r|e?s)$/u, shortest: 4 },
];

const conjunction = /^[وו](?=.)/u;
/** Articles that Arabic and Hebrew write on, so that an option may be named with or without. */
const article = /^(?:ال(?=..)|ה(?=...))/u;
/** Letters that count options, joined to the one before: "أ وب", "가와 나". */
const arabicLetter = /^و[ابجده]$/u;
const hangulLetter = /^[가나다라마ㄱ-ㅁ](?:와|과|랑|하고)$/u;

interface Sought {
  readonly word: string;
  /** The other words of the text, which have to stand behind its first word or before its last. */
  readonly others: readonly string[];
}

interface SoughtWords {
  readonly firsts: readonly Sought[];
  readonly lasts: readonly Sought[];
  readonly all: ReadonlySet<string>;
  /** Whether the last word may be a verb in another form; words of agreement are read by themselves. */
  readonly takesVerbs: boolean;
}

const soughtOf = new WeakMap<ReplyForm, SoughtWords>();

function soughtIn(form: ReplyForm): SoughtWords {
  const before = soughtOf.get(form);
  if (before !== undefined) return before;
  const texts = form.options
    .flatMap(({ texts, writings = [] }) => [...texts, ...writings])
    .map((text) => baseTokens(text).flatMap(({ kind, key }) => (kind === "word" ? [key] : [])));
  const byLength = (one: Sought, other: Sought) => other.word.length - one.word.length;
  const sought = {
    firsts: texts
      .flatMap(([word, ...others]) => (word === undefined ? [] : [{ word, others }]))
      .toSorted(byLength),
    lasts: texts
      .flatMap((words) => words.slice(-1).map((word) => ({ word, others: words.slice(0, -1) })))
      .toSorted(byLength),
    all: new Set(texts.flat()),
    takesVerbs: form.agreement === undefined,
  };
  soughtOf.set(form, sought);
  return sought;
}

/**
 * Tokens with what is written on to an option's text set apart: "감자가" is "감자" and its particle, "والخبز" is "and" and "الخبز".
 * A word that an option has as it stands is left whole.
 */
export function withoutAttached(tokens: readonly Token[], form: ReplyForm): readonly Token[] {
  const sought = soughtIn(form);
  return tokens.flatMap((token, at): readonly Token[] => {
    if (token.kind !== "word" || sought.all.has(token.key)) return [token];
    if (form.labels === "letters") {
      if (arabicLetter.test(token.key)) return cut(token, 1, "behind");
      if (hangulLetter.test(token.key)) return cut(token, 1, "before");
    }
    const attached = scripts.find(({ script }) => script.test(token.key));
    if (attached === undefined) return [token];
    return (
      withoutEnding(tokens, at, attached, sought) ??
      withoutBeginning(tokens, at, attached, sought.firsts) ?? [token]
    );
  });
}

/** A token in two; the small word of the two is marked, so that it is no letter that names an option. */
function cut(token: Token, length: number, word: "before" | "behind"): readonly Token[] {
  const [one, other] = [
    { text: token.text.slice(0, length), key: token.key.slice(0, length), end: token.start + length },
    { text: token.text.slice(length), key: token.key.slice(length), start: token.start + length },
  ];
  return [
    { ...token, ...one, isAttached: word === "behind" },
    { ...token, ...other, isAttached: word === "before" },
  ];
}

function withoutEnding(
  tokens: readonly Token[],
  at: number,
  { behind, shortest }: Attached,
  { lasts, takesVerbs }: SoughtWords,
): readonly Token[] | null {
  const token = tokens[at];
  if (token === undefined || behind === undefined) return null;
  for (const { word, others } of lasts) {
    if (!stand(tokens, at - others.length, others)) continue;
    if (word.length >= shortest && token.key.startsWith(word) && behind.test(token.key.slice(word.length)))
      return token.key.length === token.text.length
        ? cut(token, word.length, "before")
        : [{ ...token, key: word }];
    if (others.length > 0 && takesVerbs && isVerbForm(token.key, word)) return [{ ...token, key: word }];
    // one potato, where the option is potatoes
    if (token.key.length >= shortest && /^(?:e?s)$/.test(word.slice(token.key.length)))
      if (word.startsWith(token.key)) return [{ ...token, key: word }];
  }
  return null;
}

/** How Korean verbs go on behind their stem: "하겠습니다", "합니다", "하는". In Unicode's decomposed form, as stems are compared. */
const verbEndings =
  "\u{11B8}니다 습니다 겠 는 은 \u{11AB} \u{11AF} 을 기 지 고 며 면 자 세요 십시오 아 어 여 았 었 였 려 도록 게 던"
    .normalize("NFD")
    .split(" ");
const [finalNieun, ha, hae] = ["\u{11AB}", "하".normalize("NFD"), "해".normalize("NFD")];

/** The stem of a Korean verb in its plain form, decomposed: "미룬다" and "미루다" are "미루". Null for other words. */
function verbStem(word: string): string | null {
  if (!/^\p{Script=Hangul}{2,}다$/u.test(word)) return null;
  if (/.는다$/u.test(word)) return word.slice(0, -2).normalize("NFD");
  const stem = word.slice(0, -1).normalize("NFD");
  return stem.endsWith(finalNieun) ? stem.slice(0, -1) : stem;
}

/** Whether a word is the verb at the end of an option's text in another form. */
function isVerbForm(key: string, word: string): boolean {
  const stem = verbStem(word);
  if (stem === null) return false;
  const written = key.normalize("NFD");
  if (written.startsWith(stem))
    return verbEndings.some((ending) => written.slice(stem.length).startsWith(ending));
  return stem.endsWith(ha) && written.startsWith(`${stem.slice(0, -ha.length)}${hae}`);
}

function withoutBeginning(
  tokens: readonly Token[],
  at: number,
  { before, shortest }: Attached,
  firsts: readonly Sought[],
): readonly Token[] | null {
  const token = tokens[at];
  if (token === undefined || before === undefined) return null;
  for (const { word, others } of firsts) {
    const stem = word.replace(article, "");
    const written = token.key.endsWith(stem) ? token.key.slice(0, -stem.length) : null;
    if (written === null || stem.length < shortest || !before.test(written)) continue;
    if (!stand(tokens, at + 1, others)) continue;
    if (!conjunction.test(token.key) || written === "") return [{ ...token, key: word }];
    const [and, rest] = cut(token, 1, "behind");
    return and === undefined || rest === undefined ? null : [and, { ...rest, key: word }];
  }
  return null;
}

/** Whether words stand at a place, one after the other. */
function stand(tokens: readonly Token[], from: number, words: readonly string[]): boolean {
  return words.every((word, offset) => tokens[from + offset]?.key === word);
}
