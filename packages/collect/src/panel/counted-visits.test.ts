import { expect, it } from "vitest";
import { type PersonVisit, repeatedVisits } from "./counted-visits.ts";

const visit = (ordinal: number, differs: Partial<PersonVisit> = {}): PersonVisit => ({
  person: "a",
  ordinal,
  isCompleted: true,
  hasData: true,
  isRejected: false,
  ...differs,
});

it.each<[string, readonly PersonVisit[], readonly [number, number][]]>([
  ["two completed visits: the first counts", [visit(1), visit(4)], [[4, 1]]],
  ["two that are read in another order: the first still counts", [visit(4), visit(1)], [[4, 1]]],
  ["one was left half-way: the completed one counts", [visit(1, { isCompleted: false }), visit(2)], [[1, 2]]],
  [
    "neither was completed: the first with data counts",
    [visit(3, { isCompleted: false, hasData: false }), visit(5, { isCompleted: false })],
    [[3, 5]],
  ],
  ["the first was rejected: the second counts", [visit(1, { isRejected: true }), visit(2)], [[1, 2]]],
  ["nothing was said in either", [visit(1, { hasData: false }), visit(2, { hasData: false })], []],
  ["two people", [visit(1), visit(2, { person: "b" })], []],
])("of %s", (_what, visits, repeated) => {
  expect([...repeatedVisits(visits)]).toEqual(repeated);
});
