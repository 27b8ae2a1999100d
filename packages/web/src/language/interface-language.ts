import type { PageLanguage } from "@refract/collect/browser";
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import english from "./en.json";
import { chooseLanguage, directionOf } from "./language-names.ts";

type Bundle = () => Promise<{ readonly default: object }>;

/** English is part of the first load; every other language is a file of its own, fetched when it is asked for. */
const bundles: Readonly<Record<PageLanguage, Bundle>> = {
  en: async () => ({ default: english }),
  ar: () => import("./ar.json"),
  de: () => import("./de.json"),
  es: () => import("./es.json"),
  fr: () => import("./fr.json"),
  hi: () => import("./hi.json"),
  id: () => import("./id.json"),
  ja: () => import("./ja.json"),
  ko: () => import("./ko.json"),
  pt: () => import("./pt.json"),
  sw: () => import("./sw.json"),
  zh: () => import("./zh.json"),
};

/** Words that run against the page, as English ones beside texts in Urdu, stand for themselves: their full stops stay at their ends. */
const isolation = {
  type: "postProcessor",
  name: "isolation",
  process: (words: string) => {
    const { lang, dir } = document.documentElement;
    return dir === directionOf(lang) ? words : `\u2066${words}\u2069`;
  },
} as const;

/** As `pageLanguageOf` of the study engine, which would bring the form library into the first load. */
function languageOfWords(tag: string): PageLanguage {
  const base = tag.toLowerCase().split("-")[0] ?? "";
  return isPageLanguage(base) ? base : "en";
}

function isPageLanguage(tag: string): tag is PageLanguage {
  return Object.hasOwn(bundles, tag);
}

/** Until a study is known the words are in what the person reads; `wanted` has the most wanted first. */
export async function startLanguages(wanted: readonly string[]): Promise<void> {
  await i18next
    .use(initReactI18next)
    .use(isolation)
    .init({
      lng: "en",
      fallbackLng: "en",
      resources: { en: { translation: english } },
      interpolation: { escapeValue: false }, // React escapes
      returnNull: false,
      postProcess: isolation.name,
    });
  await showLanguage(chooseLanguage(Object.keys(bundles), wanted));
}

/** What the form library says, in the language of the page's words. */
export function formWords(): Readonly<Record<string, string>> {
  const words: unknown = i18next.getResource(i18next.resolvedLanguage ?? "en", "translation", "form");
  if (typeof words !== "object" || words === null) return {};
  return Object.fromEntries(
    Object.entries(words).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

/** The `lang` of the page's own words beside texts in `tag`; the texts say theirs where it is another. */
function tagOfWords(words: PageLanguage, tag: string): string {
  if (!i18next.hasResourceBundle(words, "translation") || !tag.toLowerCase().startsWith(words)) return "en";
  return words === "zh" ? "zh-Hans" : tag;
}

/**
 * Turns the page to a language: its words, `lang` and `dir`. Beside a language without words of ours they are English, on a page
 * that runs the way of its texts.
 */
export async function showLanguage(tag: string, direction: "ltr" | "rtl" = directionOf(tag)): Promise<void> {
  const words = languageOfWords(tag);
  if (!i18next.hasResourceBundle(words, "translation")) {
    try {
      i18next.addResourceBundle(words, "translation", (await bundles[words]()).default);
    } catch {
      // Without the bundle the page stays readable in English; the study's own texts are in the language anyhow.
    }
  }
  document.documentElement.lang = tagOfWords(words, tag);
  document.documentElement.dir = direction;
  if (i18next.language !== tag) await i18next.changeLanguage(tag);
}
