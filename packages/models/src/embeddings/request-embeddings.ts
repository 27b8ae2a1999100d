import { ModelFailure, modelFailure } from "../model-failure.ts";
import { networkReason } from "../network-reason.ts";
import { BodyReader, readDocument, readErrorDocument } from "../openai-wire/body-reader.ts";
import { fetchedBytes } from "../openai-wire/byte-source.ts";
import { type ErrorContext, statusFailure, streamedFailure } from "../openai-wire/error-answer.ts";
import { isObject, wireError } from "../openai-wire/wire-answer.ts";
import type { WireEndpoint } from "../openai-wire/wire-endpoint.ts";
import { retryAfterMs } from "../retry-after.ts";

/**
 * One request for the vectors of some texts.
 *
 * @throws ModelFailure for what the server did wrong; the signal's reason when it is aborted
 */
export async function requestEmbeddings(
  endpoint: WireEndpoint,
  texts: readonly string[],
  world: { readonly fetch: typeof globalThis.fetch; readonly now: () => number },
  signal: AbortSignal,
): Promise<readonly Float32Array[]> {
  // Texts are people's own words: errors quote a server only where it doesn't quote them.
  const context: ErrorContext = {
    request: { messages: texts.map((content) => ({ role: "user", content })), parameters: {} },
    key: endpoint.key,
    keyHint: endpoint.keyHint,
  };
  try {
    const response = await post(endpoint, texts, world.fetch, signal);
    if (response.status < 200 || response.status > 299) {
      const error = wireError(await readErrorDocument(fetchedBytes(response)));
      throw statusFailure(response.status, error, retryAfterMs(response.headers, world.now()), context);
    }
    const document = await readDocument("", new BodyReader(fetchedBytes(response)));
    const error = wireError(document);
    if (error !== null) throw streamedFailure(error, context);
    return readVectors(document, texts.length);
  } catch (thrown) {
    if (signal.aborted) throw signal.reason;
    if (thrown instanceof ModelFailure) throw thrown;
    throw modelFailure("server", `the connection broke off: ${networkReason(thrown)}`, { cause: thrown });
  }
}

async function post(
  endpoint: WireEndpoint,
  texts: readonly string[],
  fetch: typeof globalThis.fetch,
  signal: AbortSignal,
): Promise<Response> {
  const headers: Record<string, string> = { "content-type": "application/json", accept: "application/json" };
  if (endpoint.key !== null) headers.authorization = `Bearer ${endpoint.key}`;
  try {
    return await fetch(`${endpoint.baseUrl}/embeddings`, {
      method: "POST",
      headers,
      body: JSON.stringify({ model: endpoint.model, input: texts }),
      signal,
      // Following would turn the POST into a GET, and carry the key elsewhere.
      redirect: "manual",
    });
  } catch (cause) {
    const { host } = new URL(endpoint.baseUrl);
    throw modelFailure("server", `can't reach ${host}: ${networkReason(cause)}`, { cause });
  }
}

/** `{data: [{index, embedding}, …]}`; a list without indices is in the order of the texts. */
function readVectors(document: unknown, count: number): readonly Float32Array[] {
  const data = isObject(document) ? document.data : undefined;
  if (!Array.isArray(data))
    throw modelFailure("server", "the server's answer has no list of embeddings (data)");
  if (data.length !== count)
    throw modelFailure("server", `the server sent ${data.length} embeddings, expected ${count}`);
  const vectors = new Map<number, Float32Array>();
  for (const [place, entry] of data.entries()) {
    const index: unknown = isObject(entry) ? (entry.index ?? place) : null;
    if (
      typeof index !== "number" ||
      !Number.isInteger(index) ||
      index < 0 ||
      index >= count ||
      vectors.has(index)
    )
      throw modelFailure("server", `the server sent data[${place}].index twice or out of range`);
    vectors.set(index, readVector(isObject(entry) ? entry.embedding : null, place));
  }
  return Array.from({ length: count }, (_, index) => vectors.get(index) ?? new Float32Array(0));
}

function readVector(value: unknown, place: number): Float32Array {
  if (!Array.isArray(value) || value.length === 0)
    throw modelFailure("server", `the server sent data[${place}].embedding as something else than a list`);
  const vector = Float32Array.from(value, (number: unknown) =>
    typeof number === "number" ? number : Number.NaN,
  );
  if (!vector.every(Number.isFinite))
    throw modelFailure("server", `the server sent data[${place}].embedding with something else than numbers`);
  return vector;
}
