import type { SurveyField } from "@refract/dataset";
import { expect, test } from "vitest";
import { mergeFields } from "./merge-fields.ts";

const asked = (name: string, changes: Partial<SurveyField> = {}): SurveyField => ({
  ...{
    name,
    question: `${name}?`,
    kind: "choice",
    levels: [],
    minimum: null,
    maximum: null,
    origin: "answered",
  },
  ...changes,
});

test("a question has the versions that ask it, the latest wording, and levels and ranges of all of them", () => {
  const [mood, trust, gone] = mergeFields([
    {
      version: 1,
      fields: [
        asked("mood", { levels: ["bad", "good"], question: "Mood?" }),
        asked("trust", { kind: "number", minimum: 1, maximum: 5 }),
        asked("gone", { kind: "text" }),
      ],
    },
    {
      version: 2,
      fields: [
        asked("mood", { levels: ["bad", "so-so", "good"] }),
        asked("trust", { kind: "number", minimum: 0, maximum: 5 }),
      ],
    },
  ]);
  expect(mood).toMatchObject({ question: "mood?", levels: ["bad", "so-so", "good"], versions: [1, 2] });
  expect(mood?.notice).toBe(
    'The choices changed: version 1: bad, good; version 2: bad, so-so, good. The wording changed: version 1: "Mood?"; version 2: "mood?".',
  );
  expect(trust).toMatchObject({ minimum: 0, maximum: 5, versions: [1, 2] });
  expect(trust).not.toHaveProperty("notice");
  expect(gone).toMatchObject({ kind: "text", versions: [1] });
});

test("levels that are gone stand behind the latest, and a version with free values has no list", () => {
  const levels = (...lists: readonly (readonly string[])[]) =>
    mergeFields(
      lists.map((list, index) => ({ version: index + 1, fields: [asked("q", { levels: list })] })),
    )[0]?.levels;
  expect(levels(["a", "b"], ["b", "c"])).toEqual(["b", "c", "a"]);
  expect(levels(["a", "b", "c"], ["c", "a"])).toEqual(["a", "b", "c"]);
  expect(levels(["a"], [])).toEqual([]);
});

test("a question that changed its kind is one column of texts, and the codebook is told how", () => {
  const [age] = mergeFields([
    { version: 1, fields: [asked("age", { levels: ["young", "old"] })] },
    { version: 2, fields: [asked("age", { kind: "number", minimum: 18, maximum: 99 })] },
    { version: 3, fields: [asked("age", { kind: "number", minimum: 18, maximum: 99 })] },
  ]);
  expect(age).toMatchObject({ kind: "mixed", levels: [], minimum: null, maximum: null, versions: [1, 2, 3] });
  expect(age?.notice).toBe(
    "Versions asked for different kinds of answer, so that its column has texts: version 1: one of its choices; version 2, 3: a number.",
  );
});

test("names such as constructor are questions like any other", () => {
  const [one, two] = mergeFields([{ version: 1, fields: [asked("constructor"), asked("__proto__")] }]);
  expect([one?.name, two?.name]).toEqual(["constructor", "__proto__"]);
});
