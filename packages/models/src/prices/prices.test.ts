import { describe, expect, it } from "vitest";
import { estimateInputTokens, estimateTextTokens } from "../token-estimate.ts";
import { actualCostUsd, estimateCostUsd } from "./cost.ts";
import { loadPrices, parsePrices } from "./parse-prices.ts";
import { createPriceTable, describeUnpriced, unpricedModels } from "./price-table.ts";

const price = (inputUsdPerMillion: number, outputUsdPerMillion = inputUsdPerMillion) => ({
  inputUsdPerMillion,
  outputUsdPerMillion,
  asOf: "2026-11-23",
  note: null,
});

describe("the price table", () => {
  it("brings prices for demo and local models, and marks the others as unchecked", () => {
    const prices = loadPrices();
    expect(prices.priceOf("demo:plain-3")).toMatchObject({ inputUsdPerMillion: 0, outputUsdPerMillion: 0 });
    expect(prices.priceOf("ollama:llama3.2:1b")).toMatchObject({ inputUsdPerMillion: 0 });
    expect(prices.priceOf("openai:gpt-4o-mini")).toMatchObject({ outputUsdPerMillion: 0.6 });
    for (const rule of prices.rules) {
      if (rule.inputUsdPerMillion > 0) expect(rule.note).toBe("from memory, check before use");
    }
    expect(prices.priceOf("openai:nosuch")).toBeNull();
    expect(prices.priceOf("http://127.0.0.1:8000/v1#m")).toBeNull();
  });

  it("prefers the rule with most literal characters, and the user's file before its own", () => {
    const prices = createPriceTable(
      [{ pattern: "openai:gpt-*", ...price(1) }],
      [
        { pattern: "*", ...price(9) },
        { pattern: "openai:*", ...price(3) },
        { pattern: "openai:gpt-4o", ...price(2) },
      ],
    );
    expect(prices.priceOf("openai:gpt-4o")?.inputUsdPerMillion).toBe(1);
    expect(prices.priceOf("openai:o3")?.inputUsdPerMillion).toBe(3);
    expect(prices.priceOf("mistral:small")?.inputUsdPerMillion).toBe(9);
  });

  it("takes every character but * as it stands", () => {
    const prices = createPriceTable([{ pattern: "http://127.0.0.1:8000/v1#a+b", ...price(1) }]);
    expect(prices.priceOf("http://127.0.0.1:8000/v1#a+b")).not.toBeNull();
    expect(prices.priceOf("http://127x0.0.1:8000/v1#aab")).toBeNull();
  });

  it("names the models of a pool that have no price, with the lines to add", () => {
    const pool = [
      { use: "demo:plain" },
      { use: "openai:new" },
      { use: "openai:new" },
      { use: "http://h/v1#m" },
    ];
    expect(unpricedModels(pool, loadPrices())).toEqual(["openai:new", "http://h/v1#m"]);
    expect(describeUnpriced(pool, loadPrices())).toBe(
      "no price for openai:new, http://h/v1#m, so the cap can't be kept; add to prices.yaml:\n" +
        "prices:\n" +
        '  "openai:new": { inputUsdPerMillion: …, outputUsdPerMillion: …, asOf: … }\n' +
        '  "http://h/v1#m": { inputUsdPerMillion: …, outputUsdPerMillion: …, asOf: … }',
    );
    expect(describeUnpriced([{ use: "demo:plain" }], loadPrices())).toBeNull();
  });
});

describe("prices.yaml", () => {
  it("is read rule by rule", () => {
    const text = `prices:
  "openai:gpt-4o": { inputUsdPerMillion: 2, outputUsdPerMillion: 8, asOf: 2026-11-01, note: invoice }
  "mistral:*": { inputUsdPerMillion: 1, outputUsdPerMillion: 3, asOf: 2026-11-01 }
`;
    expect(parsePrices(text)).toEqual([
      {
        pattern: "openai:gpt-4o",
        inputUsdPerMillion: 2,
        outputUsdPerMillion: 8,
        asOf: "2026-11-01",
        note: "invoice",
      },
      { pattern: "mistral:*", inputUsdPerMillion: 1, outputUsdPerMillion: 3, asOf: "2026-11-01", note: null },
    ]);
    expect(loadPrices(parsePrices(text)).priceOf("openai:gpt-4o")?.outputUsdPerMillion).toBe(8);
  });

  it.each([
    [
      'prices:\n  "a:b": { inputUsdPerMillion: -1, outputUsdPerMillion: 8, asOf: 2026-11-01 }\n',
      "prices.yaml:2:32: prices.a:b.inputUsdPerMillion: invalid value -1, expected at least 0",
    ],
    [
      'prices:\n  "a:b": { inputUsdPerMillion: 1, asOf: 2026-11-01 }\n',
      "prices.yaml:2:10: prices.a:b.outputUsdPerMillion: missing, expected number",
    ],
    ["price: {}\n", "prices.yaml:1:1: prices: missing"],
    ["prices:\n  a: {\n", "prices.yaml:"],
    ["- a\n", "prices.yaml:1:1: "],
  ])("with something wrong says file, line and column: %s", (text, message) => {
    expect(() => parsePrices(text)).toThrow(message);
  });
});

describe("what a call costs", () => {
  const request = {
    messages: [{ role: "user" as const, content: "a".repeat(300) }],
    parameters: { maxTokens: 1_000 },
  };

  it("is estimated from the prompt and the longest answer before it", () => {
    // 100 + 8 tokens at $2 and 1,000 at $10 per million.
    expect(estimateCostUsd(price(2, 10), request)).toBeCloseTo(0.010216, 12);
    expect(estimateCostUsd(null, request)).toBe(0);
  });

  it("is counted by the server's usage after it, estimated where that is missing, unknown without a price", () => {
    const usage = { inputTokens: 90, outputTokens: 20, reasoningTokens: 12 };
    expect(actualCostUsd(price(2, 10), request, usage, "…")).toBeCloseTo(0.00038, 12);
    const unknown = { inputTokens: null, outputTokens: null, reasoningTokens: null };
    expect(actualCostUsd(price(2, 10), request, unknown, "b".repeat(30))).toBeCloseTo(0.000316, 12);
    expect(actualCostUsd(null, request, usage, "")).toBeNull();
  });

  it("estimates tokens on the safe side in every script", () => {
    expect(estimateTextTokens("The quick brown fox jumps over the lazy dog.")).toBe(15);
    expect(estimateTextTokens("صداقة")).toBe(4);
    expect(estimateTextTokens("友谊")).toBe(2);
    const image = { kind: "image" as const, mediaType: "image/png", data: new Uint8Array(9) };
    expect(estimateInputTokens([{ role: "user", content: [image] }])).toBe(1_608);
  });
});
