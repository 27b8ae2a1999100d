import type { ChatEvent, ChatRequest, ModelClient } from "../chat.ts";
import { ModelFailure, modelFailure } from "../model-failure.ts";
import { standardDialect } from "../openai-wire/dialect.ts";
import { createOpenAiWireClient } from "../openai-wire/openai-wire-client.ts";
import { isObject } from "../openai-wire/wire-answer.ts";
import type { WireEndpoint } from "../openai-wire/wire-endpoint.ts";
import { type DiscoveredModel, defineProvider, type Environment, type ProviderContext } from "../provider.ts";
import { normalBaseUrl } from "./base-url.ts";

const defaultPort = "11434";
/** Long enough for a local program, short enough that a start page doesn't wait for one that is not there. */
const discoveryMs = 1_000;

/** Models of an Ollama on this machine (or at OLLAMA_HOST), found without being named anywhere. */
export const ollamaProvider = defineProvider({
  id: "ollama",
  title: "Ollama",
  example: "ollama:llama3.2",
  keys: [],
  settings: ["OLLAMA_HOST"],
  // One machine answers, one to four at a time (OLLAMA_NUM_PARALLEL), and queues 512 (OLLAMA_MAX_QUEUE): more only wait there.
  concurrency: { initial: 4, maximum: 16 },
  open: async (model, context) => {
    const client = createOpenAiWireClient({
      ...ollamaEndpoint(model, context),
      dialect: standardDialect,
      fetch: context.fetch,
      now: context.now,
    });
    return Object.freeze({ ...client, ...withKnownModels(client, context) });
  },
  endpoint: ollamaEndpoint,
  discover: async (context) => {
    try {
      return (await localModels(context)).map((name) => describe(name));
    } catch {
      return [];
    }
  },
});

function ollamaEndpoint(model: string, { env }: ProviderContext): WireEndpoint {
  const host = ollamaAddress(env);
  return {
    reference: `ollama:${model}`,
    account: `ollama/${new URL(host).host}`,
    baseUrl: `${host}/v1`,
    model,
    key: null,
    keyHint: "OLLAMA_HOST",
  };
}

/** OLLAMA_HOST as Ollama itself reads it: an address, a host, or a host and port. */
export function ollamaAddress(env: Environment): string {
  const value = env.OLLAMA_HOST?.trim() ?? "";
  const address = /^https?:\/\//.test(value) ? value : `http://${value === "" ? "127.0.0.1" : value}`;
  const normal = normalBaseUrl(address.replace(/\/\/:/, "//127.0.0.1:"), "OLLAMA_HOST");
  const url = new URL(normal);
  // 0.0.0.0 is where a server listens, not where a client goes.
  if (url.hostname === "0.0.0.0") url.hostname = "127.0.0.1";
  if (url.port === "" && !/:\d+$/.test(address) && url.protocol === "http:") url.port = defaultPort;
  return `${url.origin}${url.pathname}`.replace(/\/+$/, "");
}

function describe(name: string): DiscoveredModel {
  return { reference: `ollama:${name}`, title: `${name} (Ollama)`, demo: false, local: true };
}

async function localModels({ env, fetch }: ProviderContext): Promise<readonly string[]> {
  const response = await fetch(`${ollamaAddress(env)}/api/tags`, {
    signal: AbortSignal.timeout(discoveryMs),
    redirect: "error",
  });
  const document: unknown = await response.json();
  const models = isObject(document) ? document.models : undefined;
  if (!response.ok || !Array.isArray(models)) return [];
  return models.flatMap((model: unknown) =>
    isObject(model) && typeof model.name === "string" && /^[^\s\p{Cc}]+$/u.test(model.name)
      ? [model.name]
      : [],
  );
}

/** An unknown model is told apart with the list of those that are there. */
function withKnownModels(
  client: ReturnType<typeof createOpenAiWireClient>,
  context: ProviderContext,
): Required<Pick<ModelClient, "stream" | "complete">> {
  return {
    stream: async function* stream(request: ChatRequest, signal: AbortSignal): AsyncGenerator<ChatEvent> {
      try {
        yield* client.stream(request, signal);
      } catch (thrown) {
        throw await namingModels(thrown, context);
      }
    },
    complete: async (request: ChatRequest, signal: AbortSignal) => {
      try {
        return await client.complete(request, signal);
      } catch (thrown) {
        throw await namingModels(thrown, context);
      }
    },
  };
}

async function namingModels(thrown: unknown, context: ProviderContext): Promise<unknown> {
  if (!(thrown instanceof ModelFailure) || thrown.failure.kind !== "unknown-model") return thrown;
  const names = await localModels(context).catch(() => []);
  const known = names.length === 0 ? "no model is installed" : `expected one of ${names.join(", ")}`;
  return modelFailure("unknown-model", `Ollama has no model of this name, ${known} (ollama pull gets one)`, {
    httpStatus: 404,
  });
}
