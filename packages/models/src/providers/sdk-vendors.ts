import type { LanguageModel } from "ai";
import { createAiSdkClient } from "../ai-sdk/ai-sdk-client.ts";
import { fetchWithBody } from "../ai-sdk/fetch-with-body.ts";
import { limitedFetch } from "../ai-sdk/limited-fetch.ts";
import { defineProvider, type ProviderContext, type ProviderDefinition } from "../provider.ts";
import { completeKeys, missingKey } from "../provider-key.ts";
import { accountAt, baseUrlFrom } from "./base-url.ts";
import { perMinute } from "./per-minute.ts";

/** Of one answer, wrapping included. */
const maximumBytes = 32_000_000;

/** What a vendor's package is opened with. */
interface VendorSettings {
  /** Values of the first complete set of keys, in its order. */
  readonly keys: readonly string[];
  readonly baseURL?: string;
  readonly fetch: typeof globalThis.fetch;
  readonly env: ProviderContext["env"];
}

interface SdkVendor {
  readonly id: string;
  readonly title: string;
  readonly example: string;
  readonly keys: ProviderDefinition["keys"];
  readonly baseUrlVariable: string;
  readonly settings?: readonly string[];
  readonly concurrency: ProviderDefinition["concurrency"];
  /** Requests are signed with their body, so that nothing can be added to it. */
  readonly signsBody?: true;
  /** Imports the package; only called once a model of this vendor is asked. */
  load(model: string, settings: VendorSettings): Promise<LanguageModel>;
}

/** Vendors with a wire of their own, through the AI SDK. */
const vendors: readonly SdkVendor[] = [
  {
    id: "anthropic",
    title: "Anthropic",
    example: "anthropic:claude-sonnet-4-5",
    keys: ["ANTHROPIC_API_KEY"],
    baseUrlVariable: "ANTHROPIC_BASE_URL",
    // 50 requests a minute for a new account, 4,000 later (Anthropic's page on rate limits).
    concurrency: perMinute(200, 4_000),
    load: async (model, { keys, env: _env, ...settings }) =>
      (await import("@ai-sdk/anthropic")).createAnthropic({ apiKey: keys[0] ?? "", ...settings })(model),
  },
  {
    id: "google",
    title: "Google (Gemini API)",
    example: "google:gemini-2.5-flash",
    keys: ["GOOGLE_GENERATIVE_AI_API_KEY", "GEMINI_API_KEY"],
    baseUrlVariable: "GOOGLE_BASE_URL",
    concurrency: perMinute(200, 2_000),
    load: async (model, { keys, env: _env, ...settings }) =>
      (await import("@ai-sdk/google")).createGoogle({ apiKey: keys[0] ?? "", ...settings })(model),
  },
  {
    id: "mistral",
    title: "Mistral",
    example: "mistral:mistral-small-latest",
    keys: ["MISTRAL_API_KEY"],
    baseUrlVariable: "MISTRAL_BASE_URL",
    // One request a second on the free plan.
    concurrency: perMinute(60, 1_000),
    load: async (model, { keys, env: _env, ...settings }) =>
      (await import("@ai-sdk/mistral")).createMistral({ apiKey: keys[0] ?? "", ...settings })(model),
  },
  {
    id: "cohere",
    title: "Cohere",
    example: "cohere:command-r-08-2024",
    keys: ["COHERE_API_KEY"],
    baseUrlVariable: "COHERE_BASE_URL",
    // 500 requests a minute with a production key, 20 with a trial key (Cohere's page on rate limits).
    concurrency: perMinute(500, 1_000),
    load: async (model, { keys, env: _env, ...settings }) =>
      (await import("@ai-sdk/cohere")).createCohere({ apiKey: keys[0] ?? "", ...settings })(model),
  },
  {
    id: "openai-responses",
    title: "OpenAI, models that only the Responses API serves",
    example: "openai-responses:o3-pro",
    keys: ["OPENAI_API_KEY"],
    baseUrlVariable: "OPENAI_BASE_URL",
    concurrency: perMinute(500, 5_000),
    load: async (model, { keys, env: _env, ...settings }) =>
      (await import("@ai-sdk/openai")).createOpenAI({ apiKey: keys[0] ?? "", ...settings }).responses(model),
  },
  {
    id: "bedrock",
    title: "Amazon Bedrock",
    example: "bedrock:meta.llama3-1-8b-instruct-v1:0",
    keys: ["AWS_BEARER_TOKEN_BEDROCK", ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]],
    baseUrlVariable: "BEDROCK_BASE_URL",
    settings: ["AWS_REGION", "AWS_SESSION_TOKEN"],
    concurrency: perMinute(200, 2_000),
    signsBody: true,
    load: async (model, { keys, env, ...settings }) => {
      const { createAmazonBedrock } = await import("@ai-sdk/amazon-bedrock");
      const [first = "", secret] = keys;
      const session = env.AWS_SESSION_TOKEN;
      return createAmazonBedrock({
        region: env.AWS_REGION ?? env.AWS_DEFAULT_REGION ?? "us-east-1",
        ...(secret === undefined ? { apiKey: first } : { accessKeyId: first, secretAccessKey: secret }),
        ...(session === undefined ? {} : { sessionToken: session }),
        ...settings,
      })(model);
    },
  },
];

export const sdkProviders: readonly ProviderDefinition[] = vendors.map((vendor) =>
  defineProvider({
    id: vendor.id,
    title: vendor.title,
    example: vendor.example,
    keys: vendor.keys,
    settings: [vendor.baseUrlVariable, ...(vendor.settings ?? [])],
    concurrency: vendor.concurrency,
    open: async (model, { env, fetch, now }) => {
      const found = completeKeys(vendor.keys, env);
      if (found === null) throw missingKey(vendor.id, vendor.keys);
      const baseURL = baseUrlFrom(env, vendor.baseUrlVariable);
      // By the fields that are added to each request: hardly ever more than one set a model.
      const loaded = new Map<string, Promise<LanguageModel>>();
      return createAiSdkClient({
        reference: `${vendor.id}:${model}`,
        account: accountAt(vendor.id === "openai-responses" ? "openai" : vendor.id, baseURL),
        takesBody: vendor.signsBody !== true,
        load: (body) => {
          const fields = JSON.stringify(body);
          const known = loaded.get(fields);
          if (known !== undefined) return known;
          const loading = vendor.load(model, {
            keys: found.values,
            fetch: limitedFetch(fetchWithBody(fetch, body), maximumBytes),
            env,
            ...(baseURL === null ? {} : { baseURL }),
          });
          loaded.set(fields, loading);
          return loading;
        },
        key: found.values.at(-1) ?? null,
        keyHint: found.variables.join(" and "),
        now,
      });
    },
  }),
);
