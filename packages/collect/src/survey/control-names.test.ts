import { expect, it, test } from "vitest";
import { compileSurvey } from "./compile-survey.ts";

const findings = (element: object) =>
  compileSurvey(JSON.stringify({ pages: [{ name: "p", elements: [element] }] }), { file: "survey.json" })
    .problems.filter(({ severity }) => severity === "error")
    .map(({ message }) => message);

const scales = {
  type: "scales",
  name: "prefs",
  title: "How much?",
  rows: [{ value: "x", text: "A" }],
  minText: "Low",
  maxText: "High",
};

it("refuses a row for own words that has no name", () => {
  expect(findings({ ...scales, showOtherRow: true })).toEqual([
    expect.stringContaining("expected the name of the row that showOtherRow adds"),
  ]);
  expect(findings({ ...scales, showOtherRow: true, otherRowText: "Something else" })).toEqual([]);
});

test("statements need a question, for their field's name would stand in its place", () => {
  const matrix = { type: "matrix", name: "agree", columns: ["no", "yes"], rows: ["calm"] };
  expect(findings(matrix)).toEqual([expect.stringMatching(/"agree" has no title, expected the question/)]);
  expect(findings({ ...matrix, title: "Do you agree?" })).toEqual([]);
});

test.each([
  ["the end of a scale", { ...scales, maxText: " " }],
  ["a description", { type: "comment", name: "q", title: "Q", description: "" }],
  [
    "a message",
    { type: "comment", name: "q", title: "Q", isRequired: true, requiredErrorText: { en: "\u00a0" } },
  ],
  ["a title", { type: "comment", name: "q", title: " " }],
  ["a choice", { type: "radiogroup", name: "q", title: "Q", choices: ["a", { value: "b", text: "" }] }],
  ["a bare choice", { type: "radiogroup", name: "q", title: "Q", choices: ["a", " "] }],
  ["a row", { ...scales, rows: [{ value: "x", text: "\u200b" }] }],
  [
    "an own choice",
    { type: "dropdown", name: "q", title: "Q", choices: ["a"], showOtherItem: true, otherText: "" },
  ],
  ["a yes", { type: "boolean", name: "q", title: "Q", labelTrue: { en: " " } }],
])("refuses %s that shows nothing", (_, element) => {
  expect(findings(element)).toEqual([expect.stringContaining("expected words")]);
});
