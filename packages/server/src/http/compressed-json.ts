import { gzipSync } from "node:zlib";
import type { Context } from "hono";
import { acceptsEncoding } from "./accepted-encoding.ts";

/** What fits into one packet gains nothing. */
const smallest = 1_000;

/** The value as JSON, compressed where the browser takes it. A view repeats itself: it shrinks to about a fifth. */
export function compressedJson(context: Context, value: unknown): Response {
  const text = JSON.stringify(value);
  const type = { "content-type": "application/json", vary: "accept-encoding" };
  if (text.length < smallest || !acceptsGzip(context)) return context.body(text, 200, type);
  return context.body(new Uint8Array(gzipSync(text, { level: 4 })), 200, {
    ...type,
    "content-encoding": "gzip",
  });
}

export function acceptsGzip(context: Context): boolean {
  return acceptsEncoding(context.req.header("accept-encoding"), "gzip");
}
