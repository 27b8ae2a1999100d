import type { Answered } from "@refract/core";
import { type Country, countryNamed } from "./countries.ts";
import { specialRegion } from "./special-region.ts";

const preferNotToSay = "Prefer not to say";

/**
 * The members of the release's `location`, from the two countries people chose. Somebody who prefers not to say has that
 * in every member that would need the country, as in the release.
 */
export function codeLocation(birth: Answered, reside: Answered): Readonly<Record<string, Answered>> {
  const same = compare(birth, reside);
  return {
    ...countryMembers("birth", birth),
    ...countryMembers("reside", reside),
    "location.same_birth_reside_country": same,
    "location.special_region": member(birth, specialRegion),
  };
}

/** Names of the members in the release's order. */
export const locationMembers = [
  "location.birth_country",
  "location.birth_countryISO",
  "location.birth_region",
  "location.birth_subregion",
  "location.reside_country",
  "location.reside_region",
  "location.reside_subregion",
  "location.reside_countryISO",
  "location.same_birth_reside_country",
  "location.special_region",
] as const;

function countryMembers(which: "birth" | "reside", country: Answered): Record<string, Answered> {
  return {
    [`location.${which}_country`]: country,
    [`location.${which}_countryISO`]: member(country, ({ alpha3 }) => alpha3),
    [`location.${which}_region`]: member(country, ({ region }) => region),
    [`location.${which}_subregion`]: member(country, ({ subregion }) => subregion),
  };
}

function member(country: Answered, derive: (country: Country) => string): Answered {
  if (country.missing !== null) return country;
  if (country.value === preferNotToSay) return { value: preferNotToSay, missing: null };
  const known = typeof country.value === "string" ? countryNamed(country.value) : undefined;
  return known === undefined ? { value: null, missing: "unparsed" } : { value: derive(known), missing: null };
}

function compare(birth: Answered, reside: Answered): Answered {
  if (birth.missing !== null) return birth;
  if (reside.missing !== null) return reside;
  if (birth.value === preferNotToSay || reside.value === preferNotToSay) {
    return { value: preferNotToSay, missing: null };
  }
  return { value: birth.value === reside.value ? "Yes" : "No", missing: null };
}
