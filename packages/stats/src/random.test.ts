import { expect, test } from "vitest";
import { createRandom, deriveSeed, seedDigest } from "./index.ts";

test("the same seed gives the same draws and another seed others", () => {
  const draw = (seed: string) => Array.from({ length: 5 }, createRandom(seed).next);
  expect(draw("a")).toEqual(draw("a"));
  expect(draw("a")).not.toEqual(draw("b"));
});

test("a named stream neither moves its parent nor depends on how far it has gone", () => {
  const plain = createRandom("s");
  const withStream = createRandom("s");
  withStream.stream("x").next();
  expect(withStream.next()).toBe(plain.next());
  expect(plain.stream("x").next()).toBe(createRandom("s").stream("x").next());
});

test("different parts never join to the same seed", () => {
  expect(deriveSeed("a", "b")).not.toBe(deriveSeed("a,b"));
  expect(deriveSeed("a", "")).not.toBe(deriveSeed("a"));
});

test("integers are uniform: chi-square over 10 bins and 100,000 draws stays under the 0.1 % point 27.88", () => {
  const random = createRandom("uniform");
  const counts = new Array<number>(10).fill(0);
  for (let n = 0; n < 100_000; n += 1) {
    const bin = random.integer(10);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const chiSquare = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
  expect(chiSquare).toBeLessThan(27.88);
});

test("normal deviates have the asked mean and standard deviation", () => {
  const random = createRandom("normal");
  const values = Array.from({ length: 50_000 }, () => random.normal(3, 2));
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  expect(mean).toBeCloseTo(3, 1);
  expect(Math.sqrt(variance)).toBeCloseTo(2, 1);
});

test("a sample has no repeats and a shuffle keeps every element", () => {
  const random = createRandom("sets");
  expect(new Set(random.sample([1, 2, 3, 4, 5], 4)).size).toBe(4);
  expect(random.shuffle([1, 2, 3]).toSorted()).toEqual([1, 2, 3]);
  expect(random.sample([1, 2], 9)).toHaveLength(2);
});

test("a bound outside its range is refused by name and value", () => {
  expect(() => createRandom("x").integer(0)).toThrow("bound: invalid value 0");
  expect(() => createRandom("x").pick([])).toThrow("the list is empty");
});

test("digests are 32 hexadecimal digits", () => {
  expect(seedDigest("x")).toMatch(/^[0-9a-f]{32}$/);
});
