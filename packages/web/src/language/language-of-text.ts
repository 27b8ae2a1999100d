import { commonWords } from "./common-words.ts";

/** Scripts that one language of today is written in. */
const ownScripts: readonly (readonly [RegExp, string])[] = [
  [/\p{Script=Hangul}/gu, "ko"],
  [/\p{Script=Thai}/gu, "th"],
  [/\p{Script=Greek}/gu, "el"],
  [/\p{Script=Hebrew}/gu, "he"],
  [/\p{Script=Georgian}/gu, "ka"],
  [/\p{Script=Armenian}/gu, "hy"],
  [/\p{Script=Tamil}/gu, "ta"],
  [/\p{Script=Telugu}/gu, "te"],
  [/\p{Script=Kannada}/gu, "kn"],
  [/\p{Script=Malayalam}/gu, "ml"],
  [/\p{Script=Gujarati}/gu, "gu"],
  [/\p{Script=Gurmukhi}/gu, "pa"],
  [/\p{Script=Sinhala}/gu, "si"],
  [/\p{Script=Khmer}/gu, "km"],
  [/\p{Script=Lao}/gu, "lo"],
];

const readCharacters = 600;
const rememberedTexts = 200;
const remembered = new Map<string, string | null>();

/**
 * The language of a text by its script, its letters or its commonest words, as a language tag; null where that leaves a doubt: a
 * wrong voice is worse than the page's own. Only the beginning is read, so that text that is still coming keeps its language.
 */
export function languageOfText(text: string): string | null {
  const beginning = text.slice(0, readCharacters);
  const before = remembered.get(beginning);
  if (before !== undefined) return before;
  const found = detect(beginning);
  if (remembered.size >= rememberedTexts) remembered.clear();
  remembered.set(beginning, found);
  return found;
}

function detect(text: string): string | null {
  const letters = count(text, /\p{L}/gu);
  if (letters < 2) return null;
  /** Most letters are of the script; a name or two in another one changes nothing. */
  const isIn = (script: RegExp) => count(text, script) >= letters * 0.6;
  for (const [script, language] of ownScripts) if (isIn(script)) return language;
  if (isIn(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]/gu)) return chineseOrJapanese(text);
  if (isIn(/\p{Script=Arabic}/gu)) return ofArabicLetters(text);
  if (isIn(/\p{Script=Cyrillic}/gu)) return ofCyrillicLetters(text);
  if (isIn(/\p{Script=Devanagari}/gu)) return ofDevanagari(text);
  return isIn(/\p{Script=Latin}/gu) ? ofLatinWords(text) : null;
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

/** Japanese has its syllables in every sentence; a heading may be without, so that Chinese wants more. */
function chineseOrJapanese(text: string): string | null {
  const syllables = count(text, /[\p{Script=Hiragana}\p{Script=Katakana}]/gu);
  const signs = count(text, /\p{Script=Han}/gu);
  if (syllables >= 2 && syllables >= signs * 0.1) return "ja";
  return syllables === 0 && signs >= 12 ? "zh" : null;
}

function ofArabicLetters(text: string): string | null {
  if (/[ٹڈڑںے]/.test(text)) return "ur";
  if (/[پچژگکی]/.test(text)) return /[ېۍډړښځڅټڼەێۆڵڕ]/.test(text) ? null : "fa";
  return count(text, /(?:^|\P{L})[وفبلك]?ال\p{L}/gu) + count(text, /[ةى]/g) >= 2 ? "ar" : null;
}

function ofCyrillicLetters(text: string): string | null {
  if (/[їєґ]/i.test(text)) return "uk";
  return /[ыэё]/i.test(text) && !/[іўӣқғҳәүөң]/i.test(text) ? "ru" : null;
}

function ofDevanagari(text: string): string | null {
  const words = text.match(/[\p{L}\p{M}]+/gu) ?? [];
  const has = (known: string) => words.filter((word) => known.split(" ").includes(word)).length;
  const [hindi, marathi, nepali] = [
    has("है हैं में और का की के को से नहीं"),
    has("आहे आणि आहेत नाही"),
    has("छ छन् हुन्छ र"),
  ];
  if (hindi >= 2 && marathi + nepali === 0) return "hi";
  if (marathi >= 1 && hindi + nepali === 0) return "mr";
  return null;
}

const languagesOfWord = new Map<string, string[]>();
for (const [language, words] of Object.entries(commonWords))
  for (const word of words.split(" "))
    languagesOfWord.set(word, [...(languagesOfWord.get(word) ?? []), language]);

/** At least so many of a language's common words, and twice as many as of any other. */
const fewestWords = 4;

function ofLatinWords(text: string): string | null {
  const words = text.toLowerCase().match(/[\p{L}\p{M}]+/gu) ?? [];
  const points = new Map<string, number>();
  for (const word of words)
    for (const language of languagesOfWord.get(word) ?? [])
      points.set(language, (points.get(language) ?? 0) + 1);
  const [best, second] = [...points].toSorted(([, one], [, other]) => other - one);
  if (best === undefined || best[1] < fewestWords || best[1] < words.length * 0.15) return null;
  return best[1] >= 2 * (second?.[1] ?? 0) ? best[0] : null;
}
