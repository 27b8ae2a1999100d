import { describe, expect, it } from "vitest";
import { type Completion, uncountedTokens } from "../chat.ts";
import { ReplyReader, readCompletion, readKeptCompletion } from "./reply-reader.ts";

const completion: Completion = {
  ...{ text: "B", reasoning: "", finishReason: "stop", finishDetail: null },
  ...{ usage: uncountedTokens, logprobs: null, unsupported: [] },
};

describe("a reply", () => {
  it("says whether its reasoning was cut out of its text or came apart", () => {
    const reasoningOf = (said: Partial<Completion>) =>
      readCompletion({ ...completion, ...said }, "separate").reply.reasoning;
    expect(reasoningOf({})).toBeNull();
    expect(reasoningOf({ reasoning: "A?" })).toEqual({ text: "A?", from: "server" });
    expect(reasoningOf({ text: "<think>A?</think>B" })).toEqual({ text: "<think>A?</think>", from: "text" });
  });

  it("that turns out to be reasoning begins anew behind it", () => {
    const reader = new ReplyReader("separate");
    reader.addText("Could it be A?");
    reader.addText("</think>B");
    reader.finish("stop");
    expect([reader.text, reader.reasoning()?.text]).toEqual(["B", "Could it be A?</think>"]);
  });

  it("that broke off while it was held back was said, and is paid for", () => {
    const reader = new ReplyReader("held");
    expect(reader.hasSaid).toBe(false);
    reader.addText("Could it be");
    expect([reader.hasSaid, reader.text, reader.received]).toEqual([true, "", "Could it be"]);
    reader.finish(null);
    expect([reader.text, reader.reasoning()]).toEqual(["", { text: "Could it be", from: "text" }]);
  });
});

describe("a completion that was kept", () => {
  it("is read as it would be today, and is none where it is no answer today", () => {
    const kept = (text: string) => readKeptCompletion("test:m", {}, { ...completion, text });
    expect(kept("<think>A?</think>B")).toMatchObject({
      text: "B",
      reasoning: { text: "<think>A?</think>", from: "text" },
    });
    expect(kept("<think>A?</think>")).toBeNull();
  });
});
