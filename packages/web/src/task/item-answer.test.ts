import type { TaskFormatView } from "@refract/collect/browser";
import { describe, expect, test } from "vitest";
import { type Entered, enteredFrom, pickOption, pickPass, responseOf } from "./item-answer.ts";

const options = ["a", "b", "c"].map((id) => ({ id, text: id.toUpperCase() }));
const choice: TaskFormatView = { kind: "choice", options };
const several: TaskFormatView = { kind: "several", options };
const ranking: TaskFormatView = { kind: "ranking", options };
const trueFalse: TaskFormatView = { kind: "true-false" };
const line: TaskFormatView = { kind: "vas", minimum: 0, maximum: 100, low: "none", high: "all" };
const age: TaskFormatView = { kind: "number", minimum: 0, maximum: 120, whole: true, unit: null };
const word: TaskFormatView = { kind: "text", long: false, slots: 1, maximumCharacters: 5 };
const words: TaskFormatView = { ...word, slots: 3 };
const nothing: Entered = { value: null, pass: null };
const picked = (format: TaskFormatView, ...ids: string[]) =>
  ids.reduce((entered, id) => pickOption(format, entered, id), nothing);

describe("an answer", () => {
  test.each<[string, TaskFormatView, Entered, unknown]>([
    ["the option picked last", choice, picked(choice, "b", "c"), "c"],
    ["true or false", trueFalse, picked(trueFalse, "false"), false],
    ["options that went in and not out again", several, picked(several, "c", "a", "c"), ["a"]],
    ["all options in the order picked", ranking, picked(ranking, "c", "a", "a", "b"), ["c", "a", "b"]],
    ["a mark at the very end", line, { value: 0, pass: null }, 0],
    ["a number in Arabic digits", age, { value: " ٤٢ ", pass: null }, 42],
    ["a text", word, { value: ["rice"], pass: null }, "rice"],
    ["the boxes that are filled", words, { value: ["", "rice", " "], pass: null }, ["rice"]],
  ])("is %s", (_, format, entered, value) => {
    expect(responseOf(format, entered, "en")).toEqual({ kind: "answer", value });
  });

  test.each<[TaskFormatView, Entered, string]>([
    [choice, nothing, "choose"],
    [trueFalse, nothing, "choose"],
    [several, picked(several, "a", "a"), "choose"],
    [ranking, picked(ranking, "a", "b"), "order"],
    [line, nothing, "mark"],
    [age, { value: "121", pass: null }, "number"],
    [age, { value: "1.5", pass: null }, "number"],
    [age, nothing, "number"],
    [word, { value: ["  "], pass: null }, "write"],
    [word, { value: ["\u200b\u3164"], pass: null }, "write"],
    [word, { value: ["barley"], pass: null }, "tooLong"],
  ])("of %j with %j lacks something", (format, entered, lack) => {
    expect(responseOf(format, entered, "en")).toBe(lack);
  });

  test.each([choice, several, ranking, line, age, words].map((format) => [format.kind, format] as const))(
    "of the format %s comes back as it was given",
    (_, format) => {
      const entered: Entered = {
        value: {
          choice: "b",
          several: ["a", "c"],
          ranking: ["c", "a", "b"],
          vas: 7,
          number: "12",
          text: ["x", "y"],
        }[format.kind as "choice" | "several" | "ranking" | "vas" | "number" | "text"],
        pass: null,
      };
      const given = responseOf(format, entered, "en");
      if (typeof given === "string") throw new Error(`lacks ${given}`);
      expect(enteredFrom(format, given, "en")).toEqual(entered);
    },
  );
});

describe("a pass", () => {
  const unsure = { kind: "opt-out", option: "unsure" } as const;

  test("counts over what is entered, and is taken back by an option", () => {
    const passed = pickPass(choice, picked(choice, "a"), unsure);
    expect(responseOf(choice, passed, "en")).toEqual(unsure);
    expect(responseOf(choice, pickOption(choice, passed, "b"), "en")).toEqual({ kind: "answer", value: "b" });
  });

  test("keeps a text for whoever takes the pass back", () => {
    const passed = pickPass(word, { value: ["rice"], pass: null }, unsure);
    expect(responseOf(word, passed, "en")).toEqual(unsure);
    expect(responseOf(word, pickPass(word, passed, unsure), "en")).toEqual({ kind: "answer", value: "rice" });
  });

  test("makes several and rankings begin anew", () => {
    for (const format of [several, ranking])
      expect(pickOption(format, pickPass(format, picked(format, "a", "b"), unsure), "c").value).toEqual([
        "c",
      ]);
  });
});

test("a point before three digits follows the page's language, also back in the field", () => {
  const format = { kind: "number", minimum: 0, maximum: null, whole: true, unit: null } as const;
  const typed = { value: "1.500", pass: null };
  expect(responseOf(format, typed, "en")).toBe("number");
  expect(responseOf(format, typed, "de")).toEqual({ kind: "answer", value: 1500 });
  expect(responseOf({ ...format, whole: false }, typed, "en")).toEqual({ kind: "answer", value: 1.5 });
  const given = { kind: "answer", value: 1.234 } as const;
  const entered = enteredFrom({ ...format, whole: false }, given, "de");
  expect(entered).toEqual({ value: "1,234", pass: null });
  expect(responseOf({ ...format, whole: false }, entered, "de")).toEqual(given);
});

test("a number that was given is in its field as it was typed", () => {
  const format = { kind: "number", minimum: null, maximum: null, whole: false, unit: null } as const;
  const given = { kind: "answer", value: 12_345.67 } as const;
  expect(enteredFrom(format, given, "de", "12.345,67").value).toBe("12.345,67");
  expect(enteredFrom(format, given, "de", "").value).toBe("12345,67");
});
