import { describe, expect, it } from "vitest";
import { compileSurvey } from "./compile-survey.ts";
import { operatorProblems } from "./condition-operators.ts";

const { definition } = compileSurvey(
  JSON.stringify({
    pages: [
      {
        name: "one",
        elements: [
          { type: "radiogroup", name: "used", choices: ["Yes", "No"], showOtherItem: true },
          { type: "dropdown", name: "waves", choices: [1, 2, 3] },
          { type: "checkbox", name: "uses", choices: ["work", "play", "none"] },
          { type: "boolean", name: "adult" },
          { type: "rating", name: "mood", rateMax: 7 },
          { type: "text", name: "age", inputType: "number", min: 18, max: 99 },
          { type: "text", name: "born", inputType: "date" },
          { type: "comment", name: "story" },
          { type: "matrix", name: "agree", title: "Agree?", columns: ["no", "yes"], rows: ["calm", "kind"] },
          { type: "ranking", name: "order", choices: ["a", "b"] },
          { type: "scales", name: "prefs", rows: ["speed"], minText: "No", maxText: "Yes" },
        ],
      },
    ],
  }),
  { file: "survey.json" },
);

function found(condition: string): string[] {
  if (definition === null) throw new Error("the survey of this test has problems of its own");
  return operatorProblems(condition, definition.byName).map(
    ({ severity, message }) => `${severity}: ${message}`,
  );
}

describe("the operators of a condition", () => {
  it.each([
    "{used} = 'Yes' or {used} = 'other'",
    "{used} = 'yes'",
    "{used} anyof ['Yes', 'other']",
    "'Yes' = {used}",
    "['Yes', 'No'] contains {used}",
    "{used-Comment} contains 'home'",
    "{waves} >= 2 and {waves} = '3'",
    "{uses} contains 'none' or {uses} notcontains 'work'",
    "{uses} allof ['work', 'play'] and {uses} = ['play', 'work']",
    "{uses[0]} = 'work'",
    "{adult} = true and !{adult}",
    "{mood} > 3 and {mood} anyof [1, 2]",
    "({age} + {mood}) / 2 > 20",
    "18 < {age}",
    "{born} >= '1990-01-31'",
    "{story} contains 'tea' and {story} notempty",
    "{agree.calm} = 'yes' and {prefs.speed} < 50",
    "{order[0]} = 'b'",
    "{mood} > {prefs.speed} and {uses} contains {used}",
  ])("finds nothing in %s", (condition) => {
    expect(found(condition)).toEqual([]);
  });

  it.each([
    [
      "{used} contains 'Yes'",
      "warning: {used} contains 'Yes': {used} is one choice, expected = or anyof with a list",
    ],
    [
      "{used} contains 'work'",
      "error: {used} contains 'work' never holds: {used} is one choice, expected = or anyof with a list",
    ],
    [
      "{used} notcontains 'Yes'",
      "warning: {used} notcontains 'Yes': {used} is one choice, expected != or noneof with a list",
    ],
    [
      "{used} = ['Yes', 'No']",
      "error: {used} = ['Yes', 'No'] never holds: {used} is one choice, expected = or anyof with a list",
    ],
    [
      "{used} > 3",
      "error: {used} > 3 never holds: {used} is one choice, expected = or anyof: its values are words, which have no order",
    ],
    ["{used} = 'Ja'", `error: {used} = 'Ja' never holds, expected one of "Yes", "No", "other"`],
    ["{used} != 'Ja'", `warning: nobody can answer {used} with "Ja", expected one of "Yes", "No", "other"`],
    [
      "{used} anyof ['Yes', 'Ja']",
      `warning: nobody can answer {used} with "Ja", expected one of "Yes", "No", "other"`,
    ],
    ["{uses} = 'work'", "error: {uses} = 'work' never holds: {uses} is several choices, expected contains"],
    ["{uses} != 'work'", "warning: {uses} != 'work': {uses} is several choices, expected notcontains"],
    [
      "{uses} > 2",
      "error: {uses} > 2 never holds: {uses} is several choices, expected contains, anyof or allof",
    ],
    [
      "{uses} contains 'sleep'",
      `error: {uses} contains 'sleep' never holds, expected one of "work", "play", "none"`,
    ],
    ["{adult} = 'yes'", "error: {adult} = 'yes' never holds, expected true or false"],
    [
      "{adult} contains true",
      "warning: {adult} contains true: {adult} is yes or no, expected = true or = false",
    ],
    ["{age} < 18", "error: {age} < 18 never holds, expected a number from 18 to 99"],
    ["{age} = 'old'", "error: {age} = 'old' never holds, expected a number from 18 to 99"],
    [
      "{age} contains 2",
      "warning: {age} contains 2: {age} is a number, expected =, <, <=, >, >= or anyof with a list",
    ],
    [
      "{born} > '31.01.1990'",
      `warning: nobody can answer {born} with "31.01.1990", expected a date such as 2026-01-31`,
    ],
    [
      "{story} > 5",
      "warning: {story} > 5: {story} is a text, expected = or contains: texts have no order (a number has inputType number)",
    ],
    [
      "{agree} contains 'yes'",
      "error: {agree} contains 'yes': {agree} has rows, expected one of them, such as {agree.calm}",
    ],
    ["{agree.clam} = 'yes'", `error: question "agree" has no row "clam", expected one of calm, kind`],
    ["{used.calm} notempty", `error: {used} is one choice and has no part "calm", expected {used}`],
    ["{uses-Comment} notempty", `error: question "uses" takes no own words, expected one with showOtherItem`],
    [
      "{order} contains 'a'",
      "warning: {order} contains 'a': {order} is an order, expected one place of it, such as {order[0]} for the first",
    ],
    [
      "{uses} = {used}",
      "error: {uses} = {used}: {uses} is several choices and {used} one choice, expected contains",
    ],
    ["{used} + 1 > 2", "warning: {used} is one choice, expected a number beside +"],
    ["{used} and {adult}", "warning: {used} is one choice, expected a comparison or {used} notempty"],
    [
      "!({used} contains 'Yes' or {adult})",
      "warning: {used} contains 'Yes': {used} is one choice, expected = or anyof with a list",
    ],
  ])("says of %s what would fit", (condition, problem) => {
    expect(found(condition)).toEqual([problem]);
  });

  it.each(["visibleIf", "enableIf", "requiredIf"])("are checked in %s, with line and column", (field) => {
    const { problems } = compileSurvey(
      `{"pages":[{"name":"p","elements":[
{"type":"radiogroup","name":"used","choices":["Yes","No"]},
{"type":"comment","name":"why","${field}":"{used} contains 'Yes'"}]}]}`,
      { file: "survey.json" },
    );
    expect(problems).toMatchObject([
      {
        line: 3,
        field: `pages[0].elements[1].${field}`,
        severity: "warning",
        message: "{used} contains 'Yes': {used} is one choice, expected = or anyof with a list",
      },
    ]);
  });

  it("are checked on pages and panels, and a stored survey that was accepted before still opens", () => {
    const text = `{"pages":[{"name":"p","elements":[{"type":"boolean","name":"adult"}]},
{"name":"q","visibleIf":"{adult} = 'x'","elements":[{"type":"panel","name":"r","visibleIf":"{adult} = 'y'",
"elements":[{"type":"comment","name":"why"}]}]}]}`;
    const fields = compileSurvey(text, { file: "s" }).problems.map(({ field }) => field);
    expect(fields).toEqual(["pages[1].visibleIf", "pages[1].elements[0].visibleIf"]);
    expect(compileSurvey(text, { file: "s", stored: true }).definition).not.toBeNull();
  });
});
