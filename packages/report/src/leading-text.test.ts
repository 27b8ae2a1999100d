import { expect, test } from "vitest";
import { leadingText } from "./leading-text.ts";

const ranked = (...ends: readonly (readonly [number | null, number | null])[]) =>
  ends.map(([lower, upper], place) => ({ name: "abcdefgh"[place] ?? "", lower, upper }));

test.each([
  [ranked([0.6, 0.8]), true, null],
  [
    ranked([0.6, 0.8], [0.3, 0.5]),
    true,
    "a comes first of 2 by share won; its 95 % interval overlaps with no other.",
  ],
  [
    ranked([0.6, 0.8], [0.5, 0.6], [0.1, 0.2]),
    true,
    "a comes first of 3 by share won, but its 95 % interval overlaps with that of b: which is best is not settled.",
  ],
  [
    ranked([0.4, 0.8], [0.4, 0.7], [0.3, 0.6], [0.3, 0.6], [0.2, 0.5], [0.1, 0.2]),
    true,
    "a comes first of 6 by share won, but its 95 % interval overlaps with those of b, c, d and 1 more: which is best is not settled.",
  ],
  // errors: less is better
  [
    ranked([0.1, 0.2], [0.2, 0.4]),
    false,
    "a comes first of 2 by share won, but its 95 % interval overlaps with that of b: which is best is not settled.",
  ],
  [
    ranked([0.1, 0.2], [0.3, 0.4]),
    false,
    "a comes first of 2 by share won; its 95 % interval overlaps with no other.",
  ],
  [
    ranked([0.6, 0.8], [null, null]),
    true,
    "a comes first of 2 by share won; not every one has an interval, so it is not known how surely.",
  ],
])("%j, more is better %j: %s", (list, higher, text) => {
  expect(leadingText("share won", list, higher)).toBe(text);
});
