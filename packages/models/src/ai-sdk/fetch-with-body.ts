import type { SamplingParameters } from "@refract/core";
import { isObject } from "../openai-wire/wire-answer.ts";

type ExtraBody = NonNullable<SamplingParameters["body"]>;

/** A fetch that adds fields to the JSON body of every request; what is in the body already stays. */
export function fetchWithBody(fetch: typeof globalThis.fetch, extra: ExtraBody): typeof globalThis.fetch {
  if (Object.keys(extra).length === 0) return fetch;
  return (input, init) => {
    const body: unknown = typeof init?.body === "string" ? JSON.parse(init.body) : null;
    return isObject(body)
      ? fetch(input, { ...init, body: JSON.stringify({ ...extra, ...body }) })
      : fetch(input, init);
  };
}
