import countries from "./countries.json" with { type: "json" };

/**
 * A country as the release spells it (ISO 3166-1 short names) with its region and sub-region in the United Nations' M49
 * standard, where the whole of Latin America and the Caribbean is one sub-region. Taiwan and Kosovo, which M49 does not
 * list, stand with their neighbours; XKX is the code in common use for Kosovo, which has none in ISO 3166.
 */
export interface Country {
  /** ISO 3166-1 alpha-3. */
  readonly alpha3: string;
  readonly name: string;
  readonly region: string;
  readonly subregion: string;
}

const byName: ReadonlyMap<string, Country> = new Map(countries.map((country) => [country.name, country]));
const byCode: ReadonlyMap<string, Country> = new Map(countries.map((country) => [country.alpha3, country]));

export const allCountries: readonly Country[] = Object.freeze(countries);

/** By the release's name, `Korea, Republic of`. */
export function countryNamed(name: string): Country | undefined {
  return byName.get(name);
}

/** By ISO alpha-3 code, `KOR`. */
export function countryOf(alpha3: string): Country | undefined {
  return byCode.get(alpha3);
}
