import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describeWith, sharedData } from "@refract/testing";
import { expect, test } from "vitest";
import * as z from "zod";
import { createLanguageDetector } from "./language-detector.ts";

const detector = createLanguageDetector();
const languages = async (...texts: string[]) =>
  (await detector.detect(texts)).map((detected) => detected.finding?.language ?? detected.missing);

test("plain sentences get the two-letter code of their language", async () => {
  expect(
    await languages(
      "The garden is at its best in the first weeks of spring.",
      "Me gusta pasear por la ciudad cuando todavía no hay nadie.",
      "Ich gehe morgens gern durch die Stadt, wenn noch niemand da ist.",
      "أحب أن أمشي في المدينة في الصباح الباكر قبل أن يستيقظ الناس.",
      "我喜欢清晨在城里散步。",
      "What do people usually get wrong about keeping a household budget?",
      "Oh, مجانية! That touches so many of us. Talking it over with somebody can make it lighter.",
      "朝の町を歩くのが好きです。",
      "아침에 도시를 산책하는 것을 좋아합니다.",
    ),
  ).toEqual(["en", "es", "de", "ar", "zh", "en", "en", "ja", "ko"]);
});

test("texts too short to tell are missing with the reason unparsed, never guessed", async () => {
  expect(await languages("", "ok", "Hello", "I do :)", "2 + 2 = 4", "🙂🙂🙂🙂")).toEqual(
    Array(6).fill("unparsed"),
  );
});

await describeWith(sharedData("prism"), "on the labelled texts of the release", (folder) => {
  const read = (file: string, schema: z.ZodType<{ text: string; en_flag?: boolean | null | undefined }>) =>
    readFileSync(join(folder, "raw", file), "utf8")
      .trim()
      .split("\n")
      .map((line) => schema.parse(JSON.parse(line)));
  const labelled = z.object({ text: z.string(), en_flag: z.boolean().nullish() });
  const prompt = z.object({ opening_prompt: z.string() }).transform((row) => ({ text: row.opening_prompt }));

  test("the English flag agrees with 17 of the release's 20, and both differences are its own slips", async () => {
    const rows = read("text_samples.jsonl", labelled).filter((row) => typeof row.en_flag === "boolean");
    const found = await detector.detect(rows.map((row) => row.text));
    const decided = rows.flatMap((row, place) => {
      const language = found[place]?.finding?.language;
      return language === undefined ? [] : [{ agrees: (language === "en") === row.en_flag, place }];
    });
    expect(rows).toHaveLength(20);
    expect(decided).toHaveLength(19);
    // Labelled as not English: a short English question, and an English answer with another language after it.
    expect(decided.filter((each) => !each.agrees).map((each) => each.place)).toEqual([8, 15]);
  });

  test("of 115 opening prompts, short questions all, none is called another language than English", async () => {
    const texts = read("opening_prompts.jsonl", prompt).map((row) => row.text);
    const languages = (await detector.detect(texts)).map((each) => each.finding?.language ?? null);
    expect(texts).toHaveLength(115);
    expect(languages.filter((language) => language !== "en" && language !== null)).toEqual([]);
    expect(languages.filter((language) => language === "en").length).toBeGreaterThanOrEqual(108);
  });
});
