import fc from "fast-check";
import { expect, test } from "vitest";
import { checkAnswers, type SurveyAnswers } from "../survey/check-answers.ts";
import { compileSurvey } from "../survey/compile-survey.ts";
import { submitSurvey } from "../survey/submit-survey.ts";
import type { SurveyDefinition } from "../survey/survey-definition.ts";
import { surveyOrders } from "../survey/survey-for-person.ts";
import { surveyCommands } from "./answer-survey.ts";
import { openTestStudy } from "./engine-walk.fixture.ts";
import { createSimulatedPerson } from "./simulated-person.ts";
import { planSimulation } from "./simulation-plan.ts";
import { testSurvey } from "./test-survey.fixture.ts";

function compile(json: unknown): SurveyDefinition {
  const { definition, problems } = compileSurvey(JSON.stringify(json), { file: "survey.json" });
  if (definition === null) throw new Error(problems.map((problem) => problem.message).join("; "));
  return definition;
}

const talk = {
  id: "talk",
  type: "conversation",
  types: [{ id: "unguided", title: "Anything", count: 1 }],
  judge: { kind: "scale", minimumLabel: "low", maximumLabel: "high" },
};

function personFor(json: unknown, seed: string, ordinal: number) {
  const study = openTestStudy(
    [{ id: "survey", type: "survey", survey: "survey.json" }, talk],
    {},
    {
      "survey.json": JSON.stringify(json),
    },
  );
  return createSimulatedPerson(planSimulation(study, seed), ordinal);
}

/** What is saved in the end, each save checked as the server does. */
function fillIn(definition: SurveyDefinition, person: ReturnType<typeof personFor>): SurveyAnswers {
  const commands = surveyCommands(person, "survey", definition, "en");
  let saved: SurveyAnswers = {};
  for (const { command } of commands) {
    if (command.type === "survey.saved") saved = checkAnswers(definition, saved, command.answers);
  }
  expect(commands.at(-1)?.command).toEqual({ type: "survey.submitted" });
  const submission = submitSurvey(definition, saved, surveyOrders(definition, person.seed));
  expect(submission.complete ? [] : submission.gaps).toEqual([]);
  return saved;
}

test("a survey with every type of question is filled in without a gap, by anybody", () => {
  const definition = compile(testSurvey);
  for (let ordinal = 1; ordinal <= 200; ordinal += 1)
    fillIn(definition, personFor(testSurvey, "all", ordinal));
});

test("questions with limits get answers inside them, whatever the limits", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 60 }),
      fc.integer({ min: 0, max: 40 }),
      fc.integer({ min: -50, max: 50 }),
      fc.integer({ min: 0, max: 40 }),
      fc.constantFrom(1, 2, 0.5, 0.1),
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 0, max: 5 }),
      fc.nat(1000),
      (least, more, low, range, step, choices, ticks, ordinal) => {
        const most = Math.max(1, least + more);
        const maximum = Math.max(1, Math.min(choices, ticks + 1));
        const json = {
          pages: [
            {
              name: "only",
              elements: [
                {
                  type: "comment",
                  name: "long",
                  isRequired: true,
                  maxLength: most,
                  validators: [{ type: "text", minLength: Math.min(least, most) }],
                },
                { type: "text", name: "line", maxLength: most },
                {
                  type: "text",
                  name: "number",
                  isRequired: true,
                  inputType: "number",
                  min: low,
                  max: low + range,
                  step,
                },
                { type: "rating", name: "rating", isRequired: true, rateMin: low, rateMax: low + range + 1 },
                {
                  type: "checkbox",
                  name: "boxes",
                  isRequired: true,
                  choices: ["a", "b", "c", "d", "e", "f"].slice(0, choices),
                  minSelectedChoices: Math.min(ticks, maximum),
                  maxSelectedChoices: maximum,
                  showRefuseItem: true,
                },
                {
                  type: "scales",
                  name: "scales",
                  isRequired: true,
                  rows: [
                    { value: "fluency", text: "fluent" },
                    { value: "wit", text: "witty" },
                  ],
                  minimum: low,
                  maximum: low + range + 1,
                  minText: "no",
                  maxText: "yes",
                },
              ],
            },
          ],
        };
        fillIn(compile(json), personFor(json, "limits", ordinal + 1));
      },
    ),
    { numRuns: 60 },
  );
});

test("fields of the profile are answered from it, own words and refusals too", () => {
  const json = {
    pages: [
      {
        name: "only",
        elements: [
          {
            type: "radiogroup",
            name: "gender",
            isRequired: true,
            choices: ["Male", "Female", "Non-binary / third gender"],
            showRefuseItem: true,
          },
          {
            type: "radiogroup",
            name: "ethnicity",
            isRequired: true,
            choices: ["Prefer not to say"],
            showOtherItem: true,
          },
          { type: "dropdown", name: "age", isRequired: true, choices: ["18-24 years old", "65+ years old"] },
          { type: "text", name: "religion" },
        ],
      },
    ],
  };
  const definition = compile(json);
  for (let ordinal = 1; ordinal <= 300; ordinal += 1) {
    const person = personFor(json, "profile", ordinal);
    const { profile } = person;
    const answers = fillIn(definition, person);
    expect(answers.gender).toBe(profile.gender === "Prefer not to say" ? "refused" : profile.gender);
    expect(answers.age).toBe(profile.age);
    if (profile.ethnicity === "Prefer not to say") expect(answers.ethnicity).toBe("Prefer not to say");
    else expect(answers["ethnicity-Comment"]).toBe(profile.ethnicity?.toLowerCase());
    if (profile.religion === "Prefer not to say") expect(answers.religion).toBeUndefined();
    else expect(answers.religion).toBe(profile.religion?.toLowerCase());
  }
});

test("what is not asked gets no answer", () => {
  const definition = compile(testSurvey);
  for (let ordinal = 1; ordinal <= 60; ordinal += 1) {
    const answers = fillIn(definition, personFor(testSurvey, "asked", ordinal));
    expect("lm_usecases" in answers).toBe(answers.lm_direct_use === "Yes");
    expect("nested" in answers).toBe(answers.gender === "Female");
    expect("before" in answers).toBe(answers.consented === true);
  }
});
