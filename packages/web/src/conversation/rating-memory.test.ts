import { expect, test } from "vitest";
import { sinceShown } from "./rating-memory.ts";

test("somebody who comes back to an answer after weeks gives a time that the server takes", () => {
  expect(sinceShown(1000, 4500)).toBe(3500);
  expect(sinceShown(0, 30 * 24 * 3_600_000)).toBe(1e9);
});
