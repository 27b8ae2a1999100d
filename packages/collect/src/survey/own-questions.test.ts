import type { JsonValue } from "@refract/core";
import { Model } from "survey-core";
import { describe, expect, it } from "vitest";
import { checkAnswers } from "./check-answers.ts";
import { compileSurvey } from "./compile-survey.ts";
import { compiled, everyType } from "./fixtures/every-type.ts";
import { prepareFormLibrary } from "./form-library.ts";
import { submitSurvey } from "./submit-survey.ts";
import { surveyFields } from "./survey-fields.ts";
import { surveyForPerson } from "./survey-for-person.ts";

prepareFormLibrary();

const survey = (...elements: object[]) => compiled({ pages: [{ name: "p", elements }] });
const submit = (definition: ReturnType<typeof survey>, answers: { readonly [name: string]: JsonValue }) =>
  submitSurvey(definition, checkAnswers(definition, {}, answers), {});

describe("a matrix", () => {
  const matrix = {
    type: "matrix",
    name: "agree",
    title: "Do you agree?",
    columns: ["no", { value: 2, text: "Partly" }, "yes"],
    rows: [
      { value: "calm", text: "It calms" },
      { value: "constructor", text: "It builds" },
    ],
  };

  it("stores the column of each row, and rows without one as skipped", () => {
    expect(submit(survey(matrix), { agree: { constructor: 2 } })).toMatchObject({
      complete: true,
      answers: {
        "agree.calm": { value: null, missing: "skipped" },
        "agree.constructor": { value: 2, missing: null },
      },
    });
    expect(surveyFields(survey(matrix))[1]).toMatchObject({
      name: "agree.constructor",
      question: "Do you agree? It builds",
      kind: "choice",
      levels: ["no", "2", "yes"],
    });
  });

  it("takes rows that are bare texts, as columns and choices may be", () => {
    const bare = survey({ ...matrix, rows: ["calm", { value: "build" }] });
    expect(submit(bare, { agree: { calm: "yes" } })).toMatchObject({
      complete: true,
      answers: { "agree.calm": { value: "yes" }, "agree.build": { missing: "skipped" } },
    });
    expect(surveyFields(bare)[0]).toMatchObject({ name: "agree.calm", question: "Do you agree? calm" });
    const { definition } = surveyForPerson(bare, "seed", "en");
    const rows = new Model(definition).getQuestionByName("agree").rows;
    expect(rows.map((row: { text: string }) => row.text)).toEqual(["calm", "build"]);
    const scales = { type: "scales", name: "feel", title: "Feel?", minText: "no", maxText: "yes" };
    expect(surveyFields(survey({ ...scales, rows: ["joy"] }))[0]).toMatchObject({
      name: "feel.joy",
      question: "Feel? joy",
    });
  });

  it("names the rows that still need an answer", () => {
    const every = survey({ ...matrix, eachRowRequired: true });
    expect(submit(every, { agree: { calm: "no" } })).toEqual({
      complete: false,
      gaps: [{ question: "agree", page: 0, reason: "required", rows: ["constructor"] }],
    });
    const one = survey({ ...matrix, isRequired: true });
    expect(submit(one, {})).toMatchObject({ gaps: [{ reason: "required", rows: [] }] });
    expect(submit(one, { agree: { calm: "no" } })).toMatchObject({ complete: true });
  });

  it.each([
    [
      { agree: { noise: "no" } },
      'survey.json: agree: invalid value "noise", expected a row of calm, constructor',
    ],
    [{ agree: { calm: "2" } }, 'survey.json: agree.calm: invalid value "2", expected one of "no", 2, "yes"'],
    [{ agree: ["no"] }, 'survey.json: agree: invalid value ["no"], expected an object of choices by row'],
  ])("refuses %j", (answers, message) => {
    expect(() => checkAnswers(survey(matrix), {}, answers)).toThrow(message);
  });
});

describe("a ranking", () => {
  const ranking = { type: "ranking", name: "order", choices: ["first", { value: 2, text: "Two" }, "other"] };

  it("stores the place of each choice, from 1", () => {
    expect(submit(survey(ranking), { order: ["other", "first", 2] })).toMatchObject({
      complete: true,
      answers: {
        "order.first": { value: 2, missing: null },
        "order.2": { value: 3, missing: null },
        "order.other": { value: 1, missing: null },
      },
    });
  });

  it("may stay blank, but an order that was begun must be finished", () => {
    expect(submit(survey(ranking), {})).toMatchObject({
      complete: true,
      answers: { "order.first": { value: null, missing: "skipped" } },
    });
    expect(submit(survey(ranking), { order: [2] })).toMatchObject({
      gaps: [{ question: "order", reason: "too-few" }],
    });
    expect(() => checkAnswers(survey(ranking), {}, { order: [2, 2] })).toThrow("every choice at most once");
  });
});

describe("an attention check", () => {
  const check = {
    type: "radiogroup",
    name: "read",
    title: "Please choose green.",
    isRequired: true,
    choices: ["blue", "green"],
    correctAnswer: "green",
  };

  it("stores whether it was passed beside the answer, and names the failed ones", () => {
    expect(submit(survey(check), { read: "blue" })).toEqual({
      complete: true,
      answers: { read: { value: "blue", missing: null }, read_correct: { value: false, missing: null } },
      failedChecks: ["read"],
    });
    expect(submit(survey(check), { read: "green" })).toMatchObject({
      answers: { read_correct: { value: true, missing: null } },
      failedChecks: [],
    });
  });

  it("is not failed by people it was not shown to", () => {
    const later = survey({ type: "boolean", name: "more" }, { ...check, visibleIf: "{more} = true" });
    expect(submit(later, { more: false })).toMatchObject({
      answers: { read_correct: { value: null, missing: "not-asked" } },
      failedChecks: [],
    });
  });

  it("is right whatever the order, the case and the blanks", () => {
    const boxes = survey({ ...check, type: "checkbox", correctAnswer: ["green", "blue"] });
    expect(submit(boxes, { read: ["blue", "green"] })).toMatchObject({ failedChecks: [] });
    expect(submit(boxes, { read: ["green"] })).toMatchObject({ failedChecks: ["read"] });
    const { choices: _, ...rest } = check;
    const typed = survey({ ...rest, type: "text", correctAnswer: "Green" });
    expect(submit(typed, { read: "  green " })).toMatchObject({ failedChecks: [] });
  });

  it("does not tell browsers what is right", () => {
    const shown = JSON.stringify(surveyForPerson(everyType(), "seed", "en").definition);
    expect(shown).not.toContain("correctAnswer");
  });
});

describe("contradictions in a survey", () => {
  const place = (element: object) =>
    compileSurvey(
      JSON.stringify({ pages: [{ name: "p", elements: [{ name: "q", ...element }] }] }).replaceAll(
        /,"/g,
        ',\n"',
      ),
      { file: "survey.json" },
    ).problems.map(({ severity, line, field, message }) => `${severity} ${line} ${field}: ${message}`);

  it.each([
    [
      { type: "comment", maxLength: 10, validators: [{ type: "text", minLength: 50 }] },
      "error 6 pages[0].elements[0].validators[0].minLength: invalid value 50, expected at most maxLength, which is 10: nobody can answer",
    ],
    [
      { type: "text", inputType: "number", min: 10, max: 5 },
      "error 6 pages[0].elements[0].max: invalid value 5, expected at least the min 10",
    ],
    [
      { type: "text", inputType: "date", min: "2026-02-30" },
      'error 5 pages[0].elements[0].min: invalid value "2026-02-30", expected a date',
    ],
    [
      { type: "text", inputType: "time", min: "18:00", max: "09:00" },
      'error 6 pages[0].elements[0].max: invalid value "09:00", expected at least the min 18:00',
    ],
    [
      { type: "checkbox", minSelectedChoices: 3, choices: [1, 2, { value: 3, isExclusive: true }] },
      "error 4 pages[0].elements[0].minSelectedChoices: invalid value 3, expected at most the 2 choices that can be chosen together",
    ],
    [
      { type: "checkbox", minSelectedChoices: 2, maxSelectedChoices: 1, choices: [1, 2, 3] },
      "error 5 pages[0].elements[0].maxSelectedChoices: invalid value 1, expected at least the least number 2",
    ],
    [
      { type: "rating", rateMin: 5, rateMax: 1 },
      "error 5 pages[0].elements[0].rateMax: invalid value 1, expected more than 5",
    ],
    [
      {
        type: "scales",
        rows: [{ value: "a", text: "A" }],
        minText: "l",
        maxText: "h",
        minimum: 9,
        maximum: 9,
      },
      "error 9 pages[0].elements[0].maximum: invalid value 9, expected more than 9",
    ],
    [
      { type: "radiogroup", choices: ["a"], defaultValue: "b" },
      'error 5 pages[0].elements[0].defaultValue: invalid value "b", expected one of "a"',
    ],
    [
      { type: "radiogroup", choices: ["a"], correctAnswer: "c" },
      'error 5 pages[0].elements[0].correctAnswer: invalid value "c", expected one of "a"',
    ],
    [
      { type: "radiogroup", choices: ["a"], correctAnswer: "a", defaultValue: "a" },
      "error 5 pages[0].elements[0].correctAnswer: the question has a defaultValue, expected none: it could be passed untouched",
    ],
  ])("%j is refused at its line", (element, message) => {
    expect(place(element)).toEqual([message]);
  });

  it.each([
    [{ type: "text", inputType: "number", maxLength: 3 }, "maxLength", "a number has no length"],
    [{ type: "text", min: "a" }, "min", "a text has a maxLength; inputType is not number, date or time"],
    [{ type: "dropdown", choices: ["a"], otherText: "Other" }, "otherText", "showOtherItem is not true"],
    [
      { type: "comment", isRequired: true, requiredIf: "{q} = 1" },
      "requiredIf",
      "the question is required anyway (isRequired)",
    ],
  ])("%j says which setting has no effect", (element, field, reason) => {
    expect(place(element)).toEqual([
      expect.stringContaining(`pages[0].elements[0].${field}: has no effect: ${reason}`),
    ]);
  });

  it.each(["locale", "showProgressBar", "widthMode", "requiredMark"])(
    "a setting of SurveyJS that our pages would not show is refused: %s",
    (setting) => {
      const { problems } = compileSurvey(
        JSON.stringify({
          [setting]: "auto",
          pages: [{ name: "p", elements: [{ type: "text", name: "q" }] }],
        }),
        { file: "survey.json" },
      );
      expect(problems[0]?.message).toContain(`unknown field "${setting}"`);
    },
  );
});

describe("form and server refuse the same", () => {
  it("numbers between the steps, with words in the person's language", () => {
    const definition = survey({ type: "text", name: "q", inputType: "number", min: 1, step: 0.1 });
    for (const [value, isFine] of [
      [1.3, true],
      [1.25, false],
      [7, true],
    ] as const) {
      const form = new Model(surveyForPerson(definition, "seed", "ar").definition);
      form.data = { q: value };
      const question = form.getQuestionByName("q");
      expect([value, question.validate(true)]).toEqual([value, isFine]);
      if (!isFine) expect(question.errors[0]?.getText()).toContain("0.1");
      const save = () => checkAnswers(definition, {}, { q: value });
      if (isFine) expect(save()).toEqual({ q: value });
      else expect(save).toThrow("expected a number in steps of 0.1 from 1");
    }
  });

  it("one choice that rules the others out is enough where more are asked for", () => {
    const definition = survey({
      type: "checkbox",
      name: "q",
      minSelectedChoices: 2,
      choices: ["a", "b"],
      showNoneItem: true,
    });
    const form = new Model(surveyForPerson(definition, "seed", "en").definition);
    form.data = { q: ["none"] };
    expect(form.getQuestionByName("q").validate(false)).toBe(true);
    expect(submit(definition, { q: ["none"] })).toMatchObject({ complete: true });
    expect(submit(definition, { q: ["a"] })).toMatchObject({ gaps: [{ reason: "too-few" }] });
  });
});

describe("an answer that nobody can see", () => {
  it.each(["\t", "\u200b\u2060", "\u3164", "\u2800"])("is none: %j", (text) => {
    const written = survey(
      { type: "text", name: "must", isRequired: true },
      { type: "comment", name: "may", isRequired: false },
    );
    expect(submit(written, { must: text })).toMatchObject({
      gaps: [{ question: "must", reason: "required" }],
    });
    expect(submit(written, { must: "x", may: text })).toMatchObject({
      answers: { may: { value: null, missing: "skipped" } },
    });
  });
});

describe("an answer that is hidden", () => {
  const chain = survey(
    { type: "radiogroup", name: "a", isRequired: true, choices: ["yes", "no"] },
    { type: "radiogroup", name: "b", isRequired: true, visibleIf: "{a} = 'yes'", choices: ["x", "y"] },
    { type: "text", name: "c", isRequired: true, visibleIf: "{b} = 'x'" },
  );

  it("steers nothing, at the server as in the form", () => {
    expect(submit(chain, { a: "no", b: "x" })).toMatchObject({
      complete: true,
      answers: { b: { value: null, missing: "not-asked" }, c: { value: null, missing: "not-asked" } },
    });
    const form = new Model(surveyForPerson(chain, "seed", "en").definition);
    form.setValue("a", "yes");
    form.setValue("b", "x");
    expect(form.getQuestionByName("c").isVisible).toBe(true);
    form.setValue("a", "no");
    expect(form.getQuestionByName("c").isVisible).toBe(false);
    expect(form.data).toEqual({ a: "no" });
  });
});

describe("a default", () => {
  it("comes back with a question that was hidden, and does not come back where somebody took it away", () => {
    const definition = survey(
      { type: "boolean", name: "more" },
      { type: "text", name: "days", visibleIf: "{more} = true", inputType: "number", defaultValue: 3 },
    );
    const form = new Model(surveyForPerson(definition, "seed", "en").definition);
    form.data = { more: true, days: 3 };
    form.setValue("more", false);
    expect(form.data).toEqual({ more: false });
    form.setValue("more", true);
    expect(form.data).toEqual({ more: true, days: 3 });
    form.data = { more: true };
    expect(form.data).toEqual({ more: true });
  });
});
