import { createRandom } from "@refract/stats";
import { expect, test } from "vitest";
import { balancedCount, balancedSubset } from "./balanced-subset.ts";

const types = ["unguided", "values guided", "controversy guided"];
const sizes = (conversations: readonly string[]) => {
  const kept = balancedSubset(types, conversations, createRandom("0"));
  return types.map((type) => conversations.filter((each, index) => each === type && kept[index]).length);
};

test("a person keeps the smallest count of each type", () => {
  expect(balancedCount({ a: 3, b: 1, c: 2 })).toBe(1);
  expect(balancedCount({ a: 2, b: 2, c: 2 })).toBe(2);
});

test("a person who lacks a type keeps nothing", () => {
  expect(balancedCount({ a: 3, b: 3, c: 0 })).toBe(0);
  expect(sizes(["unguided", "unguided", "values guided"])).toEqual([0, 0, 0]);
  expect(sizes([])).toEqual([0, 0, 0]);
});

test("the draw keeps equally many of every type", () => {
  const conversations = [
    "unguided",
    "values guided",
    "unguided",
    "controversy guided",
    "unguided",
    "values guided",
  ];
  expect(sizes(conversations)).toEqual([1, 1, 1]);
  expect(sizes([...types, ...types])).toEqual([2, 2, 2]);
});

test("the same seed keeps the same conversations and over many seeds every one is kept equally often", () => {
  const conversations = ["unguided", "unguided", "unguided", "values guided", "controversy guided"];
  const draw = (seed: string) => balancedSubset(types, conversations, createRandom(seed));
  expect(draw("0")).toEqual(draw("0"));
  const counts = [0, 0, 0];
  for (let seed = 0; seed < 3000; seed += 1) {
    draw(String(seed))
      .slice(0, 3)
      .forEach((kept, index) => {
        if (kept) counts[index] = (counts[index] ?? 0) + 1;
      });
  }
  // 3,000 draws of one of three: standard deviation 25.8, so 120 is well over four of them.
  for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(120);
});

test("a conversation of a type the study doesn't name is never kept", () => {
  expect(balancedSubset(["a"], ["a", "old"], createRandom("0"))).toEqual([true, false]);
});
