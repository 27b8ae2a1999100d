import type { PageLanguage } from "@refract/collect/browser";
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import english from "./en.json";
import { directionOf } from "./language-names.ts";

type Bundle = () => Promise<{ readonly default: object }>;

/** Languages the pages themselves speak; English is part of the first load, others come when asked for. */
const otherLanguages: Readonly<Record<Exclude<PageLanguage, "en">, Bundle>> = {
  ar: () => import("./ar.json"),
};
const bundles = new Map<string, Bundle>(Object.entries(otherLanguages));

export async function startLanguages(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: "en",
    fallbackLng: "en",
    resources: { en: { translation: english } },
    interpolation: { escapeValue: false }, // React escapes
    returnNull: false,
  });
}

/** Turns the page to a language: its words, `lang` and `dir`. A language without words of ours keeps English ones. */
export async function showLanguage(tag: string, direction: "ltr" | "rtl" = directionOf(tag)): Promise<void> {
  const base = tag.split("-")[0] ?? tag;
  const load = bundles.get(base);
  if (load !== undefined && !i18next.hasResourceBundle(base, "translation")) {
    try {
      i18next.addResourceBundle(base, "translation", (await load()).default);
    } catch {
      // Without the bundle the page stays readable in English; the study's own texts are in the language anyhow.
    }
  }
  document.documentElement.lang = tag;
  document.documentElement.dir = direction;
  if (i18next.language !== tag) await i18next.changeLanguage(tag);
}
