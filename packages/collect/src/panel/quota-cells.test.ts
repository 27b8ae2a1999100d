import { expect, it } from "vitest";
import { entryProfile, quotaCells } from "./quota-cells.ts";

const quotas = [
  { field: "gender", people: { Male: 150, Female: 150 }, where: [{ field: "study_locale", oneOf: ["GB"] }] },
  { field: "study_locale", people: { GB: 300, US: 0 }, where: [] },
];
const gender = (value: string) => ({ gender: { value, missing: null } });
const from = (locale: string | null, studyLocale?: string) =>
  entryProfile({ dataset: { licence: "x", modelTextLicence: "y", studyLocale } }, { study: null, locale });

it("puts people into the cells that their answers and their link decide, and into none before", () => {
  expect(quotaCells({ quotas }, from("GB"))).toEqual([{ name: "study_locale=GB", people: 300 }]);
  expect(quotaCells({ quotas }, { ...from("GB"), ...gender("Male") })).toEqual([
    { name: "gender=Male, study_locale=GB", people: 150 },
    { name: "study_locale=GB", people: 300 },
  ]);
  expect(quotaCells({ quotas }, { ...from("US"), ...gender("Male") })).toEqual([
    { name: "study_locale=US", people: 0 },
  ]);
});

it("limits no level that is not named, and nobody who did not say", () => {
  expect(quotaCells({ quotas }, { ...from(null), ...gender("Non-binary") })).toEqual([]);
  const silent = { gender: { value: null, missing: "prefer-not-to-say" as const } };
  expect(quotaCells({ quotas }, { ...from("GB"), ...silent }).map(({ name }) => name)).toEqual([
    "study_locale=GB",
  ]);
});

it("takes the study's own locale where the link names none", () => {
  expect(quotaCells({ quotas }, from(null, "GB"))).toEqual([{ name: "study_locale=GB", people: 300 }]);
});
