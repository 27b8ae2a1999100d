import { readdir, readFile } from "node:fs/promises";
import { pageLanguages, unreviewedPageLanguages } from "@refract/collect/browser";
import { describe, expect, it } from "vitest";
import english from "./en.json";
import { chooseLanguage, directionOf, nameOfLanguage, namesOfLanguage } from "./language-names.ts";

interface Texts {
  readonly [key: string]: string | Texts;
}

function flat(texts: Texts, prefix = ""): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(texts)) {
    if (typeof value === "string") found.set(prefix + key, value);
    else for (const [inner, text] of flat(value, `${prefix}${key}.`)) found.set(inner, text);
  }
  return found;
}

async function wordsOf(language: string): Promise<Map<string, string>> {
  const path = new URL(`./${language}.json`, import.meta.url);
  const words: Texts = JSON.parse(await readFile(path, "utf8"));
  return flat(words);
}

const plural = /_(zero|one|two|few|many|other)$/;
const baseOf = (key: string) => key.replace(plural, "");
const variables = (text: string) =>
  [...new Set([...text.matchAll(/\{\{(\w+)\}\}|\{\d\}/g)].map((match) => match[1] ?? match[0]))].toSorted();

/** What a text of the language is written in; those in Latin letters are told from English by its commonest words. */
const scripts: ReadonlyMap<string, RegExp> = new Map([
  ["ar", /\p{Script=Arabic}/u],
  ["hi", /\p{Script=Devanagari}/u],
  ["ja", /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u],
  ["ko", /\p{Script=Hangul}/u],
  ["zh", /\p{Script=Han}/u],
]);

/** Names of keys on a keyboard and of what browsers keep, as the languages in other scripts say them too. */
const foreignWords = /\{\{\w+\}\}|\b(?:Enter|Shift|Cookie|MTurk|Return)\b/g;

/** Words of English that none of the other languages has. */
const englishWords =
  /\b(?:the|your|you|and|this|that|with|from|please|answers?|study|saved|here|which|write|is|are|can’t|nothing)\b/i;

/** Texts that a language spells as English does. */
const spelledAlike: ReadonlyMap<string, readonly string[]> = new Map([
  ["de", ["common.code"]],
  ["es", ["form.booleanUncheckedLabel"]],
  ["fr", ["choose.number", "common.code", "receipt.conversations", "stage.conversation", "stage.task"]],
]);

const own = (texts: Map<string, string>) => new Map([...texts].filter(([key]) => key !== "review"));
const source = own(flat(english));

describe.each(pageLanguages.map((language) => [language]))("words in %s", async (language) => {
  const file = await wordsOf(language);
  const texts = own(file);

  it("are there for every key of English, and for no other", () => {
    const keys = (of: Map<string, string>) => [...new Set([...of.keys()].map(baseOf))].toSorted();
    expect(keys(texts)).toEqual(keys(source));
  });

  it("have every plural form the language has, and no other", () => {
    const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
    const counted = [...source.keys()].filter((key) => plural.test(key)).map(baseOf);
    const forms = (of: Iterable<string>) => [...new Set(of)].toSorted();
    expect(forms([...texts.keys()].filter((key) => plural.test(key)))).toEqual(
      forms(counted.flatMap((base) => pluralCategories.map((category) => `${base}_${category}`))),
    );
  });

  it("ask for the values that English gives; only forms for few may leave out their number", () => {
    for (const [key, text] of texts) {
      const given = variables(source.get(key) ?? source.get(`${baseOf(key)}_other`) ?? "");
      if (/_(zero|one|two)$/.test(key)) expect(given, key).toEqual(expect.arrayContaining(variables(text)));
      else expect(variables(text), key).toEqual(given);
    }
  });

  it("are never empty, and have no blank at an end or twice", () => {
    for (const [key, text] of texts) {
      expect(text.trim(), key).not.toBe("");
      expect(text, key).toBe(text.trim());
      expect(text, key).not.toMatch(/ {2}/);
      expect(text, key).not.toMatch(/[\u200B-\u200F\u2028-\u202E\u2066-\u2069\uFEFF]/);
    }
  });

  it("are in the language, with no English left over", () => {
    if (language === "en") return;
    const script = scripts.get(language);
    for (const [key, text] of texts) {
      if (spelledAlike.get(language)?.includes(key) === true) continue;
      expect(text, key).not.toBe(source.get(key));
      if (script === undefined) expect(text, key).not.toMatch(englishWords);
      else {
        expect(text, key).toMatch(script);
        expect(text.replace(foreignWords, ""), key).not.toMatch(/[A-Za-z]{2,}/);
      }
    }
  });

  it("end as English does: a sentence with a mark, a label without one", () => {
    for (const [key, text] of texts) {
      const pattern = source.get(key) ?? source.get(`${baseOf(key)}_other`) ?? "";
      if (pattern.endsWith(".")) expect(text, key).toMatch(/[.。।…：}]$/u);
      if (pattern.endsWith("…")) expect(text, key).toMatch(/…$/);
      if (/\p{L}$/u.test(pattern)) expect(text, key).not.toMatch(/[.。।]$/u);
    }
  });

  it("say whether anybody who speaks it has read them, as study check does", () => {
    const isUnreviewed = unreviewedPageLanguages.some((other) => other === language);
    expect(file.get("review") === "unreviewed").toBe(isUnreviewed);
    expect(file.get("review")).toMatch(/^(?:original|unreviewed|.* \(\d{4}-\d{2}-\d{2}\))$/);
  });
});

it("there is no file of words that the pages don't offer", async () => {
  const files = await readdir(new URL(".", import.meta.url));
  const languages = files.filter((name) => name.endsWith(".json")).map((name) => name.slice(0, -5));
  expect(languages.toSorted()).toEqual([...pageLanguages].toSorted());
});

it("chooses the language a person reads, else the study's first", () => {
  expect(chooseLanguage(["en", "ar"], ["fr", "ar-EG", "en"])).toBe("ar");
  expect(chooseLanguage(["pt-BR", "en"], ["pt-PT"])).toBe("pt-BR");
  expect(chooseLanguage(["en", "ar"], ["de"])).toBe("en");
});

it("knows which way a language is written, and its own name", () => {
  expect(["ar", "ur", "he", "en", "hi", "zh-Hant", "az-Arab"].map((tag) => directionOf(tag))).toEqual([
    "rtl",
    "rtl",
    "rtl",
    "ltr",
    "ltr",
    "ltr",
    "rtl",
  ]);
  expect(pageLanguages.map((language) => nameOfLanguage(language))).toEqual([
    "English",
    "العربية",
    "Deutsch",
    "Español",
    "Français",
    "हिन्दी",
    "Bahasa Indonesia",
    "日本語",
    "한국어",
    "Português",
    "Kiswahili",
    "中文",
  ]);
});

describe("the names of a language in a list", () => {
  const all = () => true;
  it("are its own and the page's, once where they are one", () => {
    expect(namesOfLanguage("hi", "en", all)).toEqual({ own: "हिन्दी", here: "Hindi" });
    expect(namesOfLanguage("en", "hi", all)).toEqual({ own: "English", here: "अंग्रेज़ी" });
    expect(namesOfLanguage("hi", "hi", all)).toEqual({ own: "हिन्दी", here: null });
    expect(namesOfLanguage("sw", "en", all)).toEqual({ own: "Kiswahili", here: "Swahili" });
  });
  it("are the page's alone where its letters can't be drawn", () => {
    const latin = (text: string) => /^\p{Script=Latin}/u.test(text);
    expect(namesOfLanguage("ja", "en", latin)).toEqual({ own: null, here: "Japanese" });
    expect(namesOfLanguage("ja", "ja", latin)).toEqual({ own: "日本語", here: null });
    expect(namesOfLanguage("fr", "en", latin)).toEqual({ own: "Français", here: "French" });
  });
});
