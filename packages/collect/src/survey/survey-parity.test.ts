import type { JsonValue } from "@refract/core";
import fc from "fast-check";
import { Model } from "survey-core";
import { describe, expect, it } from "vitest";
import { isAsked, shownAnswers } from "./asked-questions.ts";
import { everyType } from "./fixtures/every-type.ts";
import { prepareFormLibrary } from "./form-library.ts";
import { submitSurvey } from "./submit-survey.ts";
import { surveyForPerson, surveyOrders } from "./survey-for-person.ts";

prepareFormLibrary();

/** Any saved state of the survey of every type. */
const states = fc.record(
  {
    used: fc.constantFrom("Yes", "No"),
    uses: fc.uniqueArray(fc.constantFrom("work", "play", "other"), { minLength: 1 }),
    "uses-Comment": fc.constant("sleep"),
    gender: fc.constantFrom("a", "other", "refused"),
    "gender-Comment": fc.constant("own words"),
    prefs: fc.record(
      { speed: fc.nat(100), care: fc.nat(100), wit: fc.nat(100), other: fc.nat(100) },
      { requiredKeys: [] },
    ),
    story: fc.constantFrom("abc", "abcdef"),
    age: fc.integer({ min: 18, max: 60 }),
    adult: fc.boolean(),
    mood: fc.integer({ min: 1, max: 7 }),
    title: fc.constantFrom("nurse", "cook"),
    agree: fc.record(
      { constructor: fc.constantFrom("no", 2, "yes"), calm: fc.constantFrom("no", 2, "yes") },
      { requiredKeys: [] },
    ),
    order: fc.shuffledSubarray(["first", "second", 3], { minLength: 1 }),
    topics: fc.constantFrom(["health"], ["faith", "money"], ["nothing"]),
    check: fc.constantFrom("blue", "green"),
  },
  { requiredKeys: [] },
);

describe("server and form", () => {
  it("agree on what is shown and on what is missing, whatever was answered", () => {
    const definition = everyType();
    const { definition: shown } = surveyForPerson(definition, "seed", "en");
    fc.assert(
      fc.property(states, (state) => {
        // The form clears what is hidden as it is hidden; what comes to the server otherwise steers nothing there.
        const given: { readonly [key: string]: JsonValue } = JSON.parse(JSON.stringify(state));
        const answers = shownAnswers(definition, given);
        expect(submitSurvey(definition, given, {})).toEqual(submitSurvey(definition, answers, {}));
        const model = new Model(shown);
        model.data = structuredClone(answers);
        for (const question of definition.questions) {
          const drawn = model.getQuestionByName(question.name);
          expect([question.name, isAsked(question, answers)]).toEqual([
            question.name,
            drawn.isVisible && drawn.isParentVisible,
          ]);
        }
        const submission = submitSurvey(definition, answers, surveyOrders(definition, "seed"));
        const wrong = model.getAllQuestions().filter((question) => {
          return question.isVisible && question.isParentVisible && !question.validate(false);
        });
        expect(submission.complete ? [] : submission.gaps.map((gap) => gap.question)).toEqual(
          wrong.map((question) => question.name),
        );
      }),
      { numRuns: 60 },
    );
  });
});
