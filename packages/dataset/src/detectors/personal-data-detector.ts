import packageJson from "../../package.json" with { type: "json" };
import type { Detector, PersonalDataFinding } from "./detector.ts";

/**
 * Personal data that have a form of their own: e-mail addresses, web addresses with a scheme or www, telephone numbers,
 * card and account numbers with a right check digit, network addresses. Names and places are not found; a person has to
 * read for those.
 *
 * @param options.phoneCountries ISO 3166 alpha-2 codes whose national way of writing numbers counts, besides +… numbers.
 */
export function createPersonalDataDetector(
  options: { readonly phoneCountries?: readonly string[] } = {},
): Detector<PersonalDataFinding> {
  const countries = options.phoneCountries ?? ["US", "GB"];
  const { dependencies } = packageJson;
  return {
    id: "personal-data:patterns",
    version: `libphonenumber-js ${dependencies["libphonenumber-js"]}, linkify-it ${dependencies["linkify-it"]}, validator ${dependencies.validator}`,
    detect: async (texts) => {
      // their tables of countries take longer to load than the rest of this package: only where something is looked for
      const { findPersonalData } = await import("./find-personal-data.ts");
      return texts.map((text) => ({ finding: { kinds: findPersonalData(text, countries) }, missing: null }));
    },
  };
}
