import { createMemoryLedger, createModelService, loadPrices } from "@refract/models";
import { StubModelServer } from "@refract/testing";
import { expect, test } from "vitest";
import { createModelTopicNamer } from "./model-topic-namer.ts";

test("a model names a topic at temperature 0 in at most 48 tokens, and its label is cleaned", async () => {
  await using server = await StubModelServer.start({
    behaviours: { namer: { kind: "answer", text: 'Label: "Cats and Dogs."\nBecause …' } },
  });
  const service = createModelService({ env: {}, prices: loadPrices(), ledger: createMemoryLedger() });
  const namer = createModelTopicNamer({
    service,
    model: { id: "namer", use: server.reference("namer") },
    signal: new AbortController().signal,
    capUsd: null,
  });
  expect(await namer.nameTopic({ words: ["cat", "dog"], texts: ["my cat"] })).toBe("Cats and Dogs");
  expect(server.requests[0]?.body).toMatchObject({ temperature: 0, max_tokens: 48 });
});
