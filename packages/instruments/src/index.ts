import type { SurveyCoding } from "@refract/collect";
import type { OwnWordCode } from "@refract/dataset";
import { createPrismSurveyCoding, prismSurveyCoding } from "./prism/survey-coding.ts";

/** Every survey coding that comes with Refract: an explicit list. The first that applies to a study's fields is used. */
export const codings: readonly SurveyCoding[] = Object.freeze([prismSurveyCoding]);

/** The same, with what annotators said of own words. */
export function codingsWith(ownWords: readonly OwnWordCode[]): readonly SurveyCoding[] {
  return Object.freeze([createPrismSurveyCoding(ownWords)]);
}

export { instrumentDatasets } from "./instrument-datasets.ts";
export { instruments } from "./instruments.ts";
export { allCountries, type Country, countryNamed, countryOf } from "./prism/countries.ts";
export { codeEthnicityText, codeReligionText } from "./prism/own-words.ts";
export { specialRegion } from "./prism/special-region.ts";
export { codePrismSurvey, prismSurveyCoding } from "./prism/survey-coding.ts";
export type { Coder, CodingRule, WordCode } from "./prism/word-coding.ts";
export type { StudyTemplate } from "./study-template.ts";
export { readTemplate, templates } from "./template.ts";
