import {
  openAiDialect,
  openRouterDialect,
  standardDialect,
  topKDialect,
  type WireDialect,
} from "../openai-wire/dialect.ts";
import { createOpenAiWireClient } from "../openai-wire/openai-wire-client.ts";
import type { WireEndpoint } from "../openai-wire/wire-endpoint.ts";
import { defineProvider, type ProviderContext, type ProviderDefinition } from "../provider.ts";
import { requireKey } from "../provider-key.ts";
import { accountAt, baseUrlFrom } from "./base-url.ts";
import { perMinute } from "./per-minute.ts";

interface CompatibleVendor {
  readonly id: string;
  readonly title: string;
  readonly baseUrl: string;
  readonly key: string;
  /** Replaces the address: a proxy, a gateway, a regional host. */
  readonly baseUrlVariable: string;
  readonly example: string;
  readonly dialect: WireDialect;
  readonly concurrency: ProviderDefinition["concurrency"];
}

/** Vendors that speak the OpenAI wire themselves. A new one is a line here. */
const vendors: readonly CompatibleVendor[] = [
  {
    id: "openai",
    title: "OpenAI",
    baseUrl: "https://api.openai.com/v1",
    key: "OPENAI_API_KEY",
    baseUrlVariable: "OPENAI_BASE_URL",
    example: "openai:gpt-4o-mini",
    dialect: openAiDialect,
    // Requests a minute: 500 for a new account, 5,000 to 30,000 later (OpenAI's page on rate limits).
    concurrency: perMinute(500, 5_000),
  },
  {
    id: "openrouter",
    title: "OpenRouter",
    baseUrl: "https://openrouter.ai/api/v1",
    key: "OPENROUTER_API_KEY",
    baseUrlVariable: "OPENROUTER_BASE_URL",
    example: "openrouter:meta-llama/llama-3.3-70b-instruct",
    dialect: openRouterDialect,
    concurrency: perMinute(500, 5_000),
  },
  {
    id: "together",
    title: "Together AI",
    baseUrl: "https://api.together.xyz/v1",
    key: "TOGETHER_API_KEY",
    baseUrlVariable: "TOGETHER_BASE_URL",
    example: "together:meta-llama/Llama-3.3-70B-Instruct-Turbo",
    dialect: topKDialect,
    concurrency: perMinute(500, 5_000),
  },
  {
    id: "groq",
    title: "Groq",
    baseUrl: "https://api.groq.com/openai/v1",
    key: "GROQ_API_KEY",
    baseUrlVariable: "GROQ_BASE_URL",
    example: "groq:llama-3.3-70b-versatile",
    dialect: standardDialect,
    // 30 requests a minute on the free plan (Groq's page on rate limits); paid ones bear more.
    concurrency: perMinute(300, 3_000),
  },
  {
    id: "deepseek",
    title: "DeepSeek",
    baseUrl: "https://api.deepseek.com/v1",
    key: "DEEPSEEK_API_KEY",
    baseUrlVariable: "DEEPSEEK_BASE_URL",
    example: "deepseek:deepseek-chat",
    dialect: standardDialect,
    // No limit of requests, 500 calls at a time for its larger model (DeepSeek's page on rate limits).
    concurrency: { initial: 64, maximum: 500 },
  },
  {
    id: "huggingface",
    title: "Hugging Face inference",
    baseUrl: "https://router.huggingface.co/v1",
    key: "HF_TOKEN",
    baseUrlVariable: "HUGGINGFACE_BASE_URL",
    example: "huggingface:meta-llama/Llama-3.1-8B-Instruct",
    dialect: standardDialect,
    concurrency: perMinute(500, 5_000),
  },
];

export const compatibleProviders: readonly ProviderDefinition[] = vendors.map((vendor) =>
  defineProvider({
    id: vendor.id,
    title: vendor.title,
    example: vendor.example,
    keys: [vendor.key],
    settings: [vendor.baseUrlVariable],
    concurrency: vendor.concurrency,
    open: async (model, context) => {
      const { fetch, now } = context;
      return createOpenAiWireClient({
        ...endpointOf(vendor, model, context),
        dialect: vendor.dialect,
        fetch,
        now,
      });
    },
    endpoint: (model, context) => endpointOf(vendor, model, context),
  }),
);

function endpointOf(vendor: CompatibleVendor, model: string, { env }: ProviderContext): WireEndpoint {
  const ownUrl = baseUrlFrom(env, vendor.baseUrlVariable);
  return {
    reference: `${vendor.id}:${model}`,
    account: accountAt(vendor.id, ownUrl),
    baseUrl: ownUrl ?? vendor.baseUrl,
    model,
    key: requireKey(vendor.id, [vendor.key], env),
    keyHint: vendor.key,
  };
}
