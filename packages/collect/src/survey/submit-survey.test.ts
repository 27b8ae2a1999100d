import { describe, expect, it } from "vitest";
import { compiled, everyType } from "./fixtures/every-type.ts";
import { submitSurvey } from "./submit-survey.ts";
import { surveyFields } from "./survey-fields.ts";
import { surveyOrders } from "./survey-for-person.ts";

const definition = everyType();
const orders = surveyOrders(definition, "seed");
const submit = (answers: Parameters<typeof submitSurvey>[1]) => submitSurvey(definition, answers, orders);
const rated = { speed: 10, care: 20, wit: 30 };

function answersOf(answers: Parameters<typeof submitSurvey>[1]) {
  const submission = submit(answers);
  if (!submission.complete) throw new Error(JSON.stringify(submission.gaps));
  return submission.answers;
}

describe("handing in a survey", () => {
  it("names every visible question that is missing, with its page and rows", () => {
    expect(submit({ used: "Yes", prefs: { speed: 1 } })).toEqual({
      complete: false,
      gaps: [
        { question: "uses", page: 0, reason: "required", rows: [] },
        { question: "prefs", page: 1, reason: "required", rows: ["care", "wit"] },
      ],
    });
  });

  it("asks for own words with Other, for longer texts, and for what a condition makes required", () => {
    const submission = submit({
      used: "Yes",
      uses: ["other"],
      prefs: rated,
      story: "abc",
      adult: true,
      age: 40,
    });
    expect(
      submission.complete ? [] : submission.gaps.map(({ question, reason }) => [question, reason]),
    ).toEqual([
      ["uses", "own-words-required"],
      ["story", "too-short"],
      ["title", "required"],
    ]);
  });

  it("stores what was not shown as not asked, even where an answer is saved", () => {
    const answers = answersOf({ used: "No", uses: ["work"], prefs: rated, title: "nurse" });
    expect(answers["uses.work"]).toEqual({ value: null, missing: "not-asked" });
    expect(answers["uses.other_text"]).toEqual({ value: null, missing: "not-asked" });
    expect(answers["order_uses.work"]).toEqual({ value: null, missing: "not-asked" });
    expect(answers.title).toEqual({ value: null, missing: "not-asked" });
  });

  it("stores choices as 0 and 1, places from 1, and own words beside them", () => {
    const answers = answersOf({
      used: "Yes",
      uses: ["play", "other"],
      "uses-Comment": "sleep",
      prefs: rated,
    });
    expect(answers["uses.work"]).toEqual({ value: 0, missing: null });
    expect(answers["uses.play"]).toEqual({ value: 1, missing: null });
    expect(answers["uses.other_text"]).toEqual({ value: "sleep", missing: null });
    expect(answers["order_uses.other"]).toEqual({ value: 5, missing: null });
    expect(answers["order_uses.play"]?.value).toBe((orders.uses?.indexOf("play") ?? -1) + 1);
  });

  it("tells blanks, refusals and what does not apply apart", () => {
    const answers = answersOf({ used: "No", prefs: rated, gender: "refused" });
    expect(answers.gender).toEqual({ value: null, missing: "prefer-not-to-say" });
    expect(answers.gender_text).toEqual({ value: null, missing: "not-applicable" });
    expect(answers.story).toEqual({ value: null, missing: "skipped" });
    expect(answersOf({ used: "No", prefs: rated, story: "   \n" }).story).toEqual({
      value: null,
      missing: "skipped",
    });
  });

  it("stores each rating with whether its scale was touched; the row in own words may be left out", () => {
    const answers = answersOf({ used: "No", prefs: rated });
    expect(answers["prefs.wit"]).toEqual({ value: 30, missing: null });
    expect(answers["prefs_touched.wit"]).toEqual({ value: true, missing: null });
    expect(answers["prefs.other"]).toEqual({ value: null, missing: "skipped" });
    expect(answers["prefs_touched.other"]).toEqual({ value: false, missing: null });
  });

  it("counts a handle that was left where it began as an answer that was not touched", () => {
    const scales = {
      type: "scales",
      name: "prefs",
      isRequired: true,
      startAt: 50,
      rows: [
        { value: "speed", text: "Speed" },
        { value: "care", text: "Care" },
      ],
      minText: "No",
      maxText: "Yes",
    };
    const submission = submitSurvey(
      compiled({ pages: [{ name: "a", elements: [scales] }] }),
      { prefs: { care: 50 } },
      {},
    );
    expect(submission).toEqual({
      complete: true,
      failedChecks: [],
      answers: {
        "prefs.speed": { value: 50, missing: null },
        "prefs.care": { value: 50, missing: null },
        "prefs_touched.speed": { value: false, missing: null },
        "prefs_touched.care": { value: true, missing: null },
      },
    });
  });

  it("asks for what stands on the last page that was reached, and for nothing on later ones", () => {
    const two = compiled({
      pages: [
        { name: "a", elements: [{ type: "text", name: "first", isRequired: true }] },
        { name: "b", elements: [{ type: "text", name: "second", isRequired: true }] },
      ],
    });
    expect(submitSurvey(two, {}, {}, 0)).toEqual({
      complete: false,
      gaps: [{ question: "first", page: 0, reason: "required", rows: [] }],
    });
    expect(submitSurvey(two, { first: "x", second: "y" }, {}, 0)).toEqual({
      complete: true,
      failedChecks: [],
      answers: { first: { value: "x", missing: null }, second: { value: null, missing: "not-asked" } },
    });
  });

  it("gives exactly the fields of the codebook, in its order", () => {
    const fields = surveyFields(definition).map((field) => field.name);
    expect(Object.keys(answersOf({ used: "No", prefs: rated }))).toEqual(fields);
    expect(fields).toEqual([
      "used",
      "uses.work",
      "uses.play",
      "uses.rest",
      "uses.nothing",
      "uses.other",
      "uses.other_text",
      "order_uses.work",
      "order_uses.play",
      "order_uses.rest",
      "order_uses.nothing",
      "order_uses.other",
      "gender",
      "gender_text",
      "prefs.speed",
      "prefs.care",
      "prefs.wit",
      "prefs.other",
      "prefs.other_text",
      "prefs_touched.speed",
      "prefs_touched.care",
      "prefs_touched.wit",
      "prefs_touched.other",
      "order_prefs.speed",
      "order_prefs.care",
      "order_prefs.wit",
      "order_prefs.other",
      "story",
      "age",
      "born",
      "adult",
      "mood",
      "agree.constructor",
      "agree.calm",
      "order_agree.constructor",
      "order_agree.calm",
      "order.first",
      "order.second",
      "order.3",
      "order_order.first",
      "order_order.second",
      "order_order.3",
      "topics.health",
      "topics.money",
      "topics.faith",
      "topics.nothing",
      "check",
      "check_correct",
      "title",
    ]);
  });

  it("describes each field by wording, kind, levels, range and condition", () => {
    const fields = new Map(surveyFields(definition).map((field) => [field.name, field]));
    expect(fields.get("gender")).toMatchObject({ kind: "choice", levels: ["a", "b", "other"], askedIf: [] });
    expect(fields.get("uses.work")).toMatchObject({
      kind: "number",
      levels: ["0", "1"],
      askedIf: ["{used} = 'Yes'"],
    });
    expect(fields.get("prefs.speed")).toMatchObject({ question: "prefs Speed", minimum: 0, maximum: 100 });
    expect(fields.get("order_prefs.speed")).toMatchObject({ kind: "order", minimum: 1, maximum: 4 });
    expect(fields.get("title")).toMatchObject({ kind: "text", askedIf: ["{adult} = true"] });
  });
});
