import { expect, test } from "vitest";
import { readReply } from "./read-reply.ts";
import { letteredForm } from "./reply-form.ts";

const form = letteredForm(
  ["Corn cob", "Ice sculpture", "Sushi boat", "Oat biscuit"].map((text, place) => ({
    id: "abcd"[place] ?? "",
    text,
  })),
);

test.each([
  ["B. Ice sculpture\nC. Sushi boat\nD. Oat biscuit", null],
  ["B: too cold\nC: too raw\nD: too dry", null],
  [
    "It is corn cob, as the others don't fit:\nB. Ice sculpture is cold\nC. Sushi boat is raw\nD. Oat biscuit is dry",
    "a",
  ],
])("three options line by line are a list, also without the first: %j", (reply, expected) => {
  expect(readReply(reply, form).value).toBe(expected);
});

test.each([
  ["The answer is A: ice sculpture is no food.", "a"],
  ["A. Ice sculpture would melt.", "a"],
  ["Answer: A. Ice sculpture", null],
  ["A. Ice sculpture.", null],
])(
  "a letter with another option's whole text names two, one with a sentence about it names itself: %j",
  (reply, expected) => {
    expect(readReply(reply, form).value).toBe(expected);
  },
);

test.each([
  ["A: B", "b"],
  ["A: C, because it swims", "c"],
  ["A: (D)", "d"],
])("an A that introduces an answer is no option: %j", (reply, expected) => {
  expect(readReply(reply, form).value).toBe(expected);
});
