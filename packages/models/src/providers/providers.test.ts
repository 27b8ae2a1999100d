import { RefractError } from "@refract/core";
import { describeProviderContract, StubModelServer, startStubOllama } from "@refract/testing";
import { describe, expect, it } from "vitest";
import type { ChatEvent, ModelClient } from "../chat.ts";
import { discoverModels } from "../discover-models.ts";
import type { Environment, ProviderContext } from "../provider.ts";
import { keyVariables } from "./http-server.ts";
import { ollamaAddress } from "./ollama.ts";
import { openModel } from "./open-model.ts";
import { builtInProviders } from "./registry.ts";

function contextOf(env: Environment = {}): ProviderContext {
  return { env, fetch, sleep: async () => undefined, now: Date.now, demoPace: 0 };
}

const question = { messages: [{ role: "user" as const, content: "hello" }], parameters: {} };

async function textOf(client: ModelClient): Promise<string> {
  let text = "";
  const events: AsyncIterable<ChatEvent> = client.stream(question, new AbortController().signal);
  for await (const event of events) if (event.kind === "text") text += event.text;
  return text;
}

async function openError(reference: string, env: Environment = {}): Promise<RefractError> {
  try {
    await openModel(reference, builtInProviders, contextOf(env));
  } catch (thrown) {
    if (thrown instanceof RefractError) return thrown;
    throw thrown;
  }
  throw new Error(`${reference} was opened`);
}

describe("the registry", () => {
  for (const provider of builtInProviders) describeProviderContract(provider);

  it("has no id twice", () => {
    expect(new Set(builtInProviders.map((provider) => provider.id)).size).toBe(builtInProviders.length);
  });

  it("finds a provider by its name, and lists the known ones for a wrong name", async () => {
    const error = await openError("opneai:some");
    expect(error.code).toBe("invalid-input");
    expect(error.message).toBe(
      'opneai:some: unknown provider "opneai", expected one of demo, ollama, openai, openrouter, together, groq, ' +
        "deepseek, huggingface, anthropic, google, mistral, cohere, openai-responses, bedrock, or an address as http://host/v1#model",
    );
    expect((await openError("gpt-4o")).message).toContain('invalid model "gpt-4o", expected provider:model');
    expect((await openError("openai:")).message).toContain('invalid model "openai:"');
    expect((await openError("http:model")).message).toContain("unknown provider");
  });
});

describe("a server by its address", () => {
  it("gets the key of its very host and no other", async () => {
    await using server = await StubModelServer.start();
    const port = new URL(server.origin).port;
    const reference = server.reference("alpha");
    await textOf(await openModel(reference, builtInProviders, contextOf({ OPENAI_API_KEY: "canary" })));
    await textOf(
      await openModel(
        reference,
        builtInProviders,
        contextOf({ [`REFRACT_KEY_127_0_0_1_${port}`]: "with-port" }),
      ),
    );
    await textOf(
      await openModel(reference, builtInProviders, contextOf({ REFRACT_KEY_127_0_0_1: "without-port" })),
    );
    expect(server.requests.map((request) => request.authorization)).toEqual([
      null,
      "Bearer with-port",
      "Bearer without-port",
    ]);
  });

  it("has its key under a name made of host and port", () => {
    expect(keyVariables(new URL("https://models.example.org/v1"))).toEqual([
      "REFRACT_KEY_MODELS_EXAMPLE_ORG",
    ]);
    expect(keyVariables(new URL("http://gpu-1.lab:8000/v1"))).toEqual([
      "REFRACT_KEY_GPU_1_LAB_8000",
      "REFRACT_KEY_GPU_1_LAB",
    ]);
    expect(keyVariables(new URL("http://[::1]:8000"))[0]).toBe("REFRACT_KEY_1_8000");
  });

  it("must have no query, which would be lost on the way", async () => {
    expect((await openError("http://127.0.0.1:8000/v1?api-version=2#alpha")).message).toBe(
      "http://127.0.0.1:8000/v1?api-version=2: the address holds a query or fragment, which would not be sent, expected none",
    );
  });

  it("must have a model and no password", async () => {
    expect((await openError("http://127.0.0.1:8000/v1")).message).toContain(
      "no model, expected the address, #",
    );
    const error = await openError("http://me:canary@127.0.0.1/v1#alpha");
    expect(error.message).toContain("holds a name or password, expected none");
    expect(error.message).not.toContain("canary");
  });
});

describe("a vendor's account", () => {
  it.each([
    ["openai:m", { OPENAI_API_KEY: "k" }, "openai"],
    [
      "openai:m",
      { OPENAI_API_KEY: "k", OPENAI_BASE_URL: "http://127.0.0.1:8000/v1/" },
      "openai/127.0.0.1:8000/v1",
    ],
    ["openai-responses:m", { OPENAI_API_KEY: "k", OPENAI_BASE_URL: "https://gw.lab/eu" }, "openai/gw.lab/eu"],
    ["anthropic:m", { ANTHROPIC_API_KEY: "k" }, "anthropic"],
    [
      "anthropic:m",
      { ANTHROPIC_API_KEY: "k", ANTHROPIC_BASE_URL: "https://gw.lab/eu" },
      "anthropic/gw.lab/eu",
    ],
  ])("%s with %o is %s: another address is another server", async (reference, env, account) => {
    expect((await openModel(reference, builtInProviders, contextOf(env))).account).toBe(account);
  });
});

describe("Ollama", () => {
  it.each([
    [undefined, "http://127.0.0.1:11434"],
    ["", "http://127.0.0.1:11434"],
    ["0.0.0.0", "http://127.0.0.1:11434"],
    ["0.0.0.0:9999", "http://127.0.0.1:9999"],
    [":9999", "http://127.0.0.1:9999"],
    ["gpu.lab", "http://gpu.lab:11434"],
    ["http://gpu.lab:80", "http://gpu.lab"],
    ["https://ollama.example.org/", "https://ollama.example.org"],
  ])("OLLAMA_HOST=%s is %s", (value, expected) => {
    expect(ollamaAddress({ OLLAMA_HOST: value })).toBe(expected);
  });

  it("is found with its models, and answers", async () => {
    await using server = await startStubOllama(["llama3.2:1b", "qwen3:0.6b"]);
    const context = contextOf({ OLLAMA_HOST: server.origin });
    const { models } = await discoverModels(builtInProviders, context);
    expect(models.filter((model) => !model.demo)).toEqual([
      { reference: "ollama:llama3.2:1b", title: "llama3.2:1b (Ollama)", demo: false, local: true },
      { reference: "ollama:qwen3:0.6b", title: "qwen3:0.6b (Ollama)", demo: false, local: true },
    ]);
    expect(await textOf(await openModel("ollama:qwen3:0.6b", builtInProviders, context))).not.toBe("");
  });

  it("lists the installed models when one is asked that is not there", async () => {
    await using server = await startStubOllama(["llama3.2:1b", "qwen3:0.6b"]);
    const client = await openModel(
      "ollama:nosuch",
      builtInProviders,
      contextOf({ OLLAMA_HOST: server.origin }),
    );
    const unknown = {
      failure: {
        kind: "unknown-model",
        message:
          "Ollama has no model of this name, expected one of llama3.2:1b, qwen3:0.6b (ollama pull gets one)",
      },
    };
    await expect(textOf(client)).rejects.toMatchObject(unknown);
    const question = { messages: [{ role: "user" as const, content: "Who is there?" }], parameters: {} };
    await expect(client.complete?.(question, new AbortController().signal)).rejects.toMatchObject(unknown);
  });

  it("that is not running is no error for a list", async () => {
    const { models } = await discoverModels(builtInProviders, contextOf({ OLLAMA_HOST: "127.0.0.1:9" }));
    expect(models.length).toBeGreaterThan(12);
    expect(models.every((model) => model.demo)).toBe(true);
  });
});

describe("the list of what can be named", () => {
  it("says which providers have a key and never the key", async () => {
    const env = { ANTHROPIC_API_KEY: "canary-1", AWS_ACCESS_KEY_ID: "canary-2", OLLAMA_HOST: "127.0.0.1:9" };
    const discovery = await discoverModels(builtInProviders, contextOf(env));
    expect(JSON.stringify(discovery)).not.toContain("canary");
    const withKey = discovery.providers.filter((provider) => provider.hasKey).map((provider) => provider.id);
    expect(withKey).toEqual(["demo", "ollama", "http", "anthropic"]);
    expect(discovery.providers.find((provider) => provider.id === "bedrock")).toEqual({
      id: "bedrock",
      title: "Amazon Bedrock",
      example: "bedrock:meta.llama3-1-8b-instruct-v1:0",
      keyVariables: "AWS_BEARER_TOKEN_BEDROCK or (AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY)",
      hasKey: false,
    });
  });
});
