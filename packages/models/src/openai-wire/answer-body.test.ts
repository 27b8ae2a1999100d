import { describe, expect, it } from "vitest";
import { AnswerBody } from "./answer-body.ts";
import { AnswerReader } from "./answer-reader.ts";

const context = { request: { messages: [], parameters: {} }, key: null, keyHint: "KEY" };
const bodyOf = (contentType: string | null = null) =>
  new AnswerBody(new AnswerReader(context), { status: 200, contentType });
const document =
  '{"choices":[{"index":0,"message":{"role":"assistant","content":"B"},"finish_reason":"stop"}]}';
const said = [{ kind: "text", text: "B" }];

describe("the body of an answer", () => {
  it("may begin with a byte-order mark, as a document and as a stream", () => {
    const whole = bodyOf();
    expect([...whole.feed("\uFEFF"), ...whole.feed(document), ...whole.finish()]).toEqual(said);
    const stream = bodyOf();
    const event = 'data: {"choices":[{"index":0,"delta":{"content":"B"}}]}';
    expect([...stream.feed(`\uFEFF${event}`), ...stream.finish()]).toEqual(said);
  });

  it("may begin with a comment, which keeps a connection open", () => {
    const event = 'data: {"choices":[{"index":0,"delta":{"content":"B"}}]}\n\n';
    expect(bodyOf().feed(`: wait\n\n${event}`)).toEqual(said);
  });

  it("is refused as soon as it holds more than 8 MB, whatever follows", () => {
    const body = bodyOf();
    expect(body.feed(`{${" ".repeat(7_999_999)}`)).toEqual([]);
    expect(() => body.feed(" ")).toThrow("the server sent a document of more than 8 MB");
  });

  it("is told by what it is, and where it is neither form by what it looks like", () => {
    expect(() => bodyOf().feed("<html>")).toThrow("the server answered with an HTML page");
    expect(() => bodyOf().feed("Sorry")).toThrow("something that is neither JSON nor an event stream");
    const started = bodyOf();
    expect(started.feed("da")).toEqual([]);
    expect(() => started.feed("y")).toThrow("something that is neither JSON nor an event stream");
  });
});
