import { expect, test } from "vitest";
import { countryCode } from "./country-code.ts";

test.each([
  ["South_Korea", "410"],
  ["north_korea", "408"],
  ["united_states_of_america", "840"],
  ["US", "840"],
  ["UK", "826"],
  ["United Kingdom", "826"],
  ["türkiye", "792"],
  ["Turkey", "792"],
  ["Iran", "364"],
  ["Russia", "643"],
  ["Vietnam", "704"],
  ["Czech Republic", "203"],
  ["Hong Kong", "344"],
  ["Taiwan", "158"],
  ["palestinian_territories", "275"],
  ["north_macedonia", "807"],
  ["bosnia_and_herzegovina", "070"],
  ["timor-leste", "626"],
  ["syria", "760"],
  ["laos", "418"],
  ["KOR", "410"],
])("%s is %s", (level, code) => {
  expect(countryCode(level)).toBe(code);
});

test.each(["Assam", "West_Java", "Northern_Nigeria", "", "constructor", "XX", "global"])(
  "%j is no country",
  (level) => {
    expect(countryCode(level)).toBeNull();
  },
);
