import { expect, test } from "vitest";
import { absent } from "./cell.ts";
import { formatCell } from "./format-cell.ts";
import type { Column } from "./table.ts";

const column = (kind: Column["kind"], digits?: number): Column => ({
  name: "a",
  title: "A",
  kind,
  ...(digits === undefined ? {} : { digits }),
});

test.each([
  [61.253, undefined, "61.3"],
  [9.996, undefined, "10.0"],
  [0.4031, 4, "0.403"],
  [1234.56, 2, "1,235"],
  [-0.4, undefined, "−0.40"],
  [-0.001, undefined, "0.00"],
  [0.0312, 3, "0.031"],
  [0.0312345, 5, "0.031"],
  [5.4321, 3, "5.43"],
])("%d with %j decimals asked for is %s: at most three significant ones", (value, digits, text) => {
  expect(formatCell(value, column("number", digits))).toBe(text);
});

test("shares, probabilities, counts and what is absent", () => {
  expect(formatCell(0.98765, column("percent"))).toBe("98.8 %");
  expect(formatCell(1, column("percent"))).toBe("100 %");
  expect(formatCell(0.00099, column("p-value"))).toBe("< 0.001");
  expect(formatCell(0.001, column("p-value"))).toBe("0.001");
  expect(formatCell(0.01234, column("p-value"))).toBe("0.012");
  expect(formatCell(1234567, column("integer"))).toBe("1,234,567");
  expect(formatCell(absent("not asked"), column("number"))).toBe("–");
});
