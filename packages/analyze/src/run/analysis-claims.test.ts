import { expect, test } from "vitest";
import { createClaims, takeAll, takeFirst, takeLast, takenBy } from "./analysis-claims.ts";

test("each analysis is taken once, from either end, and it is known by whom", () => {
  const claims = createClaims(["longest", "long", "short", "shortest"]);
  // what a thread is sent shares its memory
  const sent = structuredClone(claims);
  expect(takeFirst(claims, 1)).toBe("longest");
  expect(takeFirst(sent, 2)).toBe("long");
  expect(takeLast(claims, 3)).toBe("shortest");
  expect(takeFirst(sent, 1)).toBe("short");
  expect([takeFirst(claims, 1), takeLast(sent, 3)]).toEqual([null, null]);
  expect([1, 2, 3].map((taker) => takenBy(claims, taker))).toEqual([
    ["longest", "short"],
    ["long"],
    ["shortest"],
  ]);
});

test("nothing is begun after all were taken at once, and what was begun keeps its taker", () => {
  const claims = createClaims(["one", "two"]);
  takeFirst(claims, 1);
  takeAll(claims);
  expect([takeFirst(claims, 2), takeLast(claims, 3)]).toEqual([null, null]);
  expect(takenBy(claims, 1)).toEqual(["one"]);
});
