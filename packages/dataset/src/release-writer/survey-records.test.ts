import type { Answered } from "@refract/core";
import { expect, test } from "vitest";
import { statedAttributeKeys, useCaseKeys } from "../prism-release/keys.ts";
import { createSurveySchema } from "../prism-release/survey-record.ts";
import { absent, answered, participant, study } from "./fixtures/three-people.ts";
import { surveyLeaves } from "./release-field.ts";
import { surveyRecords } from "./survey-records.ts";

const facts = { userId: "user0", completedConversations: 6, inBalancedSubset: true };

/** Every field of PRISM's survey, answered as its protocol allows. */
function prismAnswers(): Record<string, Answered> {
  const survey: Record<string, Answered> = {
    consent: answered("Yes, I consent to take part"),
    consent_age: answered("I certify that I am 18 years of age or over"),
    lm_familiarity: answered("Somewhat familiar"),
    lm_indirect_use: answered("Yes"),
    lm_direct_use: answered("Unsure"),
    lm_frequency_use: answered("Every week"),
    self_description: answered("I value fairness."),
    system_string: answered("Be brief."),
    age: answered("65+ years old"),
    gender: answered("Female"),
    employment_status: answered("Retired"),
    education: answered("Vocational"),
    marital_status: answered("Widowed"),
    english_proficiency: answered("Fluent"),
    "location.birth_country": answered("Chile"),
    "location.birth_countryISO": answered("CHL"),
    "location.birth_region": answered("Americas"),
    "location.birth_subregion": answered("Latin America and the Caribbean"),
    "location.reside_country": answered("Chile"),
    "location.reside_countryISO": answered("CHL"),
    "location.reside_region": answered("Americas"),
    "location.reside_subregion": answered("Latin America and the Caribbean"),
    "location.same_birth_reside_country": answered("Yes"),
    "location.special_region": answered("Latin America and the Caribbean"),
    "lm_usecases.other": answered(false),
    "lm_usecases.other_text": absent("not-asked"),
    "stated_prefs.other": absent("skipped"),
    "stated_prefs.other_text": absent("skipped"),
    "order_lm_usecases.other": answered(19),
    "order_stated_prefs.other": answered(9),
  };
  for (const group of ["religion", "ethnicity"]) {
    for (const member of ["self_described", "categorised", "simplified"]) {
      survey[`${group}.${member}`] = absent("prefer-not-to-say");
    }
  }
  useCaseKeys.forEach((key, index) => {
    survey[`lm_usecases.${key}`] = answered(index % 2 === 0);
    survey[`order_lm_usecases.${key}`] = answered(18 - index);
  });
  statedAttributeKeys.forEach((key, index) => {
    survey[`stated_prefs.${key}`] = answered(index * 10);
    survey[`order_stated_prefs.${key}`] = answered(index + 1);
  });
  return survey;
}

test("a person who answered PRISM's survey has a record of the published form", () => {
  const survey = prismAnswers();
  expect(Object.keys(survey).toSorted()).toEqual([...surveyLeaves.keys()].toSorted());
  const person = participant({ survey, recruitmentStudy: "chile", recruitmentLocale: "cl" });
  const records = surveyRecords(study, person, facts);
  expect(createSurveySchema("published").parse(records.survey)).toEqual(records.survey);
  expect(records.survey.lm_usecases).toMatchObject({ homework_assistance: 1, research: 0, other: 0 });
  expect(records.survey.religion.self_described).toBe("Prefer not to say");
  expect(records.survey.order_lm_usecases).toMatchObject({ homework_assistance: 18, other: 19 });
});

test("a person who was not shown frequency and use cases has nulls there, not zeros, each with its reason", () => {
  const survey = prismAnswers();
  for (const name of Object.keys(survey)) {
    if (/^lm_(usecases\.|frequency_use)/.test(name)) survey[name] = absent("not-asked");
  }
  const person = participant({ survey, recruitmentLocale: "cl" });
  const records = surveyRecords(study, person, facts);
  expect(createSurveySchema("published").safeParse(records.survey).success).toBe(true);
  expect(new Set(Object.values(records.survey.lm_usecases))).toEqual(new Set([null]));
  expect(records.missing.get("lm_usecases.research")).toBe("not-asked");
  expect(records.missing.get("stated_prefs.other")).toBe("skipped");
});

test("a clock that ran backwards gives a duration of 0 and never a negative one", () => {
  const person = participant({ surveyFinishedAt: 0 });
  expect(surveyRecords(study, person, facts).survey.timing_duration_s).toBe(0);
});

test("names such as constructor are questions like any other", () => {
  const field = study.surveyFields.at(-1);
  if (field === undefined) throw new Error("the fixture has fields");
  const odd = { ...study, languages: ["en"], surveyFields: [{ ...field, name: "constructor" }] };
  const { answers } = surveyRecords(odd, participant(), facts);
  expect(answers).toEqual([
    { user_id: "user0", conversation_id: null, field: "constructor", value: null, missing: "not-asked" },
  ]);
});

test("the language of the pages and the version stand beside where they differ, and a question of such a name comes first", () => {
  const beside = (changes: Partial<typeof study>, person: Parameters<typeof participant>[0] = {}) =>
    surveyRecords({ ...study, surveyFields: [], ...changes }, participant(person), facts).answers.map(
      ({ field, value }) => [field, value],
    );
  expect(beside({ languages: ["en"] })).toEqual([]);
  expect(beside({ version: 3 }, { language: "ar", studyVersion: 2 })).toEqual([
    ["page_language", "ar"],
    ["study_version", 2],
  ]);
  const asked = {
    name: "page_language",
    question: "Which language?",
    kind: "text",
    levels: [],
    minimum: null,
    maximum: null,
    origin: "answered",
  } as const;
  expect(beside({ surveyFields: [asked] }, { survey: { page_language: answered("Welsh") } })).toEqual([
    ["page_language", "Welsh"],
  ]);
});
