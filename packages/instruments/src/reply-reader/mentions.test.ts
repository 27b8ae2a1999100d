import { expect, test } from "vitest";
import { nodesOf } from "./mentions.ts";
import { letteredForm } from "./reply-form.ts";

const form = letteredForm(
  ["Ice", "Ice sculpture", "The sculpture hall"].map((text, place) => ({ id: "abc"[place] ?? "", text })),
);
const namedIn = (text: string) =>
  nodesOf(text, form).flatMap((node) => (node.mention === null ? [] : [[node.key, node.mention.option]]));

test("the longest text of an option that stands in a place is the one that is named there", () => {
  expect(namedIn("ice sculpture")).toEqual([["ice sculpture", 1]]);
  expect(namedIn("ice and ice sculpture")).toEqual([
    ["ice", 0],
    ["ice sculpture", 1],
  ]);
  expect(namedIn("ice sculpture hall")).toEqual([["ice sculpture", 1]]);
  expect(namedIn("the sculpture hall")).toEqual([["the sculpture hall", 2]]);
});
