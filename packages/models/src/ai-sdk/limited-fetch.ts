import { modelFailure } from "../model-failure.ts";

/**
 * A fetch for the vendors' packages, which read without a limit and follow redirects: bodies break off after `maximumBytes`, and a
 * redirect is an answer like any other, for following would carry the key elsewhere.
 */
export function limitedFetch(fetch: typeof globalThis.fetch, maximumBytes: number): typeof globalThis.fetch {
  return async (input, init) => {
    const response = await fetch(input, { ...init, redirect: "manual" });
    if (response.body === null) return response;
    let bytes = 0;
    const counter = new TransformStream<Uint8Array, Uint8Array>({
      transform: (chunk, controller) => {
        bytes += chunk.byteLength;
        if (bytes > maximumBytes) {
          throw modelFailure("server", `the server sent more than ${maximumBytes / 1_000_000} MB`);
        }
        controller.enqueue(chunk);
      },
    });
    const { status, statusText, headers } = response;
    return new Response(response.body.pipeThrough(counter), { status, statusText, headers });
  };
}
