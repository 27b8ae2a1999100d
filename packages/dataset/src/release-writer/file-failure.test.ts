import { RefractError } from "@refract/core";
import { expect, test } from "vitest";
import { asRefractError } from "./file-failure.ts";

const failure = (code: string) => Object.assign(new Error("it broke"), { code });

test.each([
  ["ENOSPC", "storage-full", "out: the disk is full, nothing was written"],
  ["EDQUOT", "storage-full", "out: the disk is full, nothing was written"],
  ["EACCES", "not-allowed", "out: this user may not write here"],
  ["ENOENT", "not-found", "out: no such folder"],
  ["ENOTEMPTY", "conflict", "out: exists already"],
  ["EIO", "unavailable", "out: it broke"],
])("%s becomes %s", (code, expected, message) => {
  const error = asRefractError(failure(code), "out");
  expect([error.code, error.message]).toEqual([expected, message]);
});

test("an error that speaks already is left as it is", () => {
  const error = new RefractError("rejected", "no");
  expect(asRefractError(error, "out")).toBe(error);
});
