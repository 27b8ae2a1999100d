import countries from "i18n-iso-countries";

/** Names that benchmarks use and ISO's lists don't have. */
const alsoNamed: Readonly<Record<string, string>> = Object.freeze({
  uk: "GB",
  us: "US",
  "palestinian territories": "PS",
  "bosnia herzegovina": "BA",
  syria: "SY",
  laos: "LA",
});

/**
 * ISO 3166 numeric code, three digits, of a country as a benchmark names it: `South_Korea`, `united_states_of_america`,
 * `Türkiye`, `KR` or `KOR`. Null for what is no country, such as a part of one.
 */
export function countryCode(level: string): string | null {
  const name = level.replaceAll("_", " ").trim();
  const code =
    countries.getAlpha2Code(name, "en") ??
    alsoNamed[name.toLowerCase()] ??
    (/^[A-Z]{2,3}$/.test(name) && countries.isValid(name) ? name : undefined);
  return code === undefined ? null : (countries.alpha2ToNumeric(alpha2Of(code)) ?? null);
}

function alpha2Of(code: string): string {
  return code.length === 3 ? (countries.alpha3ToAlpha2(code) ?? code) : code;
}
