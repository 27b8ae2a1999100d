import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "@refract/testing";

export type PageLanguage = "en" | "ar" | "hi";

/** The pages' own wording: tests look for what stands in the language files, never for a copy of it. */
export function pageWords(language: PageLanguage): (key: string) => string {
  const file = join(repositoryRoot(), "packages", "web", "src", "language", `${language}.json`);
  const words: unknown = JSON.parse(readFileSync(file, "utf8"));
  return (key) => {
    const found = key
      .split(".")
      .reduce<unknown>((node, part) => (isRecord(node) ? node[part] : undefined), words);
    if (typeof found !== "string") throw new Error(`${language}.json has no text "${key}"`);
    return found;
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
