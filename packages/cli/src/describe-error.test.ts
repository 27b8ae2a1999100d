import { errorCodes, RefractError } from "@refract/core";
import { expect, test } from "vitest";
import { describeError } from "./describe-error.ts";

test("every code of an error has its exit code: 1 failed, 2 bad usage or input, 3 stopped by a cap", () => {
  const exitCodes = errorCodes.map((code) => [code, describeError(new RefractError(code, "…")).exitCode]);
  expect(exitCodes).toEqual([
    ["invalid-input", 2],
    ["not-found", 2],
    ["not-allowed", 1],
    ["conflict", 1],
    ["rejected", 1],
    ["missing-key", 2],
    ["model-failed", 1],
    ["budget-reached", 3],
    ["newer-schema", 1],
    ["storage-full", 1],
    ["unavailable", 1],
  ]);
});

test("what nobody foresaw is a failure with its own message", () => {
  expect(describeError(new TypeError("x is not a function"))).toEqual({
    exitCode: 1,
    code: "internal",
    message: "x is not a function",
  });
});
