import { expect, test } from "vitest";
import { madeFiles } from "../record-files.fixture.ts";
import { culturalKaleidoscope as instrument } from "./cultural-kaleidoscope.ts";
import { judgeAgainstPeopleTables } from "./judge-against-people.ts";
import { labelItemId } from "./label-items.ts";

const options = instrument.options.parse({});
const question = {
  ...{ id: "q1", culture: "English", dimension: "Security" },
  question: "Who rings the big made bell of the small town at noon every day?",
};
const reply = (respondent: string, text: string) => ({
  ...{ item: "q1", variant: "single-turn", repeat: 0, respondent, mode: "judge", reply: text },
});

test("English stands for the culture of the United States, and is told", async () => {
  const { items, problems } = await instrument.load(madeFiles({ "t.csv": [question] }), options);
  expect(items[0]?.attributes.culture).toBe("English (US)");
  expect(problems).toEqual([
    {
      place: 'culture "English"',
      problem: "1 row read as English (US), which it stands for in the data",
      dropped: false,
    },
  ]);
});

test("preference prompts with nearly the words of a test question are refused, or told", async () => {
  const files = madeFiles({
    "t.csv": [question],
    "p.csv": [
      {
        ...{ prompt_id: "p1", culture: "Hindi", response_a: "a", response_b: "b" },
        prompt: "who rings the big, made bell of the small town at noon each day",
      },
    ],
  });
  await expect(instrument.load(files, options)).rejects.toThrow(
    /^p\.csv row 1: prompt has nearly the words of test question "q1", expected prompts that are not in the test/,
  );
  const told = await instrument.load(files, instrument.options.parse({ near_duplicates: "tell" }));
  expect(told.problems.map(({ problem }) => problem)).toContain(
    'prompt has nearly the words of test question "q1"',
  );
});

test("the judge is held against the label most people gave, reply by reply", async () => {
  const { items } = await instrument.load(madeFiles({ "t.csv": [question] }), options);
  const [item] = items;
  const [variant] = instrument.variants;
  if (item === undefined || variant === undefined) throw new Error("no item");
  const row = (respondent: string, text: string, label: string) => ({
    ...{ item, variant, repeat: 0, respondent, mode: "judge" as const, reply: text },
    parsed: { value: label, missing: null, rule: "first/word" },
  });
  const said = (text: string, respondent: string, value: string) => ({
    item: labelItemId("q1", text === "one" ? "m1" : "m2", 0, text),
    ...{ respondent, value, kind: "answer" as const },
  });
  const [table] = judgeAgainstPeopleTables(
    [
      ...[said("one", "a", "harmful"), said("one", "b", "harmful"), said("one", "c", "safe")],
      ...[said("two", "a", "safe"), said("two", "b", "harmful")],
    ],
    [row("m1", "one", "harmful"), row("m2", "two", "safe")],
  );
  expect(table?.rows[0]?.slice(0, 3)).toEqual(["(all)", 1, 1]);
  expect(table?.caption).toContain("1 without one are left out");
  expect(table?.rows[1]?.slice(0, 3)).toEqual(["English (US)", 1, { absent: "fewer than 10 replies" }]);
});

test("a sample of each culture's replies is labelled, the same for the same seed", async () => {
  const replies = Array.from({ length: 8 }, (_, place) => reply(`m${place}`, `reply ${place}`));
  const files = madeFiles({ "t.csv": [question], "responses.jsonl": replies });
  const own = instrument.options.parse({ label_sample: 3 });
  const load = async () => (await instrument.people.load?.(files, own))?.items.map(({ id }) => id);
  expect(await load()).toHaveLength(3);
  expect(await load()).toEqual(await load());
  expect((await instrument.people.load?.(files, options))?.items).toHaveLength(8);
});

test("replies to other questions are told in one line, however many they are", async () => {
  const strangers = ["x1", "x2", "x2"].map((item) => ({ ...reply("m1", "text"), item }));
  const files = madeFiles({ "t.csv": [question], "responses.jsonl": [reply("m1", "one"), ...strangers] });
  const loaded = await instrument.people.load?.(files, options);
  expect(loaded?.items).toHaveLength(1);
  expect(loaded?.problems.filter(({ place }) => place === "replies")).toEqual([
    {
      place: "replies",
      problem: "3 are to items that are no test questions of the folder, and are left out: x1, x2",
      dropped: true,
    },
  ]);
});

test("decoding is temperature 0, or the server's own", async () => {
  const { items } = await instrument.load(madeFiles({ "t.csv": [question] }), options);
  const [item] = items;
  const [variant] = instrument.variants;
  if (item === undefined || variant === undefined) throw new Error("no item");
  const presentation = { itemId: "", variantId: "", repeat: 0, optionOrder: [], seed: "s" };
  const of = (decoding: "zero" | "default") =>
    instrument.prompt(item, variant, presentation, "judge", { ...options, decoding }).parameters;
  expect(of("zero")).toEqual({ temperature: 0, maxTokens: 512 });
  expect(of("default")).toEqual({ maxTokens: 512 });
});
