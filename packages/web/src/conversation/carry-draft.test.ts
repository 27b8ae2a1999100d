import { expect, test } from "vitest";
import { carryDraft } from "./carry-draft.ts";

const memoryOf = (entries: Readonly<Record<string, string>>) => {
  const drafts = new Map(Object.entries(entries));
  return {
    drafts,
    draft: (place: string) => drafts.get(place) ?? "",
    saveDraft: (place: string, text: string) => void drafts.set(place, text),
  };
};
const sent = { place: "turn/c/2", prompt: "Is loyalty a virtue?" };

test.each([
  ["what was sent is no draft any more", { "turn/c/2": "Is loyalty a virtue? " }, ""],
  [
    "what was written on begins the next message",
    { "turn/c/2": "Is loyalty a virtue? And trust?" },
    "Is loyalty a virtue? And trust?",
  ],
  [
    "nothing of either is lost",
    { "turn/c/2": "And trust?", "turn/c/3": "First this." },
    "First this.\nAnd trust?",
  ],
  ["no draft changes nothing", { "turn/c/3": "First this." }, "First this."],
])("%s", (_, drafts, next) => {
  const memory = memoryOf(drafts);
  carryDraft(memory, sent, "turn/c/3");
  expect([memory.draft("turn/c/2"), memory.draft("turn/c/3")]).toEqual(["", next]);
});
