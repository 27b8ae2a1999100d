import packageJson from "../../package.json" with { type: "json" };
import type { Detector, LanguageFinding } from "./detector.ts";

/**
 * Fewer Latin letters than this and no language is named: "Hello" alone could be said in any of them. Other scripts say
 * more with a letter.
 */
const defaultMinimumLetters = 8;

/**
 * The language of a text by the `eld` library (n-grams of 60 languages), as far as it calls its own finding reliable. Texts
 * for which it doesn't, and those with fewer Latin letters than `minimumLetters`, are missing as `unparsed`.
 */
export function createLanguageDetector(
  options: { readonly minimumLetters?: number } = {},
): Detector<LanguageFinding> {
  const minimumLetters = options.minimumLetters ?? defaultMinimumLetters;
  return {
    id: "language:eld-small",
    version: packageJson.dependencies.eld,
    detect: async (texts) => {
      // Loaded when first needed: its tables are 1.6 MB of code.
      const { eld } = await import("eld/small");
      return texts.map((text) => {
        if (isTooShort(text, minimumLetters)) return { finding: null, missing: "unparsed" };
        const found = eld.detect(text);
        return found.isReliable() && found.language !== ""
          ? { finding: { language: found.language }, missing: null }
          : { finding: null, missing: "unparsed" };
      });
    },
  };
}

function isTooShort(text: string, minimumLetters: number): boolean {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0;
  return latin * 2 > letters ? latin < minimumLetters : letters === 0;
}
