import { expect, test } from "vitest";
import { createWordSequence } from "./word-sequence.ts";

test.each([0, 1, 2])(
  "numbers of all sizes come back in their order, %i of them twice between windows",
  (overlap) => {
    const numbers = Array.from({ length: 400_000 }, (_, place) =>
      place % 7 === 0 ? 2 ** (place % 32) : place % 130,
    );
    const sequence = createWordSequence();
    for (const number of numbers) sequence.add(number);
    const found: number[] = [];
    let windows = 0;
    for (const window of sequence.windows(overlap)) {
      const own = [...window];
      if (windows > 0 && overlap > 0) expect(own.slice(0, overlap)).toEqual(found.slice(-overlap));
      found.push(...own.slice(windows > 0 ? overlap : 0));
      windows += 1;
    }
    expect(windows).toBeGreaterThan(5);
    expect(found).toEqual(numbers);
  },
);

test("an empty sequence has no numbers", () => {
  expect([...createWordSequence().windows(2)].flatMap((window) => [...window])).toEqual([]);
});
