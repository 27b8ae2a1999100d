import { statedAttributeKeys, useCaseKeys } from "../prism-release/keys.ts";
import { preferNotToSay } from "../prism-release/levels.ts";
import type { SurveyRecord } from "../prism-release/survey-record.ts";
import { createNameTally, type NameTally } from "./tally.ts";

/** Who took part: counts of every level of every demographic field, the most frequent first. */
export interface ParticipantsDescription {
  readonly totals: {
    readonly "Total Participants": number;
    readonly "With conversations": number;
    readonly "Just survey": number;
  };
  readonly demographics: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly countries: Readonly<Record<string, { readonly born: number; readonly reside: number }>>;
  readonly llm_use: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Participants who were shown the use cases: the denominator of their shares. */
  readonly use_case_denominator: number;
  /** Participants by `study_locale`. */
  readonly recruitment: Readonly<Record<string, number>>;
}

/** What other parts of a description need of the survey. */
export interface SurveyFacts {
  readonly participants: number;
  readonly surveyOnly: number;
  readonly birthCountries: number;
  readonly resideCountries: number;
  readonly usRepresentative: number;
  readonly ukRepresentative: number;
  readonly balanced: number;
  /** Sliders of every participant in the order of `statedAttributeKeys`, `other` last. */
  readonly statedPreferences: ReadonlyMap<string, readonly (number | null)[]>;
  readonly otherTexts: number;
}

const notShown = "Not shown question";
const notAnswered = "null";

const demographics: Readonly<Record<string, (record: SurveyRecord) => string | null>> = {
  age: (record) => record.age,
  gender: (record) => record.gender,
  "ethnicity.categorised": (record) => record.ethnicity.categorised,
  "religion.categorised": (record) => record.religion.categorised,
  employment_status: (record) => record.employment_status,
  education: (record) => record.education,
  marital_status: (record) => record.marital_status,
  english_proficiency: (record) => record.english_proficiency,
  "location.special_region": (record) => record.location.special_region,
};

const useQuestions = ["lm_direct_use", "lm_indirect_use", "lm_frequency_use", "lm_familiarity"] as const;

export function createSurveyDescription() {
  const levels = new Map<string, NameTally>();
  const tally = (field: string): NameTally => {
    const known = levels.get(field) ?? createNameTally();
    levels.set(field, known);
    return known;
  };
  const born = createNameTally();
  const reside = createNameTally();
  const useCases = createNameTally();
  const locales = createNameTally();
  const statedPreferences = new Map<string, readonly (number | null)[]>();
  let participants = 0;
  let surveyOnly = 0;
  let usRepresentative = 0;
  let ukRepresentative = 0;
  let balanced = 0;
  let shown = 0;
  let otherTexts = 0;

  return Object.freeze({
    add(record: SurveyRecord) {
      participants += 1;
      if (record.survey_only) surveyOnly += 1;
      if (record.included_in_US_REP === true) usRepresentative += 1;
      if (record.included_in_UK_REP === true) ukRepresentative += 1;
      if (record.included_in_balanced_subset === true) balanced += 1;
      for (const [field, read] of Object.entries(demographics)) tally(field).add(read(record) ?? notAnswered);
      for (const field of useQuestions) {
        tally(field).add(record[field] ?? (field === "lm_frequency_use" ? notShown : notAnswered));
      }
      born.add(record.location.birth_country ?? notAnswered);
      reside.add(record.location.reside_country ?? notAnswered);
      locales.add(record.study_locale ?? notAnswered);
      if (record.lm_usecases.research !== null) shown += 1;
      for (const key of [...useCaseKeys, "other"] as const) {
        if (record.lm_usecases[key] === 1) useCases.add(useCaseName(key));
      }
      if (record.stated_prefs.other_text !== null) otherTexts += 1;
      statedPreferences.set(
        record.user_id,
        [...statedAttributeKeys, "other" as const].map((key) => record.stated_prefs[key]),
      );
    },
    facts: (): SurveyFacts => ({
      participants,
      surveyOnly,
      birthCountries: countries(born),
      resideCountries: countries(reside),
      usRepresentative,
      ukRepresentative,
      balanced,
      statedPreferences,
      otherTexts,
    }),
    description(): ParticipantsDescription {
      const last = ["Other", preferNotToSay, notShown, notAnswered];
      const countsOf = (field: string) => tally(field).counts(last);
      const names = Object.keys({ ...born.counts([preferNotToSay]), ...reside.counts([preferNotToSay]) });
      const ordered = [
        ...names.filter((name) => name !== preferNotToSay),
        ...names.filter((name) => name === preferNotToSay),
      ];
      return {
        totals: {
          "Total Participants": participants,
          "With conversations": participants - surveyOnly,
          "Just survey": surveyOnly,
        },
        demographics: Object.fromEntries(Object.keys(demographics).map((field) => [field, countsOf(field)])),
        countries: Object.fromEntries(
          ordered.map((name) => [name, { born: born.get(name), reside: reside.get(name) }]),
        ),
        llm_use: {
          ...Object.fromEntries(useQuestions.map((field) => [field, countsOf(field)])),
          lm_usecases: useCases.counts(["Other"]),
        },
        use_case_denominator: shown,
        recruitment: locales.counts([notAnswered]),
      };
    },
  });
}

/** Different answers, "Prefer not to say" among them: so the published 75 countries of birth and 38 of residence count. */
function countries(tally: NameTally): number {
  return Object.keys(tally.counts()).filter((name) => name !== notAnswered).length;
}

/** `technical_or_programming_help` as `Technical or Programming Help`. */
function useCaseName(key: string): string {
  return key
    .split("_")
    .map((word) => (word === "or" || word === "and" ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join(" ");
}
