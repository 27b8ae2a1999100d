import { describe, expect, test } from "vitest";
import {
  isDemoModel,
  modelEntrySchema,
  modelReferenceSchema,
  samplingParametersSchema,
} from "./model-entry.ts";

test.each([
  "openai:gpt-4o-mini",
  "ollama:llama3.2:1b",
  "demo:plain",
  "named:short",
  "openai-responses:o3-pro",
  "bedrock:meta.llama3-1-8b-instruct-v1:0",
  "http://127.0.0.1:8000/v1#our-model",
  "https://models.example.org/v1#a/b",
])("%s is a reference", (reference) => {
  expect(modelReferenceSchema.safeParse(reference).success).toBe(true);
});

test.each([
  "gpt-4o",
  "openai:",
  ":gpt",
  "OpenAI:gpt",
  "openai: gpt",
  "http://127.0.0.1:8000/v1 #m",
  "demo:a b",
  "",
])("%j is no reference", (reference) => {
  expect(modelReferenceSchema.safeParse(reference).success).toBe(false);
});

describe("a model of a pool", () => {
  test("may be a bare reference, which is its id", () => {
    expect(modelEntrySchema.parse("demo:plain")).toEqual({ id: "demo:plain", use: "demo:plain" });
  });

  test("may be spelled out", () => {
    const entry = {
      id: "careful",
      use: "openai:gpt-4o-mini",
      parameters: { temperature: 0.2, maxTokens: 100, stop: ["END"] },
      instruction: "Answer briefly.",
      description: { longName: "Careful", access: "Commercial", kind: "Chat" },
    };
    expect(modelEntrySchema.parse(entry)).toEqual(entry);
  });

  test.each([
    [{ id: "a b", use: "demo:plain" }],
    [{ id: "", use: "demo:plain" }],
    [{ id: "a".repeat(121), use: "demo:plain" }],
    [{ use: "demo:plain" }],
    [{ id: "a" }],
    [{ id: "a", use: "demo:plain", key: "sk-1" }],
    [{ id: "a", use: "demo:plain", description: { access: "Open" } }],
    [{ id: "a", use: "demo:plain", parameters: { temperature: 2.1 } }],
    [null],
    [7],
  ])("is refused: %j", (entry) => {
    expect(modelEntrySchema.safeParse(entry).success).toBe(false);
  });
});

test.each([
  { temperature: -0.1 },
  { topP: 1.1 },
  { topK: 1.5 },
  { maxTokens: 0 },
  { maxTokens: 1_000_001 },
  { minTokens: -1 },
  { presencePenalty: 3 },
  { frequencyPenalty: -3 },
  { stop: [""] },
  { stop: ["a", "b", "c", "d", "e", "f", "g", "h", "i"] },
  { seed: 0.5 },
  { temprature: 1 },
  { temperature: Number.NaN },
])("settings out of their range are refused: %j", (parameters) => {
  expect(samplingParametersSchema.safeParse(parameters).success).toBe(false);
});

test("the ends of the ranges are allowed, as PRISM's models had them", () => {
  const parameters = { temperature: 2, topP: 0, topK: 0, maxTokens: 256, minTokens: 10, seed: -1 };
  expect(samplingParametersSchema.parse(parameters)).toEqual(parameters);
});

test("scripted voices are told from models by their provider", () => {
  expect(isDemoModel({ use: "demo:plain" })).toBe(true);
  expect(isDemoModel({ use: "ollama:demo" })).toBe(false);
  expect(isDemoModel({ use: "http://demo:8000/v1#demo:plain" })).toBe(false);
});
