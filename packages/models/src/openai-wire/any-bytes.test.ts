import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ModelFailure } from "../model-failure.ts";
import { standardDialect } from "./dialect.ts";
import { createOpenAiWireClient } from "./openai-wire-client.ts";

/** Reads a body that arrives in the given pieces: its text, or the kind of the failure. */
async function read(pieces: readonly Uint8Array[], contentType = "text/event-stream") {
  const client = createOpenAiWireClient({
    reference: "test:model",
    account: "test",
    baseUrl: "http://127.0.0.1/v1",
    model: "model",
    key: null,
    keyHint: "TEST_KEY",
    dialect: standardDialect,
    fetch: async () => {
      const body = new ReadableStream({
        start: (controller) => {
          for (const piece of pieces) controller.enqueue(piece);
          controller.close();
        },
      });
      return new Response(body, { headers: { "content-type": contentType } });
    },
    now: Date.now,
  });
  let text = "";
  try {
    const request = { messages: [{ role: "user" as const, content: "?" }], parameters: {} };
    for await (const event of client.stream(request, new AbortController().signal)) {
      if (event.kind === "text") text += event.text;
    }
  } catch (thrown) {
    if (thrown instanceof ModelFailure) return { failure: thrown.failure.kind, text };
    throw thrown;
  }
  return { failure: null, text };
}

function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const ends = [...new Set(places.map((place) => place % (bytes.length + 1)))].toSorted((a, b) => a - b);
  return [...ends, bytes.length].map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
}

const words = fc.array(fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }), {
  minLength: 1,
  maxLength: 8,
});
const lineEnd = fc.constantFrom("\n", "\r\n", "\r");

describe("the reader of a stream", () => {
  it("gives the same text however the stream is cut and whatever its line ends are", async () => {
    await fc.assert(
      fc.asyncProperty(words, lineEnd, fc.array(fc.nat(), { maxLength: 12 }), async (parts, end, places) => {
        const events = [
          ...parts.map((content) => ({ choices: [{ index: 0, delta: { content }, finish_reason: null }] })),
          { choices: [{ index: 0, delta: {}, finish_reason: "stop" }] },
        ];
        const stream = [...events.map((event) => JSON.stringify(event)), "[DONE]"]
          .map((data) => `data: ${data}${end}${end}`)
          .join("");
        const result = await read(cut(new TextEncoder().encode(stream), places));
        expect(result).toEqual({ failure: null, text: parts.join("") });
      }),
      { numRuns: 200 },
    );
  });

  it("answers any bytes by a typed failure or an end", async () => {
    const line = fc.oneof(
      fc.string(),
      fc.json().map((json) => `data: ${json}`),
      fc.constantFrom(
        "data: [DONE]",
        "",
        "event: ping",
        ": comment",
        "data",
        "data:",
        "{",
        "<html>",
        "\u0000",
      ),
      fc
        .record({
          choices: fc.anything(),
          usage: fc.anything(),
          error: fc.option(fc.anything(), { nil: undefined }),
        })
        .map(
          (value) => `data: ${JSON.stringify(value, (_, inner) => (typeof inner === "bigint" ? 0 : inner))}`,
        ),
    );
    const contentType = fc.constantFrom("text/event-stream", "application/json", "text/html", "");
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 10 }), contentType, async (lines, type) => {
        const result = await read([new TextEncoder().encode(lines.join("\n\n"))], type);
        // Without a finish reason nothing may pass for a whole answer.
        if (!/finish_reason|\[DONE\]/.test(lines.join("\n"))) expect(result.failure).not.toBeNull();
      }),
      { numRuns: 500 },
    );
  });

  it("answers any choice of the right outline by a typed failure or an end", async () => {
    const value = fc.oneof(
      fc.constantFrom("stop", "length", null, "", 0, 7, true, "tool_calls"),
      fc.string(),
      fc.array(fc.anything(), { maxLength: 3 }),
      fc.dictionary(fc.string(), fc.anything(), { maxKeys: 3 }),
    );
    const choice = fc.record(
      {
        index: value,
        delta: fc.oneof(value, fc.record({ content: value })),
        finish_reason: value,
        logprobs: value,
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(choice, { maxLength: 5 }), async (choices) => {
        const stream = choices
          .map((one) =>
            JSON.stringify({ choices: [one] }, (_, inner) => (typeof inner === "bigint" ? 0 : inner)),
          )
          .map((data) => `data: ${data}\n\n`)
          .join("");
        const { failure } = await read([new TextEncoder().encode(stream)]);
        expect(["server", "quota", "refused", "unknown-model", "content-filter", null]).toContain(failure);
      }),
      { numRuns: 500 },
    );
  });
});
