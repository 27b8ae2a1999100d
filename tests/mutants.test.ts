import { expect, test } from "vitest";
import { readReport } from "../benchmarks/mutants/outcome.ts";
import { changeableLines, sampleLines } from "../benchmarks/mutants/sampled-lines.ts";

const source = `import { a } from "./a.ts";
/** Less than b. */
const most = a * 2;
interface Limit {
  readonly most: number;
}
// a > b
export function isOver(value: number) {
  return value >= most;
}
`;

test("lines on which a change could show are drawn: no imports, comments and types", () => {
  expect(changeableLines("x.ts", source).map(({ line, text }) => [line, text])).toEqual([
    [3, "const most = a * 2;"],
    [9, "return value >= most;"],
  ]);
});

test("a line stays in the sample when lines come before it", () => {
  const many = Array.from({ length: 50 }, (_, index) => `total += ${index};`);
  const drawn = (lines: readonly string[]) =>
    sampleLines(changeableLines("x.ts", lines.join("\n")), 10).map(({ text }) => text);
  expect(drawn(many)).toHaveLength(10);
  expect(drawn(["// first", "", ...many])).toEqual(drawn(many));
});

test("a report counts what was noticed, and a survivor keeps its reason wherever its line is now", () => {
  const mutant = (status: string, line: number, replacement: string) => ({
    ...{ mutatorName: "EqualityOperator", replacement, status },
    location: { start: { line, column: 10 }, end: { line, column: 23 } },
  });
  const report = JSON.stringify({
    files: {
      "x.ts": {
        source,
        mutants: [
          mutant("Killed", 9, "value > most"),
          mutant("Timeout", 9, "value < most"),
          mutant("Survived", 9, "true"),
          mutant("NoCoverage", 9, "false"),
          mutant("Ignored", 9, "null"),
        ],
      },
    },
  });
  const change = { file: "x.ts", source: "return value >= most;", from: "value >= most" };
  const earlier = [{ ...change, line: 2, to: "true", reason: "most is infinite" }];
  expect(readReport(report, earlier)).toEqual({
    killed: 2,
    survived: 2,
    survivors: [
      { ...change, line: 9, to: "true", reason: "most is infinite" },
      { ...change, line: 9, to: "false", reason: "" },
    ],
  });
});
