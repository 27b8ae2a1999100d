import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { beginRating, moveOfKey, moveRating, placeOf, scalePlaces } from "./rating.ts";

const range = { minimum: 1, maximum: 100 };

describe("a rating on a visual analogue scale", () => {
  it("has no value until the first touch", () => {
    expect(beginRating(null, false, "none")).toEqual({
      value: null,
      trace: { touched: false, firstTouchMs: null, pathLength: 0 },
    });
  });

  it("stands at 50 untouched where the study starts it there, as PRISM did", () => {
    expect(beginRating(null, false, 50)).toEqual({
      value: 50,
      trace: { touched: false, firstTouchMs: null, pathLength: 0 },
    });
  });

  it("keeps the time of the first touch and adds up the way the value went", () => {
    const first = moveRating(beginRating(null, false, "none"), { kind: "to", share: 0.5 }, range, 1200.4);
    expect(first).toEqual({ value: 51, trace: { touched: true, firstTouchMs: 1200, pathLength: 0 } });
    const up = moveRating(first, { kind: "by", steps: 10 }, range, 2000);
    const down = moveRating(up, { kind: "minimum" }, range, 3000);
    expect(down).toEqual({ value: 1, trace: { touched: true, firstTouchMs: 1200, pathLength: 70 } });
  });

  it("counts the way from a handle that stood at 50", () => {
    const moved = moveRating(beginRating(null, false, 50), { kind: "maximum" }, range, 10);
    expect(moved.trace).toEqual({ touched: true, firstTouchMs: 10, pathLength: 50 });
  });

  it("does not invent a first touch for a rating that was made on an earlier page", () => {
    const moved = moveRating(beginRating(60, true, "none"), { kind: "by", steps: 1 }, range, 99);
    expect(moved.trace.firstTouchMs).toBeNull();
  });

  it("begins in the middle when the first touch is a key", () => {
    const fromNone = beginRating(null, false, "none");
    expect(moveRating(fromNone, { kind: "by", steps: 1 }, range, 0).value).toBe(52);
    expect(moveRating(fromNone, { kind: "by", steps: -10 }, range, 0).value).toBe(41);
  });

  it("never leaves its range and is always whole", () => {
    const move = fc.oneof(
      fc.record({ kind: fc.constant("to" as const), share: fc.double({ min: -2, max: 3, noNaN: true }) }),
      fc.record({ kind: fc.constant("by" as const), steps: fc.integer({ min: -200, max: 200 }) }),
    );
    fc.assert(
      fc.property(fc.array(move, { minLength: 1 }), (moves) => {
        let rating = beginRating(null, false, "none");
        for (const next of moves) rating = moveRating(rating, next, range, 5);
        const { value } = rating;
        expect(value !== null && Number.isInteger(value) && value >= 1 && value <= 100).toBe(true);
      }),
    );
  });
});

describe("keys of a scale", () => {
  it("go by 1 and 10 and to the ends", () => {
    expect(moveOfKey("ArrowRight", "ltr")).toEqual({ kind: "by", steps: 1 });
    expect(moveOfKey("PageDown", "ltr")).toEqual({ kind: "by", steps: -10 });
    expect(moveOfKey("Home", "ltr")).toEqual({ kind: "minimum" });
    expect(moveOfKey("End", "ltr")).toEqual({ kind: "maximum" });
    expect(moveOfKey("x", "ltr")).toBeNull();
  });

  it("are mirrored from right to left, but up is always more", () => {
    expect(moveOfKey("ArrowLeft", "rtl")).toEqual({ kind: "by", steps: 1 });
    expect(moveOfKey("ArrowRight", "rtl")).toEqual({ kind: "by", steps: -1 });
    expect(moveOfKey("ArrowUp", "rtl")).toEqual({ kind: "by", steps: 1 });
  });
});

it("places in words run from end to end without a step back", () => {
  const order = Array.from({ length: 101 }, (_, step) => scalePlaces.indexOf(placeOf(step / 100)));
  expect(order).toEqual(order.toSorted((a, b) => a - b));
  expect(new Set(order).size).toBe(scalePlaces.length);
});

it.each([
  [0, "at-minimum"],
  [0.169, "near-minimum"],
  [0.17, "quarter"],
  [0.289, "quarter"],
  [0.29, "third"],
  [0.399, "third"],
  [0.4, "before-half"],
  [0.469, "before-half"],
  [0.47, "half"],
  [0.53, "half"],
  [0.531, "after-half"],
  [0.6, "after-half"],
  [0.601, "two-thirds"],
  [0.71, "two-thirds"],
  [0.711, "three-quarters"],
  [0.83, "three-quarters"],
  [0.831, "near-maximum"],
  [1, "at-maximum"],
])("a handle at %d of the line is %s", (share, place) => {
  expect(placeOf(share)).toBe(place);
});
