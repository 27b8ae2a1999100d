import { expect, it } from "vitest";
import { isLong } from "./long-answers.ts";
import { slotsToGo } from "./use-going-answers.ts";

const slots = ["A", "B", "C", "D"].map((label) => ({ id: `slot-${label}`, label }));

it("what was not kept goes from the last to the first, and what was kept stays", () => {
  const responses = slots.map(({ label }) => ({ label, chosen: label === "B" }));
  expect(slotsToGo(slots, responses)).toEqual(["slot-D", "slot-C", "slot-A"]);
  expect(slotsToGo(slots, [])).toEqual(["slot-D", "slot-C", "slot-B", "slot-A"]);
});

it("texts are long together", () => {
  expect(isLong(["a".repeat(4000), "b".repeat(4000)])).toBe(false);
  expect(isLong(["a".repeat(4000), "b".repeat(4001)])).toBe(true);
});
