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
      "朝の町を歩くのが好きです。",
      "아침에 도시를 산책하는 것을 좋아합니다.",
    ),
  ).toEqual(["en", "es", "de", "ar", "zh", "ja", "ko"]);
});

test("texts too short to tell are missing with the reason unparsed, never guessed", async () => {
  expect(await languages("", "ok", "I do :)", "2 + 2 = 4", "🙂🙂🙂🙂")).toEqual(Array(5).fill("unparsed"));
});

await describeWith(sharedData("prism"), "on the labelled texts of the release", (folder) => {
  const row = z.object({ text: z.string(), en_flag: z.boolean().nullish() });

  test("every text with a finding agrees with the release's English flag, and 17 of 20 have one", async () => {
    const rows = readFileSync(join(folder, "raw/text_samples.jsonl"), "utf8")
      .trim()
      .split("\n")
      .map((line) => row.parse(JSON.parse(line)))
      .filter((each) => typeof each.en_flag === "boolean");
    const found = await detector.detect(rows.map((each) => each.text));
    const decided = rows.flatMap((each, index) => {
      const language = found[index]?.finding?.language;
      return language === undefined
        ? []
        : [{ agrees: (language === "en") === each.en_flag, text: each.text }];
    });
    expect(rows).toHaveLength(20);
    expect(decided.filter((each) => !each.agrees)).toEqual([]);
    expect(decided).toHaveLength(17);
  });
});
