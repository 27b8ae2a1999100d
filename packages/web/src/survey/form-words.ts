import { type PageLanguage, pageLanguageOf } from "@refract/collect/browser";
import { surveyLocalization } from "survey-core";

/** What the form library calls a language, and its own words in it, which come with the package. English is built in. */
interface FormLanguage {
  readonly locale: string;
  load(): Promise<unknown>;
}

const formLanguages: Readonly<Record<PageLanguage, FormLanguage>> = {
  en: { locale: "en", load: async () => undefined },
  ar: { locale: "ar", load: () => import("survey-core/i18n/arabic") },
  de: { locale: "de", load: () => import("survey-core/i18n/german") },
  es: { locale: "es", load: () => import("survey-core/i18n/spanish") },
  fr: { locale: "fr", load: () => import("survey-core/i18n/french") },
  hi: { locale: "hi", load: () => import("survey-core/i18n/hindi") },
  id: { locale: "id", load: () => import("survey-core/i18n/indonesian") },
  ja: { locale: "ja", load: () => import("survey-core/i18n/japanese") },
  ko: { locale: "ko", load: () => import("survey-core/i18n/korean") },
  pt: { locale: "pt-br", load: () => import("survey-core/i18n/portuguese-br") },
  sw: { locale: "sw", load: () => import("survey-core/i18n/swahili") },
  zh: { locale: "zh-cn", load: () => import("survey-core/i18n/simplified-chinese") },
};

/**
 * The library's locale for a page in `language`, its words loaded. Many of them are translated by machine, so that those
 * people meet are replaced by `words`, our own.
 */
export async function loadFormWords(
  language: string,
  words: Readonly<Record<string, string>>,
): Promise<string> {
  const { locale, load } = formLanguages[pageLanguageOf(language) ?? "en"];
  // Without them what is not in `words` is English; the study's texts are in the language anyhow.
  if (surveyLocalization.locales[locale] === undefined) await load().catch(() => undefined);
  surveyLocalization.locales[locale] = { ...surveyLocalization.locales[locale], ...words };
  return locale;
}
