import { statedAttributeKeys, useCaseKeys } from "../prism-release/keys.ts";
import { preferNotToSay } from "../prism-release/levels.ts";
import type { ReleaseForm } from "../prism-release/release-form.ts";
import type { SurveyRecord } from "../prism-release/survey-record.ts";

export interface SurveyFinding {
  readonly field: string;
  readonly value: unknown;
  readonly expectation: string;
}

/**
 * What a survey row says about itself that can't be: use cases without the question (spec prism-collection, stage 1.3),
 * display orders that are no order, coded values that contradict what they were coded from.
 */
export function surveyFindings(record: SurveyRecord, form: ReleaseForm): SurveyFinding[] {
  return [
    ...useCaseFindings(record, form),
    ...orderFindings("order_lm_usecases", record.order_lm_usecases, useCaseKeys),
    ...orderFindings("order_stated_prefs", record.order_stated_prefs, statedAttributeKeys),
    ...codedFindings(record),
    ...timingFindings(record),
  ];
}

/** Frequency and use cases are asked only after a Yes to direct or indirect use; not asked is null, never 0. */
function useCaseFindings(record: SurveyRecord, form: ReleaseForm): SurveyFinding[] {
  const uses = [record.lm_indirect_use, record.lm_direct_use];
  if (form === "study" && uses.some((use) => use === null)) return [];
  const shown = uses.includes("Yes");
  const findings: SurveyFinding[] = [];
  const check = (field: string, value: unknown) => {
    if (shown ? form === "published" && value === null : value !== null) {
      const expectation = shown
        ? "a value, since direct or indirect use is Yes"
        : "null, since neither direct nor indirect use is Yes";
      findings.push({ field, value, expectation });
    }
  };
  check("lm_frequency_use", record.lm_frequency_use);
  for (const key of [...useCaseKeys, "other"] as const) {
    check(`lm_usecases.${key}`, record.lm_usecases[key]);
    check(`order_lm_usecases.${key}`, record.order_lm_usecases[key]);
  }
  if (!shown) check("lm_usecases.other_text", record.lm_usecases.other_text);
  return findings;
}

/** Places 1..n in some order, Other last; or all null. */
function orderFindings<Key extends string>(
  field: string,
  order: Readonly<Record<Key | "other", number | null>>,
  keys: readonly Key[],
): SurveyFinding[] {
  const places = keys.map((key) => order[key]);
  if (order.other === null && places.every((place) => place === null)) return [];
  const findings: SurveyFinding[] = [];
  const last = keys.length + 1;
  if (order.other !== last)
    findings.push({
      field: `${field}.other`,
      value: order.other,
      expectation: `${last}, since Other is shown last`,
    });
  const seen = new Set<number>();
  keys.forEach((key) => {
    const place = order[key];
    if (place === null || place > keys.length || seen.has(place))
      findings.push({
        field: `${field}.${key}`,
        value: place,
        expectation: `a place from 1 to ${keys.length} that no other has`,
      });
    else seen.add(place);
  });
  return findings;
}

const simplifiedEthnicity: Readonly<Record<string, string>> = {
  White: "White",
  "Black / African": "Black",
  "Hispanic / Latino": "Hispanic",
  Asian: "Asian",
  Mixed: "Mixed",
  "Middle Eastern / Arab": "Other",
  "Indigenous / First Peoples": "Other",
  Other: "Other",
  [preferNotToSay]: preferNotToSay,
};

const simplifiedReligion: Readonly<Record<string, string>> = {
  "Non-religious": "No Affiliation",
  Agnostic: "No Affiliation",
  Spiritual: "No Affiliation",
  Christian: "Christian",
  Jewish: "Jewish",
  Muslim: "Muslim",
  Hindu: "Other",
  Sikh: "Other",
  Buddhist: "Other",
  "Folk religion": "Other",
  Other: "Other",
  [preferNotToSay]: preferNotToSay,
};

function codedFindings(record: SurveyRecord): SurveyFinding[] {
  const { location } = record;
  const checks: readonly (readonly [string, string | null, string | undefined])[] = [
    [
      "ethnicity.simplified",
      record.ethnicity.simplified,
      simplifiedEthnicity[record.ethnicity.categorised ?? ""],
    ],
    [
      "religion.simplified",
      record.religion.simplified,
      simplifiedReligion[record.religion.categorised ?? ""],
    ],
    ["location.special_region", location.special_region, specialRegion(location)],
    ["location.same_birth_reside_country", location.same_birth_reside_country, sameCountry(location)],
  ];
  return checks.flatMap(([field, value, expected]) =>
    expected === undefined || value === null || value === expected
      ? []
      : [{ field, value, expectation: `"${expected}", as the fields it is coded from say` }],
  );
}

type Location = SurveyRecord["location"];

/** The region used for groups, from the country of birth; undefined where the birth fields don't say. */
function specialRegion(location: Location): string | undefined {
  const { birth_countryISO: code, birth_subregion: subregion, birth_region: region } = location;
  if (code === null || region === null) return undefined;
  if (code === "USA") return "US";
  if (code === "GBR") return "UK";
  if (code === "MEX" || subregion === "Latin America and the Caribbean")
    return "Latin America and the Caribbean";
  if (subregion === "Northern America" || subregion === "Australia and New Zealand") return subregion;
  return subregion === "Western Asia" ? "Middle East" : region;
}

function sameCountry(location: Location): string | undefined {
  const { birth_countryISO: birth, reside_countryISO: reside } = location;
  if (birth === null || reside === null) return undefined;
  if (birth === preferNotToSay || reside === preferNotToSay) return preferNotToSay;
  return birth === reside ? "Yes" : "No";
}

function timingFindings(record: SurveyRecord): SurveyFinding[] {
  return minutesFinding(record.timing_duration_s, record.timing_duration_mins);
}

/** Minutes are the seconds divided by 60, rounded or not. */
export function minutesFinding(seconds: number | null, minutes: number | null): SurveyFinding[] {
  if (seconds === null || minutes === null || Math.abs(seconds / 60 - minutes) <= 0.011) return [];
  return [
    {
      field: "timing_duration_mins",
      value: minutes,
      expectation: `${(seconds / 60).toFixed(2)}, the duration of ${seconds} seconds in minutes`,
    },
  ];
}
