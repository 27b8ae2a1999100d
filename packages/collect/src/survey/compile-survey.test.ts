import { describe, expect, it } from "vitest";
import { compileSurvey } from "./compile-survey.ts";

const page = (elements: string) =>
  `{\n  "pages": [\n    { "name": "one", "elements": [\n${elements}\n    ] }\n  ]\n}`;

function problems(elements: string, languages: readonly string[] = ["en"]): string[] {
  const compiled = compileSurvey(page(elements), { file: "survey.json", languages });
  return compiled.problems.map(({ line, column, field, message, severity }) => {
    return `${severity} ${line}:${column} ${field}: ${message}`;
  });
}

describe("a survey file", () => {
  it("compiles to its questions, with the page each stands on and the conditions it is under", () => {
    const { definition, problems } = compileSurvey(
      `{"pages":[
        {"name":"a","elements":[{"type":"boolean","name":"adult"}]},
        {"name":"b","visibleIf":"{adult} = true","elements":[
          {"type":"panel","name":"p","visibleIf":"{adult} notempty","elements":[
            {"type":"text","name":"job","visibleIf":"{adult} = true"}]}]}]}`,
      { file: "survey.json" },
    );
    expect(problems).toEqual([]);
    expect(definition?.questions.map(({ name, page }) => [name, page])).toEqual([
      ["adult", 0],
      ["job", 1],
    ]);
    expect(definition?.byName.get("job")?.visibleIf).toEqual([
      "{adult} = true",
      "{adult} notempty",
      "{adult} = true",
    ]);
  });

  it("is refused at the line of a broken text", () => {
    expect(compileSurvey('{\n  "pages": [\n', { file: "survey.json" }).problems).toMatchObject([
      {
        severity: "error",
        line: 3,
        message: expect.stringContaining("must be sufficiently indented and end with a ]"),
      },
    ]);
  });

  it.each([
    [
      "an unknown question type",
      `{"type":"file","name":"a"}`,
      'error 4:9 pages[0].elements[0].type: unknown question type "file", expected one of text, comment, radiogroup, dropdown, checkbox, boolean, rating, scales, matrix, ranking, html, panel',
    ],
    [
      "an unknown field",
      `{"type":"html","name":"a","html":"Hello","defaultValue":"x"}`,
      'error 4:42 pages[0].elements[0]: unknown field "defaultValue", expected one of type, name, visibleIf, html',
    ],
    [
      "a ranking with nothing to rank",
      `{"type":"ranking","name":"a","choices":["one"]}`,
      "error 4:40 pages[0].elements[0].choices: 1 entry, expected at least 2 entries",
    ],
    [
      "a row that is no name",
      `{"type":"matrix","name":"a","columns":["no","yes"],"rows":["I like tea"]}`,
      'error 4:60 pages[0].elements[0].rows[0].value: invalid value "I like tea", expected letters, digits, hyphens and underscores, beginning with a letter',
    ],
    [
      "a name that is none, once",
      `{"type":"text","name":"__proto__"}`,
      'error 4:23 pages[0].elements[0].name: invalid value "__proto__", expected letters, digits and underscores, beginning with a letter',
    ],
    [
      "a name that every object has",
      `{"type":"text","name":"constructor"}`,
      'error 4:23 pages[0].elements[0].name: invalid value "constructor", expected another name, this one is built into every object',
    ],
    [
      "a name that is used twice",
      `{"type":"text","name":"a"},\n{"type":"comment","name":"a"}`,
      'error 5:26 pages[0].elements[1].name: "a" is used already, expected a unique name',
    ],
    [
      "a name that another question's own words take",
      `{"type":"radiogroup","name":"a","choices":[1],"showOtherItem":true},\n{"type":"text","name":"a_text"}`,
      'error 5:23 pages[0].elements[1].name: "a_text" is a column that question "a" makes, expected another name',
    ],
    [
      "a condition on a question that is not there",
      `{"type":"text","name":"a","visibleIf":"{b} = 1"}`,
      "error 4:39 pages[0].elements[0].visibleIf: unknown question {b}, expected the name of a question of this survey",
    ],
    [
      "a function in a condition",
      `{"type":"text","name":"a","visibleIf":"age({a}) > 3"}`,
      'error 4:39 pages[0].elements[0].visibleIf: invalid value "age({a}) > 3", expected a condition without functions',
    ],
    [
      "a condition that can't be read",
      `{"type":"text","name":"a","visibleIf":"{a} ="}`,
      "error 4:39 pages[0].elements[0].visibleIf: invalid value \"{a} =\", expected a condition such as {question} = 'value' (character 6)",
    ],
    [
      "HTML",
      `{"type":"html","name":"a","html":"Read <b>this</b>"},{"type":"text","name":"b"}`,
      'error 4:34 pages[0].elements[0].html: HTML is not shown: "<b>", expected Markdown',
    ],
    [
      "a picture from elsewhere",
      `{"type":"text","name":"a","title":"![x](https://example.org/x.png)"}`,
      'error 4:35 pages[0].elements[0].title: outside address "https://example.org/x.png", expected a text without links and pictures from elsewhere',
    ],
    [
      "a repeated choice",
      `{"type":"dropdown","name":"a","choices":["x","x"]}`,
      'error 4:46 pages[0].elements[0].choices[1]: "x" is there already, expected unique values',
    ],
    [
      "a question without choices",
      `{"type":"dropdown","name":"a"}`,
      "error 4:1 pages[0].elements[0]: no choices, expected at least one",
    ],
    [
      "choices from a question that has none",
      `{"type":"dropdown","name":"a","choicesFromQuestion":"b"},{"type":"text","name":"b"}`,
      'error 4:53 pages[0].elements[0].choicesFromQuestion: unknown question "b", expected one that has its own choices',
    ],
    [
      "a scale that starts outside itself",
      `{"type":"scales","name":"a","rows":[{"value":"r","text":"R"}],"minText":"no","maxText":"yes","startAt":101}`,
      "error 4:104 pages[0].elements[0].startAt: invalid value 101, expected none or a number from 0 to 100",
    ],
    [
      "a survey without questions",
      `{"type":"html","name":"a","html":"Hello"}`,
      "error 2:12 pages: no question, expected at least one",
    ],
  ])("names place, value and expectation for %s", (_what, elements, expected) => {
    expect(problems(elements)).toEqual([expected]);
  });

  it("warns about texts that lack one of the study's languages", () => {
    expect(
      problems(
        `{"type":"radiogroup","name":"a","title":{"en":"Age","ar":"العمر"},"choices":["18-24",{"value":"old","text":{"en":"Old"}},"young"]}`,
        ["en", "ar"],
      ),
    ).toEqual([
      "warning 4:108 pages[0].elements[0].choices[1].text: no wording in ar",
      "warning 4:122 pages[0].elements[0].choices[2]: no wording in ar",
    ]);
  });

  it("takes SurveyJS's default text for the first language", () => {
    expect(
      problems(`{"type":"text","name":"a","title":{"default":"Name","ar":"الاسم"}}`, ["en", "ar"]),
    ).toEqual([]);
  });
});
