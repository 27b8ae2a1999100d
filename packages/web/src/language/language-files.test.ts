import { describe, expect, it } from "vitest";
import arabic from "./ar.json";
import english from "./en.json";
import { chooseLanguage, directionOf, nameOfLanguage } from "./language-names.ts";

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

const plural = /_(zero|one|two|few|many|other)$/;
const bases = (texts: Map<string, string>) =>
  new Set([...texts.keys()].map((key) => key.replace(plural, "")));
const variables = (text: string) => new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]));

describe.each([
  ["en", flat(english)],
  ["ar", flat(arabic)],
] as const)("words in %s", (language, texts) => {
  it("are there for every key of English, and for no other", () => {
    expect([...bases(texts)].toSorted()).toEqual([...bases(flat(english))].toSorted());
  });

  it("have every plural form the language needs", () => {
    const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
    const counted = [...texts.keys()].filter((key) => plural.test(key)).map((key) => key.replace(plural, ""));
    for (const base of new Set(counted))
      for (const category of pluralCategories)
        expect(texts.has(`${base}_${category}`), `${base}_${category}`).toBe(true);
  });

  it("ask for no value that English doesn't give, and are never empty", () => {
    const given = new Map<string, Set<string | undefined>>();
    for (const [key, text] of flat(english)) {
      const base = key.replace(plural, "");
      given.set(base, new Set([...(given.get(base) ?? []), ...variables(text)]));
    }
    for (const [key, text] of texts) {
      expect(text.trim(), key).not.toBe("");
      for (const variable of variables(text))
        expect(given.get(key.replace(plural, ""))?.has(variable), key).toBe(true);
    }
  });
});

it("Arabic words are Arabic", () => {
  for (const [key, text] of flat(arabic)) expect(/\p{Script=Arabic}/u.test(text), key).toBe(true);
});

it("chooses the language a person reads, else the study's first", () => {
  expect(chooseLanguage(["en", "ar"], ["fr", "ar-EG", "en"])).toBe("ar");
  expect(chooseLanguage(["pt-BR", "en"], ["pt-PT"])).toBe("pt-BR");
  expect(chooseLanguage(["en", "ar"], ["de"])).toBe("en");
});

it("knows which way a language is written, and its own name", () => {
  expect(["ar", "ur", "he", "en", "hi", "zh-Hant", "az-Arab"].map(directionOf)).toEqual([
    "rtl",
    "rtl",
    "rtl",
    "ltr",
    "ltr",
    "ltr",
    "rtl",
  ]);
  expect([nameOfLanguage("ar"), nameOfLanguage("en"), nameOfLanguage("fr")]).toEqual([
    "العربية",
    "English",
    "Français",
  ]);
});
