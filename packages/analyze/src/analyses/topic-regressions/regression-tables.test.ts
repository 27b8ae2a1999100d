import { expect, test } from "vitest";
import { fitTopicRegressions } from "./fit-topic-regressions.ts";
import { coefficientTable } from "./regression-tables.ts";

/** Twelve people of "north", twelve of "south" and one of "west", with two prompts each. */
const region = [...Array(12).fill("north"), ...Array(12).fill("south"), "west"].flatMap((level: string) => [
  level,
  level,
]);
const people = region.map((_, row) => `user${Math.floor(row / 2)}`);
const labels = region.map((level, row) => (level === "west" ? 1 : (row * 7) % 3 === 0 ? 1 : 0));

function rowsOf(reference: string, mode: "corrected" | "published") {
  const factor = { name: "region", levels: region, order: ["north", "south", "west"], reference };
  const result = fitTopicRegressions(labels, people, [factor], { minimumPeople: 10 });
  const view = { result, names: new Map(), titleOf: (name: string) => name, mode, minimumPeople: 10 };
  const { columns, rows } = coefficientTable(view);
  const place = (name: string) => columns.findIndex((column) => column.name === name);
  return rows
    .filter((row) => row[place("topic_id")] === 1)
    .map((row) => ["level", "prompts", "estimate", "se_hc1"].map((name) => row[place(name)]));
}

test("what a handful of people wrote of can't be read from a coefficient", () => {
  const few = { absent: "fewer than 10 people" };
  expect(rowsOf("north", "corrected")).toEqual([
    ["south", 24, expect.any(Number), expect.any(Number)],
    ["west", few, few, few],
  ]);
  // Against one person every coefficient is that person's.
  expect(rowsOf("west", "corrected")).toEqual([
    ["north", few, few, few],
    ["south", few, few, few],
  ]);
  expect(rowsOf("north", "published")).toEqual([
    ["south", 24, expect.any(Number), expect.any(Number)],
    ["west", 2, expect.any(Number), expect.any(Number)],
  ]);
});
