import * as z from "zod";
import { statedAttributeKeys, useCaseKeys } from "./keys.ts";
import {
  ageLevels,
  consentAgeLevels,
  consentLevels,
  educationLevels,
  employmentLevels,
  englishLevels,
  ethnicityLevels,
  familiarityLevels,
  frequencyLevels,
  genderLevels,
  maritalLevels,
  regionLevels,
  religionLevels,
  sameCountryLevels,
  simplifiedEthnicityLevels,
  simplifiedReligionLevels,
  specialRegionLevels,
  useLevels,
} from "./levels.ts";
import {
  datetimeSchema,
  formFields,
  idSchema,
  type ReleaseForm,
  recordOf,
  surveySliderSchema,
} from "./release-form.ts";

const alpha3 = z.string().regex(/^([A-Z]{3}|Prefer not to say)$/, {
  error: "expected a country code of three letters such as GBR",
});

/**
 * One row of `survey.jsonl`: a participant. Keys are in the release's order.
 * Times are UTC, durations seconds and minutes, sliders 0-100.
 */
export function createSurveySchema(form: ReleaseForm) {
  const { level, text, flag, number } = formFields(form);
  const country = form === "published" ? z.string().min(1) : z.string().min(1).nullable();
  const code = form === "published" ? alpha3 : alpha3.nullable();
  const useCase = z.literal([0, 1]).nullable();
  return z.strictObject({
    user_id: idSchema,
    survey_only: z.boolean(),
    num_completed_conversations: form === "published" ? z.int().min(0).max(7) : z.int().min(0).max(1_000_000),
    timing_duration_s: number(z.number().min(0)),
    timing_duration_mins: number(z.number().min(0)),
    generated_datetime: form === "published" ? datetimeSchema : datetimeSchema.nullable(),
    consent: level(consentLevels),
    consent_age: level(consentAgeLevels),
    lm_familiarity: level(familiarityLevels),
    lm_indirect_use: level(useLevels),
    lm_direct_use: level(useLevels),
    lm_frequency_use: level(frequencyLevels).nullable(),
    self_description: text(),
    system_string: text(),
    age: level(ageLevels),
    gender: level(genderLevels),
    employment_status: level(employmentLevels),
    education: level(educationLevels),
    marital_status: level(maritalLevels),
    english_proficiency: level(englishLevels),
    study_id: text(),
    study_locale: text(),
    religion: z.strictObject({
      self_described: text(),
      categorised: level(religionLevels),
      simplified: level(simplifiedReligionLevels),
    }),
    ethnicity: z.strictObject({
      self_described: text(),
      categorised: level(ethnicityLevels),
      simplified: level(simplifiedEthnicityLevels),
    }),
    location: z.strictObject({
      birth_country: country,
      birth_countryISO: code,
      birth_region: level(regionLevels),
      birth_subregion: text(),
      reside_country: country,
      reside_region: level(regionLevels),
      reside_subregion: text(),
      reside_countryISO: code,
      same_birth_reside_country: level(sameCountryLevels),
      special_region: level(specialRegionLevels),
    }),
    lm_usecases: z.strictObject({
      ...recordOf(useCaseKeys, useCase),
      other: useCase,
      other_text: z.string().nullable(),
    }),
    stated_prefs: z.strictObject({
      ...recordOf(statedAttributeKeys, surveySliderSchema.nullable()),
      other: surveySliderSchema.nullable(),
      other_text: z.string().nullable(),
    }),
    order_lm_usecases: z.strictObject({
      ...recordOf(useCaseKeys, z.int().min(1).max(19).nullable()),
      other: z.int().min(1).max(19).nullable(),
    }),
    order_stated_prefs: z.strictObject({
      ...recordOf(statedAttributeKeys, z.int().min(1).max(9).nullable()),
      other: z.int().min(1).max(9).nullable(),
    }),
    included_in_US_REP: flag(),
    included_in_UK_REP: flag(),
    included_in_balanced_subset: flag(),
  });
}

export type SurveyRecord = z.output<ReturnType<typeof createSurveySchema>>;
