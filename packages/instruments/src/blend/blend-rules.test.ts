import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describeWith, sharedData } from "@refract/testing";
import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { readReply } from "../reply-reader/read-reply.ts";
import { letteredForm } from "../reply-reader/reply-form.ts";
import { type AnnotationFile, readAnnotations, writeAnnotations } from "./annotation-file.ts";
import { allowsChoice, alphabetical, buildChoices, type QuestionByRegion } from "./choice-builder.ts";
import { parseChoiceReply } from "./choice-reply.ts";
import { cleanReply } from "./clean-reply.ts";
import { matchAnswer } from "./match-answer.ts";
import { comparableTokens, identityNormaliser, normaliserFor } from "./normaliser.ts";
import { blendRegions } from "./regions.ts";
import { shortAnswerPoints } from "./short-answer-points.ts";
import { notScored } from "./valid-question.ts";

const identity = { local: identityNormaliser, english: identityNormaliser };
const group = (count: number, english: readonly string[], local: readonly string[] = english) => ({
  count,
  answers: [...local],
  en_answers: [...english],
});

describe("replies", () => {
  test("are cleaned of the prompt, a label of the prompt, full-width signs, case and full stops", () => {
    expect(cleanReply("Question: X?\nAnswer: Soup.", "Question: X?\nAnswer:")).toBe("soup");
    expect(cleanReply("Answer： Rice。", "Question: X? Answer in a word")).toBe("rice");
    expect(cleanReply("note: rice", "Question: X?")).toBe("note: rice");
    expect(cleanReply("18:00", "At what hour, such as 18:00?")).toBe("18:00");
  });

  test("the group with most votes that is hit wins, by a part of the reply or by its tokens", () => {
    const groups = [group(1, ["tea"]), group(3, ["ice-cream"]), group(2, ["Green Salad"])];
    expect(matchAnswer("i like ice cream and tea", groups, "english", identity)).toMatchObject({
      answer: "ice-cream",
    });
    const words = { local: normaliserFor("es", "language"), english: normaliserFor("es", "language") };
    expect(matchAnswer("a salad, green", groups, "english", words)).toMatchObject({ rule: "tokens" });
    // substring hits are generous, as published
    expect(matchAnswer("steak", groups, "english", identity)).toMatchObject({
      answer: "tea",
      rule: "substring",
    });
    expect(matchAnswer("nothing", groups, "english", identity)).toBeNull();
  });

  test("an answer of punctuation alone hits nothing by tokens", () => {
    expect(matchAnswer("soup", [group(2, ["…"])], "english", identity)).toBeNull();
  });

  test("a local run tries local wordings first, an English run only English ones", () => {
    const groups = [group(2, ["cookie"], ["과자"])];
    expect(matchAnswer("과자", groups, "local", identity)).toMatchObject({ language: "local" });
    expect(matchAnswer("a cookie", groups, "local", identity)).toMatchObject({ language: "english" });
    expect(matchAnswer("과자", groups, "english", identity)).toBeNull();
  });

  test.each([
    ["Certainly! The answer is D.", "C", "D"],
    ["Answer: C", "A", "C"],
    ["Based on the customs there, c", "B", null],
    ['{"answer_choice":"Option B"}', null, "B"],
    ["Cannot determine", "C", null],
  ])("%j is %s as published and %s in the strict mode", (reply, published, strict) => {
    const choices = ["A", "B", "C", "D"].map((id) => ({ id, text: `dish ${id.toLowerCase()}` }));
    expect(parseChoiceReply(reply, choices).value).toBe(published);
    expect(readReply(reply, letteredForm(choices)).value).toBe(strict);
  });

  test("a choice is read from JSON, its text, or the first capital letter", () => {
    const options = ["A", "B", "C", "D"].map((id) => ({ id, text: `dish ${id.toLowerCase()}` }));
    expect(parseChoiceReply('Sure: {"answer_choice": "B"}', options)).toMatchObject({
      value: "B",
      rule: "json/letter",
    });
    expect(parseChoiceReply('{"answer_choice": "dish c"}', options)).toMatchObject({
      value: "C",
      rule: "json/text",
    });
    // no choice, as in the released code; what is no JSON is read by its own first capital letter
    expect(parseChoiceReply('{"answer": "B"}', options)).toMatchObject({ value: null, rule: "json/nothing" });
    expect(parseChoiceReply('Here: {"answer_choice":\n"C",}', options)).toMatchObject({ value: "C" });
    expect(parseChoiceReply("A note {} {'answer_choice': 'D'}", options)).toMatchObject({
      value: "D",
      rule: "letter",
    });
    expect(parseChoiceReply('{"answer_choice": "A"} or {"answer_choice": "B"}', options).value).toBe("A");
    expect(parseChoiceReply("B {".repeat(5000), options).value).toBe("B");
    expect(parseChoiceReply("it is D", options)).toMatchObject({ value: "D", rule: "letter" });
    expect(parseChoiceReply("no idea", options)).toMatchObject({ value: null, missing: "unparsed" });
  });
});

test("English plurals are the same word, irregular ones are not, and other languages keep their words", () => {
  const tokens = (text: string, language: string) =>
    comparableTokens(text, normaliserFor(language, "language"));
  expect(tokens("Sandwiches, (cookies)!", "en")).toEqual(tokens("sandwich cookie", "en"));
  expect(tokens("mice", "en")).not.toEqual(tokens("mouse", "en"));
  expect(tokens("galletas", "es")).toEqual(["galletas"]);
  expect(comparableTokens("cookies", normaliserFor("en", "identity"))).toEqual(["cookies"]);
  const english = { local: normaliserFor("es", "language"), english: normaliserFor("en", "language") };
  expect(matchAnswer("some green salads", [group(1, ["salad greens"])], "english", english)).toMatchObject({
    rule: "tokens",
  });
});

/** The answers of a region to one question. */
const answered = (groups: ReturnType<typeof group>[]) => ({
  id: "q",
  question: "",
  englishQuestion: "What is eaten at noon?",
  groups,
  withoutAnswer: {},
});

test("choices are built from other regions' answers, one each, without shared words", () => {
  const question: QuestionByRegion = new Map([
    ["UK", answered([group(3, ["sandwich"]), group(1, ["soup"])])],
    ["US", answered([group(4, ["burger"]), group(2, ["cheese sandwich"])])],
    ["China", answered([group(5, ["rice"]), group(2, ["noodles"])])],
    ["Spain", answered([group(3, ["soup"]), group(2, ["paella"])])],
  ]);
  expect(buildChoices(question, "UK", () => false)).toEqual([
    {
      region: "UK",
      right: "sandwich",
      wrong: [
        { text: "rice", region: "China" },
        { text: "burger", region: "US" },
        { text: "paella", region: "Spain" },
      ],
    },
  ]);
});

test("a wrong option shares no word with any of the answers tied for most votes", () => {
  const question: QuestionByRegion = new Map([
    ["UK", answered([group(3, ["sandwich"]), group(3, ["fish soup"])])],
    ["US", answered([group(4, ["noodle soup"]), group(2, ["burger"])])],
  ]);
  const built = buildChoices(question, "UK", () => false);
  expect(built.map(({ right, wrong }) => [right, wrong.map(({ text }) => text)])).toEqual([
    ["sandwich", ["burger"]],
    ["fish soup", ["burger"]],
  ]);
});

await describeWith(sharedData("blend"), "BLEnD on 300 of its questions", async (folder) => {
  const read = async (region: string): Promise<AnnotationFile> => {
    const name = `annotations/${region}_data.json`;
    return readAnnotations(JSON.parse(await readFile(join(folder, name), "utf8")), name);
  };
  const files = new Map<string, AnnotationFile>();
  for (const { id } of blendRegions) files.set(id, await read(id));
  const questionsOf = (region: string) => files.get(region)?.questions ?? [];
  const valid = (region: string) => questionsOf(region).filter((question) => notScored(question) === null);

  test.each([
    ["US", 274],
    ["UK", 269],
    ["China", 284],
    ["South_Korea", 282],
    ["Ethiopia", 281],
    ["Algeria", 262],
    ["North_Korea", 263],
    ["Iran", 275],
  ])("%s has %i scored questions", (region, count) => {
    expect(valid(region)).toHaveLength(count);
  });

  test("a region's own top answers score 100 of 100, twice", () => {
    for (const { id } of blendRegions) {
      const points = valid(id).map(({ groups }) => {
        const top = groups[0];
        const reply = cleanReply(top?.answers[0] ?? top?.en_answers[0] ?? "", "");
        // by the normalisers of a run, since cleaning takes the full stop off "U.S."
        const words = { local: normaliserFor("es", "language"), english: normaliserFor("es", "language") };
        return shortAnswerPoints(matchAnswer(reply, groups, "local", words), groups);
      });
      expect(points.filter(({ b }) => b !== 1)).toEqual([]);
      expect(points.filter(({ w }) => w !== 1)).toEqual([]);
    }
  });

  test("the second answer of the US has 0.601611 of the first one's votes", () => {
    const ratios = valid("US").flatMap(({ groups }) => {
      const [first, second] = groups;
      return first === undefined || second === undefined ? [] : [second.count / first.count];
    });
    expect(ratios).toHaveLength(269);
    expect(ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length).toBeCloseTo(0.601611, 6);
  });

  test.each([
    ["US", "english", 40, 75, 61.7083],
    ["South_Korea", "local", 30, 76.6667, 66.7778],
  ] as const)("made replies of %s score as computed elsewhere", async (region, run, count, semB, semW) => {
    const rows: readonly { readonly ID: string; readonly response: string }[] = parse(
      await readFile(join(folder, `made_responses_${region}.csv`), "utf8"),
      { columns: true, bom: true },
    );
    const points = rows.flatMap(({ ID, response }) => {
      const question = valid(region).find(({ id }) => id === ID);
      if (question === undefined) return [];
      const hit = matchAnswer(cleanReply(response, ""), question.groups, run, identity);
      return [shortAnswerPoints(hit, question.groups)];
    });
    expect(points).toHaveLength(count);
    const mean = (key: "b" | "w") => (100 * points.reduce((sum, of) => sum + of[key], 0)) / points.length;
    expect(mean("b")).toBeCloseTo(semB, 4);
    expect(mean("w")).toBeCloseTo(semW, 4);
  });

  test("multiple choice: rows by country, dummies, alphabetical options, constant answers", async () => {
    const rows: readonly Readonly<Record<string, string>>[] = parse(
      await readFile(join(folder, "mcq.csv"), "utf8"),
      {
        columns: true,
        bom: true,
      },
    );
    const count = (test: (row: Readonly<Record<string, string>>) => boolean) => rows.filter(test).length;
    expect(rows).toHaveLength(498);
    expect(["China", "Iran", "US", "UK"].map((country) => count((row) => row.country === country))).toEqual([
      138, 128, 123, 109,
    ]);
    expect(count((row) => Object.values(JSON.parse(row.choice_countries ?? "{}")).includes("dummy"))).toBe(
      122,
    );
    expect(["A", "B", "C", "D"].map((letter) => count((row) => row.answer_idx === letter))).toEqual([
      121, 130, 114, 133,
    ]);
    const unsorted = rows.filter((row) => {
      const options = Object.values(JSON.parse(row.choices ?? "{}")).map(String);
      return alphabetical(options).join("\n") !== options.join("\n");
    });
    expect(unsorted).toEqual([]);
  });

  test("49 of the 300 questions can become multiple choice", () => {
    const ids = questionsOf("US").map(({ id }) => id);
    const allowed = ids.filter((id) => {
      const byRegion = new Map(
        [...files].flatMap(([region, { questions }]) => {
          const question = questions.find((candidate) => candidate.id === id);
          return question === undefined ? [] : [[region, question] as const];
        }),
      );
      return allowsChoice(byRegion);
    });
    expect(allowed).toHaveLength(49);
  });

  test("every region's file, written, read and written again, is the same to the byte", async () => {
    for (const { id } of blendRegions) {
      const once = writeAnnotations(await read(id));
      const twice = writeAnnotations(readAnnotations(JSON.parse(once), `${id}_data.json`));
      expect(twice).toBe(once);
    }
  });
});
