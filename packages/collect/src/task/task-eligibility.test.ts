import type { Answered } from "@refract/core";
import { expect, test } from "vitest";
import { taskConfigSchema } from "./task-config.ts";
import { isEligible } from "./task-state.ts";

const stage = (eligible: readonly object[]) =>
  taskConfigSchema.parse({
    id: "t",
    type: "task",
    items: [{ id: "a", question: "A?", format: { kind: "true-false" } }],
    eligible,
  });
const said = (value: Answered["value"]): Answered => ({ value, missing: null });

test.each([
  ["a text", "Kenya", ["Peru", "Kenya"]],
  ["a number that the study writes as a text", 18, ["18"]],
  ["a text that the study writes as a number", "18", [18]],
  ["a choice of several, which is 1 when it was chosen", 1, [1]],
  ["yes", true, [true]],
])("%s lets in", (_, value, oneOf) => {
  expect(isEligible(stage([{ field: "f", oneOf }]), { f: said(value) })).toBe(true);
});

test("another answer, none, and a refusal let nobody in, and every rule counts", () => {
  const config = stage([
    { field: "f", oneOf: ["yes", "null"] },
    { field: "g", oneOf: [1] },
  ]);
  expect(isEligible(config, { f: said("yes"), g: said(1) })).toBe(true);
  expect(isEligible(config, { f: said("yes"), g: said(0) })).toBe(false);
  expect(isEligible(config, { f: said("yes") })).toBe(false);
  expect(isEligible(config, { f: { value: null, missing: "prefer-not-to-say" }, g: said(1) })).toBe(false);
});
