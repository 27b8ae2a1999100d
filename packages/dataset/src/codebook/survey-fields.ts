import * as z from "zod";
import * as levels from "../prism-release/levels.ts";
import { createSurveySchema } from "../prism-release/survey-record.ts";
import { isReleaseField } from "../release-writer/release-field.ts";
import type { ReleaseStudy, SurveyField } from "../release-writer/release-source.ts";
import {
  type FieldDefinition,
  type FieldType,
  type FileDefinition,
  field,
  wording,
} from "./field-definition.ts";

/** What the writer knows of a person without asking. */
const ownFields: readonly FieldDefinition[] = [
  field(
    "user_id",
    "id",
    "Pseudonym of the participant; the same in every file. Numbers follow the order of arrival.",
  ),
  field("survey_only", "flag", "True for a participant without a finished conversation."),
  field("num_completed_conversations", "integer", "Finished conversations of the participant."),
  field(
    "timing_duration_s",
    "number",
    "Seconds from the first page to handing in the survey, pauses included.",
  ),
  field("timing_duration_mins", "number", "The same in minutes."),
  field("generated_datetime", "datetime", "When the survey was handed in (UTC)."),
  field(
    "study_id",
    "level",
    "Recruitment study the participant came from; the study itself when there was none.",
  ),
  field("study_locale", "level", "Locale the participant was recruited for."),
  field("included_in_US_REP", "flag", "Recruited for a sample that represents the United States."),
  field("included_in_UK_REP", "flag", "Recruited for a sample that represents the United Kingdom."),
  field(
    "included_in_balanced_subset",
    "flag",
    "Has conversations of every type, and so a share in the balanced subset.",
  ),
];

const texts: Readonly<Record<string, string>> = {
  consent: "Consent to take part.",
  consent_age: "Statement about the age of majority.",
  lm_familiarity: "How familiar the participant is with language models.",
  lm_indirect_use: "Use of language models inside other products.",
  lm_direct_use: "Use of language models as such.",
  lm_frequency_use: "How often; asked of those who use them. The spelling of the lowest level is PRISM's.",
  self_description: "The participant's values and principles in their own words.",
  system_string: "What a language model should be like for this participant, in their own words.",
  age: "Age group.",
  gender: "Gender; own words were recoded only when beyond doubt.",
  employment_status: "Employment.",
  education: "Highest education.",
  marital_status: "Marital status.",
  english_proficiency: "Proficiency in English.",
  "location.birth_country": "Country of birth.",
  "location.birth_countryISO": "Country of birth, ISO 3166 alpha-3.",
  "location.birth_region": "United Nations region of the country of birth.",
  "location.birth_subregion": "United Nations sub-region of the country of birth.",
  "location.reside_country": "Country of residence.",
  "location.reside_region": "United Nations region of the country of residence.",
  "location.reside_subregion": "United Nations sub-region of the country of residence.",
  "location.reside_countryISO": "Country of residence, ISO 3166 alpha-3.",
  "location.same_birth_reside_country": "Whether both countries are the same.",
  "location.special_region": "Region by country of birth, with the US and the UK on their own.",
};

const publishedLevels: Readonly<Record<string, readonly string[]>> = {
  consent: levels.consentLevels,
  consent_age: levels.consentAgeLevels,
  lm_familiarity: levels.familiarityLevels,
  lm_indirect_use: levels.useLevels,
  lm_direct_use: levels.useLevels,
  lm_frequency_use: levels.frequencyLevels,
  age: levels.ageLevels,
  gender: levels.genderLevels,
  employment_status: levels.employmentLevels,
  education: levels.educationLevels,
  marital_status: levels.maritalLevels,
  english_proficiency: levels.englishLevels,
  "religion.categorised": levels.religionLevels,
  "religion.simplified": levels.simplifiedReligionLevels,
  "ethnicity.categorised": levels.ethnicityLevels,
  "ethnicity.simplified": levels.simplifiedEthnicityLevels,
  "location.birth_region": levels.regionLevels,
  "location.reside_region": levels.regionLevels,
  "location.same_birth_reside_country": levels.sameCountryLevels,
  "location.special_region": levels.specialRegionLevels,
};

/** `survey.jsonl` of a study: the schema's fields with the study's questions. */
export function surveyFile(study: ReleaseStudy): FileDefinition {
  const asked = new Map(study.surveyFields.filter(isReleaseField).map((each) => [each.name, each]));
  return {
    name: "survey.jsonl",
    description: "One row per participant: who they are and what they say they want.",
    fields: schemaLeaves().map((name) => {
      const own = ownFields.find((each) => each.name === name);
      return own ?? askedField(name, asked.get(name));
    }),
  };
}

function askedField(name: string, source: SurveyField | undefined): FieldDefinition {
  const type = typeOf(name);
  const known =
    type === "level" ? (publishedLevels[name] ?? []) : type === "integer" ? integerLevels(name) : [];
  const stated =
    source === undefined || source.levels.length === 0 || type === "integer" ? known : source.levels;
  return field(name, type, describe(name), {
    // Nobody was asked in which order things stood.
    question: source?.origin === "answered" && !name.startsWith("order_") ? wording(source.question) : null,
    levels: source === undefined ? [] : stated,
    minimum: source?.minimum ?? null,
    maximum: source?.maximum ?? null,
    nullMeans: "not-asked",
  });
}

function typeOf(name: string): FieldType {
  if (/^(self_description|system_string)$|\.(self_described|other_text)$/.test(name)) return "text";
  if (/^(lm_usecases|stated_prefs|order_lm_usecases|order_stated_prefs)\./.test(name)) return "integer";
  return "level";
}

function integerLevels(name: string): readonly string[] {
  return name.startsWith("lm_usecases.") ? ["0", "1"] : [];
}

function describe(name: string): string {
  const known = texts[name];
  if (known !== undefined) return known;
  const [group = "", member = ""] = name.split(".");
  if (member === "other_text") return "What else, in the participant's own words.";
  switch (group) {
    case "religion":
    case "ethnicity":
      return member === "self_described"
        ? `The participant's ${group} in their own words.`
        : `The participant's ${group}, ${member}.`;
    case "lm_usecases":
      return `Uses language models for ${member.replaceAll("_", " ")}: 1 yes, 0 no.`;
    case "stated_prefs":
      return `How much ${member.replaceAll("_", " ")} matters in a language model, 0 (strongly disagree) to 100 (strongly agree).`;
    case "order_lm_usecases":
      return `Place of ${member.replaceAll("_", " ")} in the list of use cases as shown, from 1.`;
    case "order_stated_prefs":
      return `Place of ${member.replaceAll("_", " ")} in the list of sliders as shown, from 1.`;
    default:
      return name.replaceAll("_", " ");
  }
}

function schemaLeaves(): readonly string[] {
  return Object.entries(createSurveySchema("study").shape).flatMap(([key, member]) =>
    member instanceof z.ZodObject ? Object.keys(member.shape).map((name) => `${key}.${name}`) : [key],
  );
}
