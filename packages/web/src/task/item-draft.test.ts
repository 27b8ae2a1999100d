import type { TaskItemView } from "@refract/collect/browser";
import { expect, test } from "vitest";
import { type ItemDraft, readDraft, writeDraft } from "./item-draft.ts";

const item: Pick<TaskItemView, "format" | "optOuts"> = {
  format: { kind: "choice", options: [{ id: "a", text: "A" }] },
  optOuts: [{ id: "unsure", text: "I don't know" }],
};
const draft: ItemDraft = { entered: { value: "a", pass: null }, seenMs: 4000, firstInputMs: 900 };

test("a draft comes back as it was kept", () => {
  expect(readDraft(writeDraft(draft), item)).toEqual(draft);
  for (const pass of [
    { kind: "opt-out", option: "unsure" },
    { kind: "pass", reason: "skipped" },
  ] as const) {
    const passed = { ...draft, entered: { value: null, pass } };
    expect(readDraft(writeDraft(passed), item)).toEqual(passed);
  }
});

test("what the item does not take is left out", () => {
  expect(
    readDraft(
      writeDraft({ ...draft, entered: { value: "z", pass: { kind: "opt-out", option: "z" } } }),
      item,
    ),
  ).toEqual({
    ...draft,
    entered: { value: null, pass: null },
  });
  expect(readDraft('{"seenMs":-1,"firstInputMs":"soon"}', item)).toEqual({
    entered: { value: null, pass: null },
    seenMs: 0,
    firstInputMs: null,
  });
});

test.each(["", "null", "{", "3"])("%j is no draft", (text) => {
  expect(readDraft(text, item)).toBeNull();
});
