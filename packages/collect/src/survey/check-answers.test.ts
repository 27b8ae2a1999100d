import { type JsonValue, RefractError } from "@refract/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkAnswers } from "./check-answers.ts";
import { everyType } from "./fixtures/every-type.ts";

const definition = everyType();
const save = (changed: { readonly [key: string]: JsonValue }, saved = {}) =>
  checkAnswers(definition, saved, changed);

describe("an autosave", () => {
  it("adds to what is saved, replaces it, and clears with null", () => {
    const first = save({ used: "Yes", uses: ["work", "other"], "uses-Comment": "sleep" });
    expect(first).toEqual({ used: "Yes", uses: ["work", "other"], "uses-Comment": "sleep" });
    expect(save({ used: "No", uses: null, "uses-Comment": "" }, first)).toEqual({ used: "No" });
  });

  it("takes valid answers of every type", () => {
    const answers = {
      used: "No",
      gender: "refused",
      prefs: { speed: 0, care: 100, other: 50, other_text: "kindness" },
      story: "Once upon a time",
      age: 18,
      born: "2000-02-29",
      adult: false,
      mood: 7,
      title: "nurse",
    };
    expect(save(answers)).toEqual(answers);
  });

  it.each([
    [{ nosuch: 1 }, 'survey.json: unknown question "nosuch", expected the name of a question of this survey'],
    [{ hello: "x" }, 'survey.json: unknown question "hello", expected the name of a question of this survey'],
    [
      { "used-Comment": "x" },
      'survey.json: unknown question "used-Comment", expected the name of a question of this survey',
    ],
    [{ used: "Maybe" }, 'survey.json: used: invalid value "Maybe", expected one of "Yes", "No"'],
    [{ used: ["Yes"] }, 'survey.json: used: invalid value ["Yes"], expected one of "Yes", "No"'],
    [
      { uses: "work" },
      'survey.json: uses: invalid value "work", expected a list of one of "work", "play", "rest", "nothing", "other"',
    ],
    [
      { uses: ["work", "fly"] },
      'survey.json: uses: invalid value ["work","fly"], expected one of "work", "play", "rest", "nothing", "other"',
    ],
    [
      { uses: ["work", "work"] },
      'survey.json: uses: invalid value ["work","work"], expected every choice at most once',
    ],
    [
      { uses: ["work", "play", "rest", "other"] },
      'survey.json: uses: invalid value ["work","play","rest","other"], expected at most 3 choices',
    ],
    [
      { prefs: { speed: 101 } },
      "survey.json: prefs.speed: invalid value 101, expected a whole number from 0 to 100",
    ],
    [
      { prefs: { speed: 1.5 } },
      "survey.json: prefs.speed: invalid value 1.5, expected a whole number from 0 to 100",
    ],
    [
      { prefs: { size: 1 } },
      'survey.json: prefs: invalid value "size", expected a row of speed, care, wit, other',
    ],
    [{ prefs: [1] }, "survey.json: prefs: invalid value [1], expected an object of ratings by row"],
    [{ story: 5 }, "survey.json: story: invalid value 5, expected a text"],
    [
      { story: "x".repeat(51) },
      `survey.json: story: invalid value "${"x".repeat(51)}", expected at most 50 characters instead of 51`,
    ],
    [{ age: 17 }, "survey.json: age: invalid value 17, expected a number from 18 to 120"],
    [{ age: "eighteen" }, 'survey.json: age: invalid value "eighteen", expected a number'],
    [{ born: "2001-02-30" }, 'survey.json: born: invalid value "2001-02-30", expected a day that exists'],
    [
      { born: "30.1.2001" },
      'survey.json: born: invalid value "30.1.2001", expected a date such as 2026-01-31',
    ],
    [{ adult: "yes" }, 'survey.json: adult: invalid value "yes", expected true or false'],
    [{ mood: 8 }, "survey.json: mood: invalid value 8, expected a whole number from 1 to 7"],
  ] as const)("is refused with place, value and expectation: %j", (changed, message) => {
    expect(() => save(changed)).toThrow(new RefractError("invalid-input", message));
  });

  it("is refused whole: nothing of a save with one wrong answer counts", () => {
    const saved = { used: "Yes" };
    expect(() => save({ used: "No", mood: 99 }, saved)).toThrow(RefractError);
    expect(saved).toEqual({ used: "Yes" });
  });

  it("has no way to names that every object has", () => {
    for (const name of ["__proto__", "constructor", "toString", "hasOwnProperty"]) {
      expect(() => save(JSON.parse(`{"${name}":{"polluted":1}}`))).toThrow("unknown question");
      expect(() => save(JSON.parse(`{"prefs":{"${name}":1}}`))).toThrow("expected a row of");
    }
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });

  it("takes a number as people write it in their language, and stores the number", () => {
    const written = (age: string, language: string) => checkAnswers(definition, {}, { age }, language).age;
    expect(written("٢٥", "ar")).toBe(25);
    expect(written("+25", "en")).toBe(25);
    expect(written("25,250", "de")).toBe(25.25);
    expect(() => written("25,250", "en")).toThrow(`invalid value "25,250", expected a number from 18 to 120`);
  });

  it("is cleaned of what can't be stored: half a pair of surrogates, and NUL", () => {
    expect(save({ story: "a\ud83d b\u0000" })).toEqual({ story: "a\ufffd b" });
  });

  it("only ever throws RefractError, whatever it is sent", () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom(...definition.byName.keys(), "uses-Comment", "__proto__", "x"),
          fc.jsonValue(),
        ),
        (changed) => {
          const json: { readonly [key: string]: JsonValue } = JSON.parse(JSON.stringify(changed));
          try {
            const answers = save(json);
            expect(save(answers)).toEqual(answers);
          } catch (thrown) {
            expect(thrown).toBeInstanceOf(RefractError);
          }
        },
      ),
    );
  });
});
