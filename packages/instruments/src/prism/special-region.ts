import type { Country } from "./countries.ts";

/**
 * The release's `special_region`, from the country of birth: the two countries with representative samples by themselves,
 * then the sub-regions that were recruited as a place of their own, then the United Nations region.
 * Source: spec prism-collection, "Stage 1", coding of own words.
 */
export function specialRegion(birth: Country): string {
  if (birth.alpha3 === "USA") return "US";
  if (birth.alpha3 === "GBR") return "UK";
  switch (birth.subregion) {
    case "Latin America and the Caribbean":
    case "Northern America":
    case "Australia and New Zealand":
      return birth.subregion;
    case "Western Asia":
      return "Middle East";
    default:
      return birth.region;
  }
}
