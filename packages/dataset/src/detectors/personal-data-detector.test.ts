import { expect, test } from "vitest";
import { createPersonalDataDetector } from "./personal-data-detector.ts";

const kinds = async (text: string, phoneCountries?: readonly string[]) => {
  const detector = createPersonalDataDetector(phoneCountries === undefined ? {} : { phoneCountries });
  return (await detector.detect([text]))[0]?.finding?.kinds;
};

test.each([
  ["Write to jo.doe+x@example.org please", ["email"]],
  ["See https://example.org/me or www.example.com", ["url"]],
  ["Call me: +44 20 7946 0018", ["phone"]],
  ["my number is (415) 555-2671", ["phone"]],
  ["card 4111 1111 1111 1111", ["credit-card"]],
  ["pay to GB82 WEST 1234 5698 7654 32 today", ["iban"]],
  ["the server is 192.168.10.20", ["ip-address"]],
  ["the server is 2001:db8:0:0:1:0:0:1", ["ip-address"]],
  ["mail a@example.org or http://example.org", ["email", "url"]],
])("%j holds %j", async (text, expected) => {
  expect(await kinds(text)).toEqual(expected);
});

test.each([
  "I was born in 1984 and moved in 2001.",
  "The ratio is 12:30:45, the price 1,234,567.89",
  "card 4111 1111 1111 1112", // wrong check digit
  "version 1.2.3 of 300.400.500.600",
  "Twelve @ five, see a://b",
  "",
])("%j holds nothing", async (text) => {
  expect(await kinds(text)).toEqual([]);
});

test("national numbers count in the countries asked for only", async () => {
  expect(await kinds("Ruf an: 030 901820", ["DE"])).toEqual(["phone"]);
  expect(await kinds("Ruf an: 030 901820", [])).toEqual([]);
});

test("a very long text without a break is looked through at once", async () => {
  const started = performance.now();
  await kinds("1 ".repeat(20_000) + "a".repeat(100_000) + "@".repeat(1000) + ":".repeat(20_000));
  expect(performance.now() - started).toBeLessThan(5_000);
});
