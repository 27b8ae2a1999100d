import { expect, it } from "vitest";
import { longestText } from "./longest-text.ts";

it("a reply may be as long as its tokens can be, and of any length without a limit", () => {
  expect([16, 500, 4000].map(longestText)).toEqual([1512, 17_000, 129_000]);
  expect(longestText(undefined)).toBe(Number.POSITIVE_INFINITY);
});
