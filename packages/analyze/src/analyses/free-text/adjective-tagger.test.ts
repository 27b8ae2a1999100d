import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createRandom } from "@refract/stats";
import { describeWith, sharedData } from "@refract/testing";
import { expect, test } from "vitest";
import createTagger from "wink-pos-tagger";
import * as z from "zod";
import { createAdjectiveTagger } from "./adjective-tagger.ts";

const tag = createAdjectiveTagger();
const library = createTagger();

const adjectivesOf = (text: string) => {
  const { tokens, adjectives } = tag(text);
  return tokens.map(({ value, normal }, place) => ({
    value,
    normal,
    isAdjective: adjectives.includes(place),
  }));
};

/** What the library finds, token by token. */
const asLibrary = (text: string) =>
  library.tagSentence(text).map(({ value, normal, pos }) => ({ value, normal, isAdjective: pos === "JJ" }));

test.each([
  "A helpful, honest and harmless assistant that would like to answer in plain English.",
  "Can't you be more kind? I'd like it short; it's the best 3rd answer since 1990s' e-mails :-)",
  "Kind words. KIND people, and French ones: café-like, naïve, well-known, open-minded!",
  "I won't, shan't, ain't. Ca va? The running man was left alone with much used, broken things.",
  "Mail me@example.org at 4pm, see https://example.org #happy @you 😀 $5 50% & more",
  "",
  "   \n\t ",
])("%j is tagged as the library tags it", (text) => {
  expect(adjectivesOf(text)).toEqual(asLibrary(text));
});

test("texts of words that may be several things are tagged as the library tags them", () => {
  const random = createRandom("adjectives");
  const words =
    "the a that like while more most to will might they he people answers answer kind open clean left close running used broken better best early long right well only very not be is was been has have had of in as than so such what which who all no some any own same good fast hard light sound present second last first next close direct complete correct human social general official English Kind Open , . ; ? ! ( ) 's n't and or but if because can must".split(
      " ",
    );
  for (let each = 0; each < 400; each += 1) {
    const text = Array.from({ length: 30 }, () => words[Math.floor(words.length * random.next())]).join(" ");
    expect(adjectivesOf(text)).toEqual(asLibrary(text));
  }
});

await describeWith(sharedData("prism"), "real texts of people", (prism) => {
  test("are tagged as the library tags them", async () => {
    const text = await readFile(join(prism, "raw/participants_partial.jsonl"), "utf8");
    const person = z.looseObject({ system_string: z.string(), self_description: z.string() });
    for (const line of text.trim().split("\n")) {
      const { system_string: wish, self_description: self } = person.parse(JSON.parse(line));
      for (const own of [wish, self]) expect(adjectivesOf(own)).toEqual(asLibrary(own));
    }
  });
});
