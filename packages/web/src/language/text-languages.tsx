import type { TextInOtherLanguage } from "@refract/collect/browser";
import { createContext, type ReactNode, useContext, useMemo } from "react";
import { directionOf, scriptOf } from "./language-names.ts";
import { languageOfText } from "./language-of-text.ts";

interface TextLanguages {
  /** The language that the texts of the page are in unless something else is known of one. */
  readonly language: string;
  readonly others: ReadonlyMap<string, string>;
}

const TextLanguagesContext = createContext<TextLanguages>({ language: "", others: new Map() });

interface TextLanguagesProviderProps {
  readonly language: string;
  /** Texts that the study has in another language only. */
  readonly others: readonly TextInOtherLanguage[];
  readonly children: ReactNode;
}

export function TextLanguagesProvider({ language, others, children }: TextLanguagesProviderProps) {
  // Every view brings a list of its own; texts are drawn anew where it says something else.
  const said = JSON.stringify(others);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the list says stands for the list
  const value = useMemo(
    () => ({ language, others: new Map(others.map((other) => [other.text, other.language])) }),
    [language, said],
  );
  return <TextLanguagesContext value={value}>{children}</TextLanguagesContext>;
}

export interface TextLanguage {
  readonly lang?: string;
  readonly dir: "ltr" | "rtl" | "auto";
}

/**
 * What to write on the element of a text that the pages did not write: its `lang` where that is another than the page's, and its
 * `dir`. The language is what the study says of it, else what the text itself leaves no doubt of.
 */
export function useTextLanguage(): (text: string) => TextLanguage {
  const { language, others } = useContext(TextLanguagesContext);
  return (text) => {
    const other = others.get(text);
    if (other !== undefined) return { lang: other, dir: directionOf(other) };
    const detected = languageOfText(text);
    if (detected !== null && baseOf(detected) !== baseOf(language)) return { lang: detected, dir: "auto" };
    // The pages may have no words of their own in the language of the texts; then they say so themselves.
    const isPages = language === "" || isAlike(language, document.documentElement.lang);
    return isPages ? { dir: "auto" } : { lang: language, dir: "auto" };
  };
}

/** One language in one script: Chinese in traditional characters is not what the pages' own words are in. */
function isAlike(tag: string, other: string): boolean {
  return baseOf(tag) === baseOf(other) && scriptOf(tag) === scriptOf(other);
}

function baseOf(tag: string): string {
  return tag.toLowerCase().split("-")[0] ?? tag;
}
