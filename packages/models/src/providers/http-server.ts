import { RefractError } from "@refract/core";
import { selfHostedDialect } from "../openai-wire/dialect.ts";
import { createOpenAiWireClient } from "../openai-wire/openai-wire-client.ts";
import type { WireEndpoint } from "../openai-wire/wire-endpoint.ts";
import { defineProvider, type ProviderContext } from "../provider.ts";
import { normalBaseUrl } from "./base-url.ts";

/**
 * Any server of the OpenAI wire, by address: `http://127.0.0.1:8000/v1#model`. A key is looked up under the name of
 * the very host (`REFRACT_KEY_127_0_0_1_8000`, else without the port), so that a study file from elsewhere can't
 * make this program send a key to another host.
 */
export const httpProvider = defineProvider({
  id: "http",
  title: "Server of the OpenAI wire format, by address",
  example: "http://127.0.0.1:8000/v1#my-model",
  keys: [],
  settings: ["REFRACT_KEY_<HOST>_<PORT>", "REFRACT_KEY_<HOST>"],
  // vLLM works on 256 at a time unless told (max_num_seqs) and lets more wait.
  concurrency: { initial: 128, maximum: 1024 },
  open: async (reference, context) =>
    createOpenAiWireClient({
      ...httpEndpoint(reference, context),
      dialect: selfHostedDialect,
      fetch: context.fetch,
      now: context.now,
    }),
  endpoint: httpEndpoint,
});

function httpEndpoint(reference: string, { env }: ProviderContext): WireEndpoint {
  const hash = reference.indexOf("#");
  const model = hash < 0 ? "" : reference.slice(hash + 1);
  if (model === "") {
    throw new RefractError(
      "invalid-input",
      `${reference}: no model, expected the address, # and the model's name, such as http://127.0.0.1:8000/v1#my-model`,
    );
  }
  const baseUrl = normalBaseUrl(
    reference.slice(0, hash),
    reference.slice(0, hash).replace(/\/\/[^/]*@/, "//…@"),
  );
  const variables = keyVariables(new URL(baseUrl));
  const variable = variables.find((name) => (env[name]?.trim() ?? "") !== "");
  return {
    reference,
    account: `http/${new URL(baseUrl).host}`,
    baseUrl,
    model,
    key: variable === undefined ? null : (env[variable]?.trim() ?? null),
    keyHint: variable ?? variables.join(" or "),
  };
}

/** Where the key of a host is looked up: with its port first. */
export function keyVariables(url: URL): readonly string[] {
  const name = (host: string) =>
    `REFRACT_KEY_${host
      .toUpperCase()
      .replace(/[^A-Z0-9]+/g, "_")
      .replace(/^_|_$/g, "")}`;
  return [...new Set([name(url.host), name(url.hostname)])];
}
