import type { QuestionsView } from "@refract/collect/browser";
import { expect, it } from "vitest";
import { bestOf } from "./best-of.ts";
import { firstOpenBlock, openStatements } from "./open-statements.ts";

it("the best is the highest rating, or all that share it", () => {
  const slots = [
    { id: "a", value: 70 },
    { id: "b", value: 12 },
    { id: "c", value: 70 },
  ];
  expect(bestOf(slots)).toEqual(["a", "c"]);
  expect(bestOf(slots.slice(0, 2))).toEqual(["a"]);
});

type Block = QuestionsView["blocks"][number];
const block = (id: string, startAt: "none" | number, values: readonly (number | null | "out")[]): Block => ({
  id,
  stem: "",
  minimum: 1,
  maximum: 100,
  startAt,
  minimumLabel: "",
  maximumLabel: "",
  notApplicable: true,
  statements: values.map((value, index) => ({
    id: `s${index}`,
    text: "",
    value: typeof value === "number" ? value : null,
    isNotApplicable: value === "out",
  })),
});

it("a statement is open until it is rated or ruled out, unless its handle stands somewhere", () => {
  expect(openStatements(block("p", "none", [3, null, "out"]))).toEqual(["s1"]);
  expect(openStatements(block("p", 50, [3, null, "out"]))).toEqual([]);
});

it("a reload goes to the first block with something open", () => {
  const done = block("p", "none", [3, "out"]);
  const open = block("c", "none", [null]);
  expect([firstOpenBlock([done, open]), firstOpenBlock([open, done]), firstOpenBlock([done, done])]).toEqual([
    1, 0, 1,
  ]);
});
