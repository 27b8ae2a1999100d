import { madeFolder } from "@refract/testing/made-release";
import { expect, test } from "vitest";
import { openAnalysisData } from "../../data/analysis-data.ts";
import { languageNotice } from "./language-notice.ts";
import { openingPrompts } from "./text-fields.ts";

const embedder = (languages: readonly string[] | null) => ({
  name: "stub",
  languages,
  embed: async () => [],
});

async function noticeOf(
  flags: readonly (string | null)[] | null,
  languages: readonly string[] | null = ["en"],
) {
  await using folder = await madeFolder({
    "survey.jsonl": [{ user_id: "u1" }],
    ...(flags === null
      ? {}
      : {
          "metadata.jsonl": [
            ...flags.map((language_flag) => ({ column_id: "opening_prompt", language_flag })),
            { column_id: "model_response", language_flag: "xx" },
          ],
        }),
  });
  await using data = await openAnalysisData(folder.path);
  return await languageNotice(
    data,
    { metadataColumn: "opening_prompt", title: "Prompts" },
    embedder(languages),
  );
}

const english = (count: number) => Array.from({ length: count }, () => "en");

test("texts in languages the embedder doesn't know are a warning from 2 % on, and a note below", async () => {
  const many = await noticeOf([...english(49), "es"]);
  expect(many?.level).toBe("warning");
  expect(many?.text).toMatch(
    /^2\.0 % of the prompts \(1 of 50 by the metadata's language_flag\).*it knows en only/,
  );
  const few = await noticeOf([...english(99), "de"]);
  expect(few?.level).toBe("note");
  expect(few?.text).toMatch(/^1\.0 % of the prompts \(1 of 100 /);
});

test("an embedder that knows several languages is held against all of them", async () => {
  expect(await noticeOf(["en", "es", "en"], ["en", "es"])).toBeNull();
  expect((await noticeOf(["en", "es", "fr"], ["en", "es"]))?.text).toMatch(
    /^33\.3 % of the prompts \(1 of 3 .*it knows en, es only/,
  );
});

test("nothing is said where all texts are known, none is flagged, or the embedder knows every language", async () => {
  expect(await noticeOf(english(3))).toBeNull();
  expect(await noticeOf([null, null])).toBeNull();
  expect(await noticeOf(["es", "fr"], null)).toBeNull();
});

test("without metadata it is said that languages are not known", async () => {
  const found = await noticeOf(null);
  expect(found?.level).toBe("note");
  expect(found?.text).toContain("do not say which texts are in other languages");
});

test("opening prompts are told from those of later turns by the responses to them, and without turns they are all prompts", async () => {
  const prompts = ["en", "es", "es", "es"].map((language_flag, turn) => ({
    column_id: "user_prompt",
    interaction_id: `int${turn}`,
    language_flag,
  }));
  const texts = async (columns: object) => {
    await using folder = await madeFolder({
      "metadata.jsonl": prompts,
      "utterances.jsonl": [0, 1, 2, 3].map((turn) => ({
        utterance_id: `ut${turn}`,
        interaction_id: `int${turn}`,
        ...columns,
        ...("turn" in columns ? { turn: turn < 2 ? 0 : 1 } : {}),
      })),
    });
    await using data = await openAnalysisData(folder.path);
    return (await languageNotice(data, openingPrompts, embedder(["en"])))?.text;
  };
  expect(await texts({ turn: 0 })).toMatch(/^50\.0 % of the opening prompts \(1 of 2 /);
  expect(await texts({})).toMatch(/^75\.0 % of the prompts of all turns \(3 of 4 /);
});
