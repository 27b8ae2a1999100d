import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describeWith, sharedData } from "@refract/testing";
import isoCountries from "i18n-iso-countries";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { allCountries, countryNamed, countryOf } from "./countries.ts";
import { codeLocation, locationMembers } from "./location.ts";
import { specialRegion } from "./special-region.ts";

const present = (value: string) => ({ value, missing: null });

describe("special region (spec prism-collection, It works when 4)", () => {
  it.each([
    ["CAN", "Northern America"],
    ["MEX", "Latin America and the Caribbean"],
    ["ISR", "Middle East"],
    ["KOR", "Asia"],
    ["NZL", "Australia and New Zealand"],
    ["TON", "Oceania"],
    ["USA", "US"],
    ["GBR", "UK"],
    ["TUR", "Middle East"],
    ["KAZ", "Asia"],
    ["ZAF", "Africa"],
    ["IRL", "Europe"],
  ])("of %s is %s", (code, region) => {
    const country = countryOf(code);
    expect(country && specialRegion(country)).toBe(region);
  });
});

describe("the table of countries", () => {
  it("has every ISO country where people live, each once, and Kosovo", () => {
    const uninhabited = ["ATA", "ATF", "BVT", "HMD", "IOT", "SGS", "UMI"];
    const iso = Object.keys(isoCountries.getAlpha3Codes()).filter((code) => code !== "XKK");
    expect(allCountries.map((country) => country.alpha3).toSorted()).toEqual(
      [...iso.filter((code) => !uninhabited.includes(code)), "XKX"].toSorted(),
    );
    expect(new Set(allCountries.map((country) => country.name)).size).toBe(243);
  });

  it("has as many countries in each region as M49 has, Taiwan and Kosovo added", () => {
    const count = (region: string) => allCountries.filter((country) => country.region === region).length;
    // M49: Africa 60, Americas 57, Asia 50, Europe 51, Oceania 29. Nobody lives in 2 + 2 + 0 + 0 + 2 of them.
    expect(["Africa", "Americas", "Asia", "Europe", "Oceania"].map(count)).toEqual([58, 55, 51, 52, 27]);
  });

  it("spells names as the release does", () => {
    for (const name of [
      "Korea, Republic of",
      "United States",
      "United Kingdom",
      "Türkiye",
      "Côte d'Ivoire",
      "Hong Kong",
      "Viet Nam",
      "Czechia",
      "Russian Federation",
      "Tanzania, United Republic of",
      "Venezuela, Bolivarian Republic of",
    ]) {
      expect(countryNamed(name)?.name).toBe(name);
    }
  });
});

describe("location", () => {
  it("is coded from the two countries", () => {
    const location = codeLocation(present("Korea, Republic of"), present("New Zealand"));
    expect(Object.keys(location).toSorted()).toEqual([...locationMembers].toSorted());
    expect(location).toEqual({
      "location.birth_country": present("Korea, Republic of"),
      "location.birth_countryISO": present("KOR"),
      "location.birth_region": present("Asia"),
      "location.birth_subregion": present("Eastern Asia"),
      "location.reside_country": present("New Zealand"),
      "location.reside_countryISO": present("NZL"),
      "location.reside_region": present("Oceania"),
      "location.reside_subregion": present("Australia and New Zealand"),
      "location.same_birth_reside_country": present("No"),
      "location.special_region": present("Asia"),
    });
  });

  it("is Prefer not to say wherever the country is needed that somebody prefers not to say", () => {
    const location = codeLocation(present("Prefer not to say"), present("Chile"));
    expect(location["location.special_region"]).toEqual(present("Prefer not to say"));
    expect(location["location.birth_countryISO"]).toEqual(present("Prefer not to say"));
    expect(location["location.same_birth_reside_country"]).toEqual(present("Prefer not to say"));
    expect(location["location.reside_countryISO"]).toEqual(present("CHL"));
  });

  it("keeps the reason where a country is missing", () => {
    const location = codeLocation({ value: null, missing: "not-asked" }, present("Chile"));
    expect(location["location.special_region"]).toEqual({ value: null, missing: "not-asked" });
    expect(location["location.same_birth_reside_country"]).toEqual({ value: null, missing: "not-asked" });
  });
});

await describeWith(sharedData("prism"), "on the published figures", (folder) => {
  const { countries, demographics } = z
    .object({
      countries: z.record(z.string(), z.object({ born: z.int(), reside: z.int() })),
      demographics: z.object({ "location.special_region": z.record(z.string(), z.int()) }),
    })
    .parse(JSON.parse(readFileSync(join(folder, "reference", "participants.json"), "utf8")));

  it("every country of the release is known, and its people add up to the published special regions", () => {
    const totals = new Map<string, number>();
    for (const [name, { born }] of Object.entries(countries)) {
      const region = codeLocation(present(name), present(name))["location.special_region"];
      expect([name, region?.missing]).toEqual([name, null]);
      totals.set(String(region?.value), (totals.get(String(region?.value)) ?? 0) + born);
    }
    expect(Object.fromEntries(totals)).toEqual(demographics["location.special_region"]);
  });
});
