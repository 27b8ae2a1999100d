import { expect, it } from "vitest";
import { WaitingLine } from "./waiting-line.ts";

const wide = { free: 9, capacity: 9, freeForBatch: 9 };

it("a turn that everybody has left stands in nobody's way", () => {
  const line = new WaitingLine();
  const anna = { place: { payer: "study", kind: "live", turn: "anna" } } as const;
  const ben = { place: { payer: "study", kind: "live", turn: "ben" } } as const;
  line.add(anna, false);
  line.add(ben, false);
  line.remove(anna);
  expect([line.size, [...line.all()]]).toEqual([1, [ben]]);
  expect(line.take(wide)).toEqual([ben]);
  expect([line.size, line.take(wide)]).toEqual([0, []]);
});
