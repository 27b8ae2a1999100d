import { expect, it } from "vitest";
import { emptyDraft, readDraft, withDraft, writeDraft } from "./survey-draft.ts";

it("a draft holds what is not saved, and numbers as they are typed", () => {
  const text = writeDraft({ age: 30, town: "Lima" }, { age: 31, job: "cook" }, new Map([["year", "19"]]));
  const draft = readDraft(text);
  expect(draft).toEqual({ changed: { age: 31, job: "cook", town: null }, typed: { year: "19" } });
  expect(withDraft({ age: 30, town: "Lima", home: "flat" }, draft)).toEqual({
    age: 31,
    job: "cook",
    home: "flat",
  });
});

it("a number that is being typed is kept though no answer has changed", () => {
  const draft = readDraft(writeDraft({ age: 30 }, { age: 30 }, new Map([["year", "19"]])));
  expect(draft).toEqual({ changed: {}, typed: { year: "19" } });
});

it("nothing is kept of what is saved, and nothing read of what is no draft", () => {
  expect(writeDraft({ age: 30 }, { age: 30 }, new Map())).toBe("");
  for (const text of ["", "{", "[1]", "7", '{"changed": [1], "typed": {"a": 1}}'])
    expect(readDraft(text)).toEqual(emptyDraft);
});
