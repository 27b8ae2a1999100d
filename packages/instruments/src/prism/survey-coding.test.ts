import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checkAnswers, compileSurvey, submitSurvey, surveyFields, surveyOrders } from "@refract/collect";
import type { JsonValue } from "@refract/core";
import { createSurveySchema, levels, statedAttributeKeys, useCaseKeys } from "@refract/dataset";
import { describe, expect, it } from "vitest";
import { allCountries } from "./countries.ts";
import { prismSurveyCoding } from "./survey-coding.ts";

const { definition, problems } = compileSurvey(
  readFileSync(join(import.meta.dirname, "template", "survey.json"), "utf8"),
  { file: "survey.json", languages: ["en", "ar"] },
);
if (definition === null) throw new Error(problems.map((problem) => problem.message).join("; "));
const survey = definition;

const everything: { readonly [question: string]: JsonValue } = {
  lm_familiarity: "Very familiar",
  lm_indirect_use: "No",
  lm_direct_use: "Yes",
  lm_frequency_use: "Less than one a year",
  lm_usecases: ["research", "well-being_guidance", "other"],
  "lm_usecases-Comment": "naming cats",
  self_description: "Kindness first.",
  stated_prefs: {
    values: 0,
    creativity: 100,
    fluency: 50,
    factuality: 90,
    diversity: 20,
    safety: 30,
    personalisation: 40,
    helpfulness: 70,
  },
  system_string: "Be short.",
  age: "65+ years old",
  gender: "Female",
  employment_status: "Retired",
  marital_status: "Widowed",
  education: "Vocational",
  reside_country: "United States",
  birth_country: "Côte d'Ivoire",
  ethnicity: "other",
  "ethnicity-Comment": "Black",
  religion: "Prefer not to say",
  english_proficiency: "Fluent",
};

function released(changed: { readonly [question: string]: JsonValue } = {}, person = "seed") {
  const answers = checkAnswers(survey, checkAnswers(survey, {}, everything), changed);
  const submission = submitSurvey(survey, answers, surveyOrders(survey, person));
  if (!submission.complete) throw new Error(JSON.stringify(submission.gaps));
  return prismSurveyCoding.code(submission.answers);
}

describe("survey logic (spec prism-collection, It works when 3)", () => {
  const combinations = ["Yes", "No", "Unsure"].flatMap((indirect) =>
    ["Yes", "No", "Unsure"].map((direct) => ({
      indirect,
      direct,
      isAsked: indirect === "Yes" || direct === "Yes",
    })),
  );

  it.each(combinations)(
    "indirect $indirect and direct $direct: frequency and use cases asked is $isAsked",
    ({ indirect, direct, isAsked }) => {
      const row = released({ lm_indirect_use: indirect, lm_direct_use: direct });
      const notAsked = { value: null, missing: "not-asked" };
      expect(row.lm_frequency_use).toEqual(
        isAsked ? { value: "Less than one a year", missing: null } : notAsked,
      );
      for (const key of [...useCaseKeys, "other"]) {
        const chosen = ["research", "well-being_guidance", "other"].includes(key);
        expect(row[`lm_usecases.${key}`]).toEqual(
          isAsked ? { value: chosen ? 1 : 0, missing: null } : notAsked,
        );
        if (!isAsked) expect(row[`order_lm_usecases.${key}`]).toEqual(notAsked);
      }
      expect(row["lm_usecases.other_text"]).toEqual(
        isAsked ? { value: "naming cats", missing: null } : notAsked,
      );
    },
  );

  it("order maps hold a permutation of 1 to 18 (1 to 8), and Other is 19 (9)", () => {
    for (let person = 0; person < 200; person += 1) {
      const row = released({}, `person ${person}`);
      const places = (column: string, keys: readonly string[]) =>
        keys.map((key) => Number(row[`${column}.${key}`]?.value)).toSorted((a, b) => a - b);
      expect(places("order_lm_usecases", useCaseKeys)).toEqual(
        Array.from({ length: 18 }, (_, place) => place + 1),
      );
      expect(row["order_lm_usecases.other"]?.value).toBe(19);
      expect(places("order_stated_prefs", statedAttributeKeys)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
      expect(row["order_stated_prefs.other"]?.value).toBe(9);
    }
  });
});

describe("PRISM's survey", () => {
  it("stores levels exactly as the release has them", () => {
    const byName = new Map(surveyFields(survey).map((field) => [field.name, field.levels]));
    expect(byName.get("lm_familiarity")).toEqual(levels.familiarityLevels);
    expect(byName.get("lm_indirect_use")).toEqual(levels.useLevels);
    expect(byName.get("lm_direct_use")).toEqual(levels.useLevels);
    expect(byName.get("lm_frequency_use")).toEqual(levels.frequencyLevels);
    expect(byName.get("age")).toEqual(levels.ageLevels);
    expect(byName.get("gender")).toEqual([...levels.genderLevels, "other"]);
    expect(byName.get("employment_status")).toEqual(levels.employmentLevels);
    expect(byName.get("education")).toEqual(levels.educationLevels);
    expect(byName.get("marital_status")).toEqual(levels.maritalLevels);
    expect(byName.get("english_proficiency")).toEqual(levels.englishLevels);
    const countries = [...allCountries.map((country) => country.name), levels.preferNotToSay].toSorted();
    expect(byName.get("reside_country")?.toSorted()).toEqual(countries);
    expect(byName.get("birth_country")?.toSorted()).toEqual(countries);
  });

  it("fills every survey column of the release", () => {
    const columns = new Set([...Object.keys(released()), "consent", "consent_age"]);
    const ofThePerson = [
      "user_id",
      "survey_only",
      "num_completed_conversations",
      "timing_duration_s",
      "timing_duration_mins",
      "generated_datetime",
      "study_id",
      "study_locale",
      "included_in_US_REP",
      "included_in_UK_REP",
      "included_in_balanced_subset",
    ];
    const needed = leaves(createSurveySchema("published").shape).filter(
      (name) => !ofThePerson.includes(name),
    );
    expect(needed.filter((name) => !columns.has(name))).toEqual([]);
    expect(needed).toHaveLength(88);
  });

  it("keeps 0 and an untouched row apart: 0 is a rating", () => {
    const row = released();
    expect(row["stated_prefs.values"]).toEqual({ value: 0, missing: null });
    expect(row["stated_prefs.other"]).toEqual({ value: null, missing: "skipped" });
    expect(row["stated_prefs_touched.values"]).toEqual({ value: true, missing: null });
  });

  it("is described field for field, derived ones marked", () => {
    const asked = surveyFields(survey).map(({ askedIf: _, ...field }) => field);
    expect(prismSurveyCoding.applies(new Set(asked.map((field) => field.name)))).toBe(true);
    expect(prismSurveyCoding.applies(new Set(["age"]))).toBe(false);
    const fields = prismSurveyCoding.fields(asked);
    expect(new Set(fields.map((field) => field.name))).toEqual(new Set(Object.keys(released())));
    expect(fields.find((field) => field.name === "location.special_region")).toMatchObject({
      origin: "derived",
      levels: levels.specialRegionLevels,
    });
    expect(fields.find((field) => field.name === "religion.self_described")).toMatchObject({
      origin: "answered",
    });
  });
});

function leaves(shape: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(shape).flatMap(([name, schema]) => {
    const inner = typeof schema === "object" && schema !== null && "shape" in schema ? schema.shape : null;
    return typeof inner === "object" && inner !== null
      ? Object.keys(inner).map((member) => `${name}.${member}`)
      : [name];
  });
}
