import { type CountryCode, findPhoneNumbersInText, isSupportedCountry } from "libphonenumber-js";
import { LinkifyIt } from "linkify-it";
import validator from "validator";
import { type PersonalDataKind, personalDataKinds } from "./detector.ts";

const links = new LinkifyIt({ fuzzyLink: false, fuzzyEmail: true, fuzzyIP: false });

/**
 * Kinds of personal data that stand in a text, in the order of `personalDataKinds`.
 *
 * @param phoneCountries ISO 3166 alpha-2 codes; those without a way of writing numbers count for nothing
 */
export function findPersonalData(
  text: string,
  phoneCountries: readonly string[],
): readonly PersonalDataKind[] {
  const countries = phoneCountries.filter(isCountry);
  const found = new Set<PersonalDataKind>();
  if (/[@:]/.test(text)) {
    for (const link of links.match(text) ?? []) {
      found.add(link.schema === "mailto:" ? "email" : "url");
    }
  }
  if (/\bwww\.\S+\.\S/i.test(text)) found.add("url");
  const digits = text.match(/\d/g)?.length ?? 0;
  if (digits >= 4 && hasIpAddress(text)) found.add("ip-address");
  if (digits >= 12 && hasCardNumber(text)) found.add("credit-card");
  if (digits >= 8 && hasAccountNumber(text)) found.add("iban");
  if (digits >= 7 && !found.has("credit-card") && !found.has("iban") && hasPhoneNumber(text, countries)) {
    found.add("phone");
  }
  return personalDataKinds.filter((kind) => found.has(kind));
}

function hasIpAddress(text: string): boolean {
  const candidates =
    text.match(/(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|[\da-f]{0,4}(?::[\da-f]{0,4}){3,7})(?![\w:]|\.\d)/gi) ??
    [];
  return candidates.some((candidate) => validator.isIP(candidate));
}

function hasCardNumber(text: string): boolean {
  const candidates = text.match(/(?<![\d+])\d(?:[ -]?\d){12,18}(?!\d)/g) ?? [];
  return candidates.some((candidate) => validator.isCreditCard(candidate));
}

function hasAccountNumber(text: string): boolean {
  const candidates = text.match(/\b[A-Z]{2}\d{2}(?: ?[A-Z\d]){11,30}/g) ?? [];
  // The greedy candidate may have swallowed the next word: every shorter one at a blank counts too.
  return candidates.some((candidate) => {
    const parts = candidate.split(" ");
    return parts.some((_, index) => validator.isIBAN(parts.slice(0, index + 1).join("")));
  });
}

function hasPhoneNumber(text: string, countries: readonly CountryCode[]): boolean {
  if (text.includes("+") && findPhoneNumbersInText(text).length > 0) return true;
  return countries.some((country) => findPhoneNumbersInText(text, country).length > 0);
}

function isCountry(code: string): code is CountryCode {
  return isSupportedCountry(code);
}
