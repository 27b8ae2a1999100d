import type { SurveyCoding } from "@refract/collect";
import type { Answered } from "@refract/core";
import type { OwnWordCode, SurveyField } from "@refract/dataset";
import * as levels from "@refract/dataset/levels";
import { codeLocation, locationMembers } from "./location.ts";
import { type AnnotatedWords, codeEthnicity, codeGender, codeReligion } from "./own-words.ts";

/** Asked fields that the release has in another form. */
const replaced: ReadonlySet<string> = new Set([
  "birth_country",
  "reside_country",
  "ethnicity",
  "ethnicity_text",
  "religion",
  "religion_text",
]);

const rules = [
  "answered",
  "group name",
  "listed text",
  "listed words",
  "several groups",
  "unsure: several groups",
  "unsure: a word that may reverse the meaning",
  "unsure: no listed word",
  ...levels.annotatorRules,
] as const;

/**
 * PRISM's survey columns from what its survey asks: `location` from the two countries, `ethnicity` and `religion` from own
 * words, which annotators may have coded. Everything else has the release's names and values already; what was not shown stays missing, never 0.
 */
export function createPrismSurveyCoding(codes: readonly OwnWordCode[] = []): SurveyCoding {
  const known = new Map(codes.map((code) => [JSON.stringify([code.field, code.text]), code]));
  const annotated: AnnotatedWords = (field, words) => known.get(JSON.stringify([field, words])) ?? null;
  return Object.freeze({
    // 2: own words are released in small letters without punctuation, and people's codes go before the list's
    id: "prism-survey/2",
    applies: (fields: ReadonlySet<string>) => [...replaced].every((field) => fields.has(field)),
    fields: (asked: readonly SurveyField[]) => [
      ...asked.filter((field) => !replaced.has(field.name)),
      ...derivedFields(asked),
    ],
    code: (answers: Readonly<Record<string, Answered>>) => codePrismSurvey(answers, annotated),
  });
}

export const prismSurveyCoding: SurveyCoding = createPrismSurveyCoding();

/** Released values by column, from answers by field of the survey. */
export function codePrismSurvey(
  answers: Readonly<Record<string, Answered>>,
  annotated?: AnnotatedWords,
): Readonly<Record<string, Answered>> {
  const answer = (field: string): Answered => answers[field] ?? { value: null, missing: "not-asked" };
  const kept = Object.entries(answers).filter(([field]) => !replaced.has(field));
  return {
    ...Object.fromEntries(kept),
    gender: codeGender(answer("gender"), answer("gender_text")),
    ...codeReligion(answer("religion"), answer("religion_text"), annotated),
    ...codeEthnicity(answer("ethnicity"), answer("ethnicity_text"), annotated),
    ...codeLocation(answer("birth_country"), answer("reside_country")),
  };
}

function derivedFields(asked: readonly SurveyField[]): SurveyField[] {
  const question = (name: string) => asked.find((field) => field.name === name)?.question ?? name;
  const derived = (
    name: string,
    text: string,
    values: readonly string[],
    origin: SurveyField["origin"],
  ): SurveyField => ({
    name,
    question: text,
    kind: values.length > 0 ? "choice" : "text",
    levels: values,
    minimum: null,
    maximum: null,
    origin,
  });
  const ownWords = (
    field: "religion" | "ethnicity",
    categories: readonly string[],
    simple: readonly string[],
  ) => [
    derived(`${field}.self_described`, question(field), [], "answered"),
    derived(
      `${field}.categorised`,
      `group of ${field}, from own words by annotators or a list of words`,
      categories,
      "derived",
    ),
    derived(`${field}.simplified`, `coarse group of ${field}, from the group`, simple, "derived"),
    derived(`${field}_coded_by`, `how the group of ${field} was found`, rules, "derived"),
  ];
  return [
    ...ownWords("religion", levels.religionLevels, levels.simplifiedReligionLevels),
    ...ownWords("ethnicity", levels.ethnicityLevels, levels.simplifiedEthnicityLevels),
    ...locationMembers.map((name) => {
      const from = name.includes("reside_") && !name.includes("same_") ? "reside_country" : "birth_country";
      const isAnswer = name === "location.birth_country" || name === "location.reside_country";
      return isAnswer
        ? derived(name, question(from), countryLevels(asked, from), "answered")
        : derived(name, locationQuestions[name], locationLevels[name] ?? [], "derived");
    }),
  ];
}

function countryLevels(asked: readonly SurveyField[], name: string): readonly string[] {
  return asked.find((field) => field.name === name)?.levels ?? [];
}

const locationQuestions: Readonly<Record<(typeof locationMembers)[number], string>> = {
  "location.birth_country": "country of birth",
  "location.birth_countryISO": "country of birth, ISO 3166-1 alpha-3",
  "location.birth_region": "United Nations region of the country of birth",
  "location.birth_subregion": "United Nations sub-region of the country of birth",
  "location.reside_country": "country of residence",
  "location.reside_region": "United Nations region of the country of residence",
  "location.reside_subregion": "United Nations sub-region of the country of residence",
  "location.reside_countryISO": "country of residence, ISO 3166-1 alpha-3",
  "location.same_birth_reside_country": "whether country of birth and of residence are the same",
  "location.special_region": "region of the country of birth as the release groups it",
};

const locationLevels: Readonly<Record<string, readonly string[]>> = {
  "location.birth_region": levels.regionLevels,
  "location.reside_region": levels.regionLevels,
  "location.same_birth_reside_country": levels.sameCountryLevels,
  "location.special_region": levels.specialRegionLevels,
};
