import { expect, it } from "vitest";
import { formatBytes, formatMilliseconds, formatUsd } from "./quantities.ts";

it("writes sizes, times and money with their units", () => {
  expect([812, 1400, 24_300, 3_140_000].map(formatBytes)).toEqual(["812 B", "1.4 kB", "24 kB", "3.1 MB"]);
  expect([240.4, 1840].map(formatMilliseconds)).toEqual(["240 ms", "1.8 s"]);
  expect([0, 0.0042, 12.5].map(formatUsd)).toEqual(["$0.00", "$0.0042", "$12.50"]);
});
