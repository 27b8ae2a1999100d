/** Where the standard's name is the country's rather than what speakers call the language. */
const commonNames: ReadonlyMap<string, string> = new Map([
  ["id", "Bahasa Indonesia"],
  ["ms", "Bahasa Melayu"],
]);

/** A language by its own name, its first letter as a heading would have it: العربية, English, Português. */
export function nameOfLanguage(tag: string): string {
  return commonNames.get(tag) ?? nameIn(tag, tag);
}

interface LanguageNames {
  /** What its speakers call it; null where their letters can't be drawn. */
  readonly own: string | null;
  /** What the language of the page calls it; null where that says nothing more. */
  readonly here: string | null;
}

/** A language for a list on a page in the language `page`: हिन्दी and Hindi. `canDraw` says whether letters can be drawn here. */
export function namesOfLanguage(
  tag: string,
  page: string,
  canDraw: (text: string) => boolean,
): LanguageNames {
  const own = nameOfLanguage(tag);
  const here = nameIn(tag, page);
  if (tag === page || own === here) return { own, here: null };
  return { own: canDraw(own) ? own : null, here };
}

/** Asked for each text and each language of the page, each time it is drawn. */
const scripts = new Map<string, string | null>();
const names = new Map<string, string>();

function nameIn(tag: string, language: string): string {
  const key = `${tag} ${language}`;
  const known = names.get(key);
  if (known !== undefined) return known;
  const name = findName(tag, language);
  names.set(key, name);
  return name;
}

function findName(tag: string, language: string): string {
  try {
    const name = new Intl.DisplayNames([language], { type: "language" }).of(tag) ?? tag;
    const first = Array.from(name)[0] ?? "";
    return first.toLocaleUpperCase(language) + name.slice(first.length);
  } catch {
    return tag;
  }
}

const rightToLeftScripts = new Set(["Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm", "Rohg", "Mand", "Samr"]);

/** By the script a language is written in. A session brings its own direction; this is for the page before it. */
export function directionOf(tag: string): "ltr" | "rtl" {
  return rightToLeftScripts.has(scriptOf(tag) ?? "") ? "rtl" : "ltr";
}

/** The script a language is written in, stated or usual, as ISO 15924 names it; null for a tag that is none. */
export function scriptOf(tag: string): string | null {
  const known = scripts.get(tag);
  if (known !== undefined) return known;
  const script = findScript(tag);
  scripts.set(tag, script);
  return script;
}

function findScript(tag: string): string | null {
  try {
    return new Intl.Locale(tag).maximize().script ?? null;
  } catch {
    return null;
  }
}

/** The best of `offered` for somebody who reads `wanted`, most wanted first; else the first offered. */
export function chooseLanguage(offered: readonly string[], wanted: readonly string[]): string {
  const base = (tag: string) => tag.toLowerCase().split("-")[0];
  for (const wish of wanted) {
    const exact = offered.find((tag) => tag.toLowerCase() === wish.toLowerCase());
    if (exact !== undefined) return exact;
    const close = offered.find((tag) => base(tag) === base(wish));
    if (close !== undefined) return close;
  }
  return offered[0] ?? "en";
}
