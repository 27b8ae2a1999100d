import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { promisify } from "node:util";
import { brotliDecompress, inflate, unzip } from "node:zlib";
import { modelFailure } from "../model-failure.ts";
import { networkReason } from "../network-reason.ts";
import { outgoingAgents } from "../outgoing-connections.ts";

export interface JsonAnswer {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly text: string;
}

const maximumBytes = 8_000_000;

/** Compressions that servers use without being asked. */
const decoders = new Map([
  ["gzip", promisify(unzip)],
  ["x-gzip", promisify(unzip)],
  ["deflate", promisify(inflate)],
  ["br", promisify(brotliDecompress)],
]);

/**
 * One POST of a JSON body over a connection that is kept, and the whole answer as text. Node's own `http` takes about a third of the
 * time `fetch` takes for it, which is what thousands of short answers are made of. Redirects are not followed: that would carry
 * the key elsewhere.
 */
export function postJson(
  address: string,
  key: string | null,
  body: string,
  signal: AbortSignal,
): Promise<JsonAnswer> {
  const url = new URL(address);
  const secure = url.protocol === "https:";
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const outgoing = (secure ? httpsRequest : httpRequest)(url, {
      method: "POST",
      agent: secure ? outgoingAgents().https : outgoingAgents().http,
      headers: {
        "content-type": "application/json",
        accept: "application/json",
        "content-length": Buffer.byteLength(body),
        ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      },
    });
    const stop = () => outgoing.destroy();
    signal.addEventListener("abort", stop, { once: true });
    const fail = (thrown: unknown) => {
      signal.removeEventListener("abort", stop);
      outgoing.destroy();
      reject(signal.aborted ? signal.reason : thrown);
    };
    outgoing.on("error", (cause) =>
      fail(modelFailure("server", `can't reach ${url.host}: ${networkReason(cause)}`, { cause })),
    );
    outgoing.on("response", (incoming) => {
      readText(incoming).then((text) => {
        signal.removeEventListener("abort", stop);
        resolve({ status: incoming.statusCode ?? 0, headers: headersOf(incoming), text });
      }, fail);
    });
    outgoing.end(body);
  });
}

async function readText(incoming: IncomingMessage): Promise<string> {
  const bytes = await readBytes(incoming);
  const encoding = incoming.headers["content-encoding"]?.trim().toLowerCase() ?? "";
  const decode = decoders.get(encoding);
  if (decode === undefined || bytes.length === 0) return bytes.toString("utf8");
  try {
    return (await decode(bytes, { maxOutputLength: maximumBytes })).toString("utf8");
  } catch (cause) {
    throw modelFailure("server", `the server's ${encoding} can't be read: ${networkReason(cause)}`, {
      cause,
    });
  }
}

function readBytes(incoming: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    incoming.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      chunks.push(chunk);
      if (bytes > maximumBytes)
        reject(modelFailure("server", `the server sent more than ${maximumBytes / 1_000_000} MB`));
    });
    incoming.on("end", () => resolve(Buffer.concat(chunks, bytes)));
    incoming.on("error", (cause) =>
      reject(modelFailure("server", `the connection broke off: ${networkReason(cause)}`, { cause })),
    );
    incoming.on("aborted", () => reject(modelFailure("server", "the connection broke off")));
  });
}

function headersOf(incoming: IncomingMessage): JsonAnswer["headers"] {
  return {
    get: (name) => {
      const value = incoming.headers[name];
      return value === undefined ? null : String(value);
    },
  };
}
