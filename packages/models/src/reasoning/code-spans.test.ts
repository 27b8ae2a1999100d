import { expect, test } from "vitest";
import { CodeSpans } from "./code-spans.ts";

test.each([
  [["plain"], false],
  [["a `b"], true],
  [["a `b", "` c"], false],
  [["a `b\n"], false],
  [["``", "`js\nx"], true],
  [["```js\nx\n``", "`\n"], false],
  [["```\na `b\n"], true],
])("%j is in code: %s", (pieces, isOpen) => {
  const code = new CodeSpans();
  for (const piece of pieces) code.add(piece);
  expect(code.isOpen).toBe(isOpen);
});
