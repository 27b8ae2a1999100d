import { levels, type SurveyRecord, statedAttributeKeys, useCaseKeys } from "@refract/dataset";
import type { Random } from "@refract/stats";
import { madeText } from "./made-texts.ts";

const places = [
  ["United States", "USA", "Americas", "Northern America", "US"],
  ["United Kingdom", "GBR", "Europe", "Northern Europe", "UK"],
  ["Mexico", "MEX", "Americas", "Latin America and the Caribbean", "Latin America and the Caribbean"],
  ["Canada", "CAN", "Americas", "Northern America", "Northern America"],
  ["Israel", "ISR", "Asia", "Western Asia", "Middle East"],
  ["Japan", "JPN", "Asia", "Eastern Asia", "Asia"],
  ["New Zealand", "NZL", "Oceania", "Australia and New Zealand", "Australia and New Zealand"],
  ["Tonga", "TON", "Oceania", "Polynesia", "Oceania"],
  ["South Africa", "ZAF", "Africa", "Sub-Saharan Africa", "Africa"],
  ["Prefer not to say", "Prefer not to say", "Prefer not to say", "Prefer not to say", "Prefer not to say"],
] as const;

const ethnicities = [
  ["White", "White"],
  ["Black / African", "Black"],
  ["Hispanic / Latino", "Hispanic"],
  ["Asian", "Asian"],
  ["Mixed", "Mixed"],
  ["Middle Eastern / Arab", "Other"],
  ["Prefer not to say", "Prefer not to say"],
] as const;

const religions = [
  ["Non-religious", "No Affiliation"],
  ["Agnostic", "No Affiliation"],
  ["Christian", "Christian"],
  ["Jewish", "Jewish"],
  ["Muslim", "Muslim"],
  ["Hindu", "Other"],
  ["Prefer not to say", "Prefer not to say"],
] as const;

/** One made row of `survey.jsonl` that keeps to the release's survey logic. */
export function madeSurvey(
  random: Random,
  userId: string,
  conversations: number,
  inBalancedSubset: boolean,
): SurveyRecord {
  const indirect = random.pick(levels.useLevels);
  const direct = random.pick(levels.useLevels);
  const shown = indirect === "Yes" || direct === "Yes";
  const seconds = 160 + random.integer(5000);
  const [birth, reside] = [random.pick(places), random.pick(places)];
  const ethnicity = random.pick(ethnicities);
  const religion = random.pick(religions);
  const useCase = () => (shown ? (random.chance(0.3) ? 1 : 0) : null);
  const hidden = birth[1] === levels.preferNotToSay || reside[1] === levels.preferNotToSay;
  return {
    user_id: userId,
    survey_only: conversations === 0,
    num_completed_conversations: conversations,
    timing_duration_s: seconds,
    timing_duration_mins: Math.round((seconds / 60) * 100) / 100,
    generated_datetime: madeDatetime(random),
    consent: levels.consentLevels[0],
    consent_age: levels.consentAgeLevels[0],
    lm_familiarity: random.pick(levels.familiarityLevels),
    lm_indirect_use: indirect,
    lm_direct_use: direct,
    lm_frequency_use: shown ? random.pick(levels.frequencyLevels) : null,
    self_description: madeText(random, 200),
    system_string: madeText(random, 220),
    age: random.pick(levels.ageLevels),
    gender: random.pick(levels.genderLevels),
    employment_status: random.pick(levels.employmentLevels),
    education: random.pick(levels.educationLevels),
    marital_status: random.pick(levels.maritalLevels),
    english_proficiency: random.pick(levels.englishLevels),
    study_id: "made",
    study_locale: "nowhere",
    religion: { self_described: "made", categorised: religion[0], simplified: religion[1] },
    ethnicity: { self_described: "made", categorised: ethnicity[0], simplified: ethnicity[1] },
    location: {
      birth_country: birth[0],
      birth_countryISO: birth[1],
      birth_region: birth[2],
      birth_subregion: birth[3],
      reside_country: reside[0],
      reside_region: reside[2],
      reside_subregion: reside[3],
      reside_countryISO: reside[1],
      same_birth_reside_country: hidden ? levels.preferNotToSay : birth[1] === reside[1] ? "Yes" : "No",
      special_region: birth[4],
    },
    lm_usecases: { ...valuesOf(useCaseKeys, useCase), other: useCase(), other_text: null },
    stated_prefs: {
      ...valuesOf(statedAttributeKeys, () => random.integer(101)),
      other: 50,
      other_text: random.chance(0.2) ? "made" : null,
    },
    order_lm_usecases: shown
      ? madeOrder(random, useCaseKeys)
      : { ...valuesOf(useCaseKeys, () => null), other: null },
    order_stated_prefs: madeOrder(random, statedAttributeKeys),
    included_in_US_REP: birth[1] === "USA",
    included_in_UK_REP: birth[1] === "GBR",
    included_in_balanced_subset: inBalancedSubset,
  };
}

export function madeDatetime(random: Random): string {
  const day = 22 + random.integer(8);
  const two = (value: number) => String(value).padStart(2, "0");
  return `2023-11-${day} ${two(random.integer(24))}:${two(random.integer(60))}:${two(random.integer(60))}`;
}

function madeOrder<Key extends string>(random: Random, keys: readonly Key[]): Record<Key | "other", number> {
  const order = random.shuffle(keys.map((_, index) => index + 1));
  let next = 0;
  return { ...valuesOf(keys, () => order[next++] ?? 0), other: keys.length + 1 };
}

export function valuesOf<Key extends string, Value>(
  keys: readonly Key[],
  value: () => Value,
): Record<Key, Value> {
  // Object.fromEntries forgets the key type; the keys are the given ones.
  return Object.fromEntries(keys.map((key) => [key, value()])) as Record<Key, Value>;
}
