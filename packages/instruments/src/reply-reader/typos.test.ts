import { expect, test } from "vitest";
import { agreementForm, letteredForm, truthForm } from "./reply-form.ts";
import { withoutTypos } from "./typos.ts";

const four = letteredForm(
  ["Corn cob", "Ice sculpture", "Sushi boat", "Oat biscuit"].map((text, place) => ({
    id: "abcd"[place] ?? "",
    text,
  })),
);

test.each([
  ["ice scuplture", "ice sculpture"],
  ["Ice Sculptur!", "Ice sculpture!"],
  ["the sculpturre", "the sculpture"],
  ["a bisciut", "a biscuit"],
  ["a buscuit", "a biscuit"],
])("%s is %s", (reply, mended) => {
  expect(withoutTypos(reply, four)).toBe(mended);
});

test("words that decide are put right, others and short ones stay", () => {
  expect(withoutTypos("flase", truthForm)).toBe("false");
  expect(withoutTypos("stronly agree", truthForm)).toBe("strongly agree");
  expect(withoutTypos("fasle alarm", four)).toBe("false alarm");
  for (const reply of ["phase", "flash", "sushy", "stronger", "disagreed", "corb"])
    expect(withoutTypos(reply, four)).toBe(reply);
});

test("a word that could be two stays, and so does one that is an option", () => {
  const close = letteredForm(["planter", "planner"].map((text, place) => ({ id: "ab"[place] ?? "", text })));
  for (const reply of ["planxer", "planter", "planner"]) expect(withoutTypos(reply, close)).toBe(reply);
  expect(agreementForm([]).options).toEqual([]);
});
