import { inspect } from "node:util";
import { isDemoModel, modelReferenceSchema, RefractError } from "@refract/core";
import {
  type ChatEvent,
  createMemoryLedger,
  createModelService,
  createPriceTable,
  type Environment,
  ModelFailure,
  type ProviderDefinition,
} from "@refract/models";
import { describe, expect, test } from "vitest";

const key = "canary-key-93b1";
const question = {
  messages: [{ role: "user" as const, content: "canary question about forgiveness" }],
  parameters: {},
};

/**
 * What every provider of models must hold, built in or brought by somebody else. The network is cut off; a provider
 * that needs one has to say so by a typed failure.
 */
export function describeProviderContract(provider: ProviderDefinition): void {
  const everyKey = Object.fromEntries(provider.keys.flat().map((name) => [name, key]));

  describe(`the provider ${provider.id}`, () => {
    test("has an id, a title and an example reference of its own", () => {
      expect(provider.id).toMatch(/^[a-z][a-z0-9-]*$/);
      expect(provider.title).not.toBe("");
      expect(modelReferenceSchema.safeParse(provider.example).success).toBe(true);
      expect(provider.concurrency.initial).toBeGreaterThanOrEqual(1);
      expect(provider.concurrency.maximum).toBeGreaterThanOrEqual(provider.concurrency.initial);
    });

    test("opens its example without a call and without showing the key", async () => {
      const { service, calls } = serviceOf(provider, everyKey);
      const client = await service.open({ use: provider.example });
      expect(client.reference).toBe(provider.example);
      expect(client.account).toMatch(/^[a-z][a-z0-9-]*(\/\S+)?$/);
      expect(inspect(client, { depth: 9, showHidden: true })).not.toContain(key);
      expect(calls).toEqual([]);
    });

    test("without its key names the variable", async () => {
      if (provider.keys.length === 0) return;
      for (const env of [{}, Object.fromEntries(provider.keys.flat().map((name) => [name, "  "]))]) {
        const error = await rejection(serviceOf(provider, env).service.open({ use: provider.example }));
        expect(error).toBeInstanceOf(RefractError);
        expect(error).toMatchObject({ code: "missing-key" });
        expect(String(error)).toContain(provider.keys.flat()[0]);
      }
    });

    test("without a network fails by type, naming neither the key nor the question", async () => {
      const { service } = serviceOf(provider, everyKey);
      const client = await service.open({ use: provider.example });
      const reading = drain(client.stream(question, new AbortController().signal));
      if (isDemoModel({ use: provider.example })) {
        expect(await reading).toContain("end");
        return;
      }
      const error = await rejection(reading);
      expect(error).toBeInstanceOf(ModelFailure);
      expect(error).toMatchObject({ failure: { kind: "server" } });
      expect(String(error)).not.toMatch(/canary/);
    });

    test("throws the signal's reason when it is stopped", async () => {
      const { service } = serviceOf(provider, everyKey);
      const client = await service.open({ use: provider.example });
      const reason = new Error("stopped");
      expect(await rejection(drain(client.stream(question, AbortSignal.abort(reason))))).toBe(reason);
    });

    test("finds nothing, rather than failing, when there is nothing to find", async () => {
      const { models, providers } = await serviceOf(provider, everyKey).service.discover();
      expect(providers.map((one) => [one.id, one.hasKey])).toEqual([[provider.id, true]]);
      for (const model of models) expect(modelReferenceSchema.safeParse(model.reference).success).toBe(true);
      expect(JSON.stringify({ models, providers })).not.toContain(key);
    });
  });
}

function serviceOf(provider: ProviderDefinition, env: Environment) {
  const calls: string[] = [];
  const service = createModelService({
    env,
    prices: createPriceTable(),
    ledger: createMemoryLedger(),
    providers: [provider],
    demoPace: 0,
    fetch: async (url, init) => {
      init?.signal?.throwIfAborted();
      calls.push(String(url));
      throw new TypeError("fetch failed", { cause: new Error("the network is cut off") });
    },
  });
  return { service, calls };
}

async function drain(events: AsyncIterable<ChatEvent>): Promise<readonly string[]> {
  const kinds: string[] = [];
  for await (const event of events) kinds.push(event.kind);
  return kinds;
}

async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (thrown) {
    return thrown;
  }
  throw new Error("it did not fail");
}
