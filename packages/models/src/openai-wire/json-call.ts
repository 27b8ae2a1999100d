import type { IncomingMessage } from "node:http";
import { promisify } from "node:util";
import { brotliDecompress, inflate, unzip } from "node:zlib";
import { modelFailure } from "../model-failure.ts";
import { networkReason } from "../network-reason.ts";
import { headersOf, openPost } from "./open-post.ts";

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

/** One POST of a JSON body, and the whole answer as text. */
export async function postJson(
  address: string,
  key: string | null,
  body: string,
  signal: AbortSignal,
): Promise<JsonAnswer> {
  const incoming = await openPost({ address, key, body, accept: "application/json", signal });
  try {
    const text = await readText(incoming);
    return { status: incoming.statusCode ?? 0, headers: headersOf(incoming), text };
  } catch (thrown) {
    incoming.destroy();
    throw signal.aborted ? signal.reason : thrown;
  }
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
