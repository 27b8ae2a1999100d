import { expect, test } from "vitest";
import { errorCodes, messageOf, RefractError } from "./refract-error.ts";

test("an error has a code, a message, a cause, and a sentence for participants only where one is given", () => {
  const cause = new Error("disk");
  const error = new RefractError("storage-full", "the disk is full", { cause, userMessage: "try-later" });
  expect(error).toBeInstanceOf(Error);
  expect(error.name).toBe("RefractError");
  expect(error.code).toBe("storage-full");
  expect(error.message).toBe("the disk is full");
  expect(error.userMessage).toBe("try-later");
  expect(error.cause).toBe(cause);

  const plain = new RefractError("not-found", "no such study");
  expect(plain.userMessage).toBeUndefined();
  expect("cause" in plain).toBe(false);
});

test("the list of codes is closed, and no code stands in it twice", () => {
  expect(errorCodes).toEqual([
    "invalid-input",
    "not-found",
    "not-allowed",
    "conflict",
    "rejected",
    "missing-key",
    "model-failed",
    "budget-reached",
    "newer-schema",
    "storage-full",
    "unavailable",
  ]);
});

test("anything that is thrown has a message", () => {
  expect(messageOf(new RefractError("conflict", "somebody was first"))).toBe("somebody was first");
  expect(messageOf("plain text")).toBe("plain text");
  expect(messageOf(undefined)).toBe("undefined");
  expect(messageOf({ toString: () => "an object" })).toBe("an object");
});
