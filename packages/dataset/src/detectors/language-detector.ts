import { francAll } from "franc";
import packageJson from "../../package.json" with { type: "json" };
import type { Detector, LanguageFinding } from "./detector.ts";

/**
 * Fewer letters than this say too little to trigram statistics: "I do :)" comes out as any language at all. Measured on
 * the labelled texts the tests read; see language-detector.test.ts for what it costs and gains.
 */
const defaultMinimumLetters = 20;

/**
 * The language of a text by the `franc` library: the likeliest one that has a two-letter code. Texts with fewer letters
 * than `minimumLetters` and texts in no known script are missing as `unparsed`.
 */
export function createLanguageDetector(
  options: { readonly minimumLetters?: number } = {},
): Detector<LanguageFinding> {
  const minimumLetters = options.minimumLetters ?? defaultMinimumLetters;
  return {
    id: "language:franc",
    version: packageJson.dependencies.franc,
    detect: async (texts) =>
      texts.map((text) => {
        const language = languageOf(text, minimumLetters);
        return language === null
          ? { finding: null, missing: "unparsed" }
          : { finding: { language }, missing: null };
      }),
  };
}

const codes = new Map<string, string>();

function languageOf(text: string, minimumLetters: number): string | null {
  if (isDenseScript(text)) return franc2(text, 2);
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  return letters < minimumLetters ? null : franc2(text, 1);
}

function franc2(text: string, minLength: number): string | null {
  for (const [code] of francAll(text, { minLength })) {
    if (code === "und") return null;
    const short = twoLetterCode(code);
    if (short.length === 2) return short;
  }
  return null;
}

/** Scripts in which a handful of characters is a sentence and which few languages share. */
function isDenseScript(text: string): boolean {
  const dense = text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu);
  return dense !== null && dense.length >= 4;
}

/** CLDR's canonical form turns ISO 639-3 into the two-letter code where there is one: spa to es, cmn to zh. */
function twoLetterCode(code: string): string {
  let short = codes.get(code);
  if (short === undefined) {
    short = Intl.getCanonicalLocales(code)[0] ?? code;
    codes.set(code, short);
  }
  return short;
}
