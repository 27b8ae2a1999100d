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

it("a batch call that is asked again stands behind people all the same", () => {
  const line = new WaitingLine();
  const again = { place: { payer: "run", kind: "batch", isReplacement: true } } as const;
  const person = { place: { payer: "study", kind: "live" } } as const;
  line.add(again, false);
  line.add(person, false);
  expect([line.take(wide), line.take(wide)]).toEqual([[person], [again]]);
});

it("batch calls wait for room of their own while a person's call goes", () => {
  const line = new WaitingLine();
  const batch = { place: { payer: "run", kind: "batch" } } as const;
  line.add(batch, false);
  expect(line.take({ ...wide, freeForBatch: 0 })).toEqual([]);
  expect(line.take({ ...wide, free: 0 })).toEqual([]);
  expect(line.take({ ...wide, free: 1, freeForBatch: 1 })).toEqual([batch]);
});
