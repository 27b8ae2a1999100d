import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { repositoryRoot } from "@refract/testing";
import { describe, expect, it } from "vitest";
import { checkStudy } from "../session/open-study.ts";
import { builtInStages } from "../stages.ts";
import { walkStudy } from "./walk-study.ts";

const withSurvey = (survey: string) => ({
  "study.yaml":
    "refract: 1\nid: walk\ntitle: Walk\nstages:\n  - {id: you, type: survey, survey: survey.json}\n  - {id: end, type: end}\n",
  "survey.json": survey,
});

function walked(files: Record<string, string>): string[] {
  const { study, problems } = checkStudy(files, builtInStages);
  if (study === null) return problems.map(({ file, line, message }) => `${file}:${line} ${message}`);
  return walkStudy(study).map(
    ({ file, line, severity, message }) => `${severity} ${file}:${line} ${message}`,
  );
}

/** One element a line, from line 2. */
const onePage = (...elements: object[]) =>
  `{"pages":[{"name":"p","elements":[\n${elements.map((element) => JSON.stringify(element)).join(",\n")}\n]}]}`;

describe("a walk through a study", () => {
  it("finds nothing in a survey with chains of conditions that can all be reached", () => {
    const survey = onePage(
      { type: "radiogroup", name: "a", isRequired: true, choices: ["yes", "no"] },
      {
        type: "text",
        name: "age",
        inputType: "number",
        isRequired: true,
        min: 18,
        max: 99,
        visibleIf: "{a} = 'yes'",
      },
      {
        type: "checkbox",
        name: "old",
        isRequired: true,
        choices: ["x", "y", "none"],
        visibleIf: "{age} >= 65",
      },
      { type: "comment", name: "why", isRequired: true, visibleIf: "{old} contains 'none' and {age} < 70" },
      {
        type: "matrix",
        title: "M",
        name: "m",
        eachRowRequired: true,
        columns: [1, 2],
        rows: [{ value: "r", text: "R" }],
      },
      { type: "boolean", name: "b", visibleIf: "{m.r} = 2" },
      { type: "ranking", name: "k", isRequired: true, choices: ["p", "q", "r"] },
      { type: "rating", name: "c", visibleIf: "{k[0]} = 'r'" },
    );
    expect(walked(withSurvey(survey))).toEqual([]);
  });

  it.each([
    [
      "a value that nobody can give",
      onePage(
        { type: "radiogroup", name: "a", choices: ["yes", "no"] },
        { type: "text", name: "b", visibleIf: "{a} = 'perhaps'" },
      ),
      `survey.json:3 {a} = 'perhaps' never holds, expected one of "yes", "no"`,
    ],
    [
      "conditions that exclude each other along a chain",
      onePage(
        { type: "radiogroup", name: "a", choices: ["yes", "no"] },
        { type: "radiogroup", name: "b", choices: ["x", "y"], visibleIf: "{a} = 'yes'" },
        { type: "text", name: "c", visibleIf: "{b} = 'x' and {a} = 'no'" },
      ),
      "error survey.json:4 nobody is shown this question: no answers make {b} = 'x' and {a} = 'no' hold",
    ],
    [
      "a limit that no number passes",
      onePage(
        { type: "text", name: "age", inputType: "number", min: 18, max: 60 },
        { type: "text", name: "b", visibleIf: "{age} > 60" },
      ),
      "survey.json:3 {age} > 60 never holds, expected a number from 18 to 60",
    ],
    [
      "limits that no number passes together",
      onePage(
        { type: "text", name: "age", inputType: "number", min: 18, max: 60 },
        { type: "text", name: "b", visibleIf: "{age} > 40 and {age} < 30" },
      ),
      "error survey.json:3 nobody is shown this question: no answers make {age} > 40 and {age} < 30 hold",
    ],
    [
      "a condition on itself",
      onePage({ type: "radiogroup", name: "a", choices: ["x"], visibleIf: "{a} = 'x'" }),
      "error survey.json:2 nobody is shown this question: no answers make {a} = 'x' hold",
    ],
    [
      "a question that hangs on a later page",
      '{"pages":[{"name":"p","elements":[\n{"type":"text","name":"a","isRequired":true,"visibleIf":"{b} = 1"}]},\n{"name":"q","elements":[{"type":"radiogroup","name":"b","choices":[1,2]}]}]}',
      "error survey.json:2 {b} is asked on a later page, expected one before or on this page",
    ],
    [
      "a page that nobody is shown",
      '{"pages":[{"name":"p","elements":[{"type":"radiogroup","name":"a","choices":[1,2]}]},\n{"name":"q","visibleIf":"{a} = 1 and {a} = 2","elements":[{"type":"text","name":"b"}]}]}',
      "error survey.json:2 nobody is shown this page: no answers make {a} = 1 and {a} = 2 hold",
    ],
  ])("names %s with its line", (_what, survey, expected) => {
    expect(walked(withSurvey(survey))).toContain(expected);
  });

  it("finds nothing in the examples", async () => {
    const examples = join(repositoryRoot(), "examples");
    for (const id of ["prism", "pair-arena", "own-questions"]) {
      const names = (await readdir(join(examples, id))).filter((name) => /\.(yaml|json)$/.test(name));
      const files = Object.fromEntries(
        await Promise.all(
          names.map(async (name) => [name, await readFile(join(examples, id, name), "utf8")] as const),
        ),
      );
      expect([id, walked(files)]).toEqual([id, []]);
    }
  });
});
