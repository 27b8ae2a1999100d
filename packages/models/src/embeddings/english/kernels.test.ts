import { expect, test } from "vitest";
import { createSharedMemory, kernelsOver } from "./wasm-memory.ts";

/** Addresses far enough from each other for what these tests put there. */
const [first, second, third, fourth, fifth] = [0, 65_536, 131_072, 196_608, 262_144] as const;

function laboratory() {
  const memory = createSharedMemory();
  const floats = new Float32Array(memory.buffer);
  return {
    kernels: kernelsOver(memory),
    put: (address: number, numbers: readonly number[]) => floats.set(numbers, address / 4),
    putShorts: (address: number, numbers: readonly number[]) =>
      new Int16Array(memory.buffer).set(numbers, address / 2),
    floatsAt: (address: number, count: number) => [...floats.subarray(address / 4, address / 4 + count)],
    shortsAt: (address: number, count: number) => [...new Int16Array(memory.buffer, address, count)],
  };
}

const waves = (count: number, pace: number) =>
  Array.from({ length: count }, (_, place) => Math.fround(2 * Math.sin(pace * place)));

test("a product of floats is the sum of products, panel by panel", () => {
  const { kernels, put, floatsAt } = laboratory();
  const [a, b] = [waves(8 * 12, 0.7), waves(12 * 16, 1.3)];
  put(first, a);
  // two panels of eight columns
  put(
    second,
    Array.from({ length: 192 }, (_, place) => {
      const [panel, step, column] = [Math.floor(place / 96), Math.floor((place % 96) / 8), place % 8];
      return b[step * 16 + panel * 8 + column] ?? 0;
    }),
  );
  kernels.floatProduct(first, 48, second, third, 80, 2, 2, 3);
  for (let row = 0; row < 8; row += 1)
    for (let column = 0; column < 16; column += 1) {
      let sum = 0;
      for (let step = 0; step < 12; step += 1)
        sum += (a[row * 12 + step] ?? 0) * (b[step * 16 + column] ?? 0);
      expect(floatsAt(third + row * 80 + column * 4, 1)[0]).toBeCloseTo(sum, 4);
    }
});

test("a product of 16-bit numbers is exact, scaled, and put, added or cut off at zero", () => {
  const { kernels, put, putShorts, floatsAt } = laboratory();
  const a = Array.from({ length: 32 }, (_, place) => (place % 2 === 0 ? 1 : -1) * (20_000 - 613 * place));
  const b = Array.from({ length: 64 }, (_, place) => ((place * 7_919) % 40_000) - 20_000);
  putShorts(first, a);
  putShorts(
    second,
    Array.from({ length: 64 }, (_, place) => {
      const [pair, column, half] = [Math.floor(place / 16), Math.floor((place % 16) / 2), place % 2];
      return b[(pair * 2 + half) * 8 + column] ?? 0;
    }),
  );
  const [rowScales, columnScales, biases] = [fourth, fourth + 256, fourth + 512] as const;
  put(rowScales, [1, 0.5, 2 ** -20, 4]);
  put(columnScales, [1, 2, 1, 1, 1, 1, 0.25, 1]);
  put(biases, [0, 0, 3, 0, 0, 0, 0, -100]);
  const expected = Array.from({ length: 32 }, (_, place) => {
    const [row, column] = [Math.floor(place / 8), place % 8];
    let sum = 0;
    for (let step = 0; step < 8; step += 1) sum += (a[row * 8 + step] ?? 0) * (b[step * 8 + column] ?? 0);
    const scale = [1, 0.5, 2 ** -20, 4][row] ?? 0;
    const columnScale = [1, 2, 1, 1, 1, 1, 0.25, 1][column] ?? 0;
    return Math.fround(
      Math.fround(Math.fround(Math.fround(sum) * scale) * columnScale) +
        ([0, 0, 3, 0, 0, 0, 0, -100][column] ?? 0),
    );
  });
  const call = (kernel: "shortProduct" | "shortProductAdded" | "shortProductPositive", to: number) =>
    kernels[kernel](first, 16, second, to, 32, 1, 1, 1, rowScales, columnScales, biases);
  call("shortProduct", third);
  expect(floatsAt(third, 32)).toEqual(expected);
  put(
    fifth,
    Array.from({ length: 32 }, () => 64),
  );
  call("shortProductAdded", fifth);
  expect(floatsAt(fifth, 32)).toEqual(expected.map((value) => Math.fround(value + 64)));
  call("shortProductPositive", fifth);
  expect(floatsAt(fifth, 32)).toEqual(expected.map((value) => Math.max(0, value)));
});

test("rows are shortened so that they keep their length and direction, and no product can overflow", () => {
  const { kernels, put, floatsAt, shortsAt } = laboratory();
  const rows = [
    waves(256, 0.31),
    waves(256, 2.9).map((value) => value * 1e-6),
    [1e9, ...waves(255, 0.1)],
    Array.from({ length: 256 }, () => 0),
  ];
  put(first, rows.flat());
  kernels.shorten(first, second, 4, 64, third);
  for (const [row, numbers] of rows.entries()) {
    const shorts = shortsAt(second + row * 512, 256);
    const [scale = 0] = floatsAt(third + row * 4, 1);
    const length = Math.hypot(...shorts);
    expect(length).toBeLessThan(Math.sqrt(2 ** 31 - 1));
    const error = Math.hypot(...numbers.map((value, place) => value - (shorts[place] ?? 0) * scale));
    expect(error).toBeLessThanOrEqual(3e-4 * Math.hypot(...numbers));
  }
  expect(shortsAt(second + 3 * 512, 256).every((value) => value === 0)).toBe(true);
});

test("shares are a softmax: they add up to 1, and what is absent gets none", () => {
  const { kernels, put, floatsAt } = laboratory();
  const row = [3, -2, 0.5, 3, -40, 1, -1e30, -1e30];
  put(first, [...row, ...row.map((value) => value + 1)]);
  kernels.shares(first, 2, 2, 0.5);
  const powers = row.map((value) => Math.exp(0.5 * value));
  const sum = powers.reduce((total, value) => total + value, 0);
  for (const place of row.keys()) {
    const expected = (powers[place] ?? 0) / sum;
    expect(floatsAt(first, 8)[place]).toBeCloseTo(expected, 6);
    expect(floatsAt(first + 32, 8)[place]).toBeCloseTo(expected, 6);
  }
  expect(floatsAt(first, 8)[7]).toBeLessThan(1e-37);
});

test("rows are normalised to mean 0 and deviation 1 before scale and bias, and their mean is a row", () => {
  const { kernels, put, floatsAt } = laboratory();
  const numbers = waves(16, 0.9);
  put(first, [...numbers.slice(0, 8), ...numbers.slice(8)]);
  put(third, [1, 1, 1, 1, 2, 2, 2, 2]);
  put(fourth, [0, 0, 0, 5, 0, 0, 0, 0]);
  kernels.normalise(first, second, 2, 2, third, fourth);
  const row = numbers.slice(8);
  const mean = row.reduce((sum, value) => sum + value, 0) / 8;
  const deviation = Math.sqrt(row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 8 + 1e-6);
  const made = floatsAt(second + 32, 8);
  expect(made[3]).toBeCloseTo(((row[3] ?? 0) - mean) / deviation + 5, 5);
  expect(made[6]).toBeCloseTo((2 * ((row[6] ?? 0) - mean)) / deviation, 5);
  kernels.meanRow(first, fifth, 2, 2);
  expect(floatsAt(fifth, 8)[5]).toBeCloseTo(((numbers[5] ?? 0) + (numbers[13] ?? 0)) / 2, 6);
});

test("a product of sparse rows is that of all their numbers, exactly, also of a row of zeros", () => {
  const { kernels, put, putShorts, floatsAt } = laboratory();
  const a = [
    ...[0, 0, 0, 7, 0, 0, -30_000, 30_000],
    ...[0, 0, 0, 0, 0, 0, 0, 0],
    ...[1, 2, 3, 4, 5, 6, 7, 8],
  ];
  const b = Array.from({ length: 8 * 64 }, (_, place) => ((place * 7_919) % 40_000) - 20_000);
  putShorts(first, a);
  // two panels of 32 columns
  putShorts(
    second,
    Array.from({ length: 512 }, (_, place) => {
      const [panel, pair] = [Math.floor(place / 256), Math.floor((place % 256) / 64)];
      const [column, half] = [Math.floor((place % 64) / 2), place % 2];
      return b[(pair * 2 + half) * 64 + panel * 32 + column] ?? 0;
    }),
  );
  const [counts, rowScales, columnScales, biases] = [
    fourth,
    fourth + 256,
    fourth + 512,
    fourth + 1024,
  ] as const;
  put(rowScales, [1, 1, 0.5]);
  put(
    columnScales,
    Array.from({ length: 64 }, () => 1),
  );
  put(
    biases,
    Array.from({ length: 64 }, () => 3),
  );
  put(
    third,
    Array.from({ length: 3 * 64 }, (_, place) => place),
  );
  kernels.listPairs(first, 3, 4, fifth, counts);
  kernels.sparseProductAdded(
    fifth,
    32,
    counts,
    second,
    512,
    third,
    256,
    3,
    2,
    rowScales,
    columnScales,
    biases,
  );
  const expected = Array.from({ length: 3 * 64 }, (_, place) => {
    const [row, column] = [Math.floor(place / 64), place % 64];
    let sum = 0;
    for (let step = 0; step < 8; step += 1) sum += (a[row * 8 + step] ?? 0) * (b[step * 64 + column] ?? 0);
    const scaled = Math.fround(Math.fround(sum) * ([1, 1, 0.5][row] ?? 0));
    return Math.fround(Math.fround(scaled + 3) + place);
  });
  expect(floatsAt(third, 3 * 64)).toEqual(expected);
});
