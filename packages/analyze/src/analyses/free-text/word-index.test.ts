import { expect, test } from "vitest";
import { createWordIndex, emptyHash, nextHash } from "./word-index.ts";

const encoder = new TextEncoder();

function idIn(index: ReturnType<typeof createWordIndex>, word: string): number {
  // a word stands inside a text
  const text = encoder.encode(`<${word}>`);
  const hash = text.subarray(1, -1).reduce(nextHash, emptyHash);
  return index.idOf(text, 1, text.length - 1, hash);
}

test("each word has one number, in the order in which they came, however many there are", () => {
  const words = Array.from({ length: 20_000 }, (_, place) => `w${place % 2 ? "ö" : "界"}${place}`);
  const index = createWordIndex();
  const order = ["", "a", "b", ...words];
  for (const [place, word] of order.entries()) expect(idIn(index, word)).toBe(place);
  for (const [place, word] of order.entries()) expect(idIn(index, word)).toBe(place);
  expect(index.size).toBe(order.length);
  expect(order.map((_, place) => index.wordOf(place))).toEqual(order);
});

test("words of the same hash are two words", () => {
  const index = createWordIndex();
  const text = encoder.encode("ab ac");
  expect([index.idOf(text, 0, 2, 5), index.idOf(text, 3, 5, 5), index.idOf(text, 0, 2, 5)]).toEqual([
    0, 1, 0,
  ]);
});

test("a byte-order mark is part of its word", () => {
  const index = createWordIndex();
  idIn(index, "\u{feff}a");
  expect(index.wordOf(0)).toBe("\u{feff}a");
});
