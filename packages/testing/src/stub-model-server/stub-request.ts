import type { IncomingMessage } from "node:http";

/** One request as the server saw it. */
export interface StubRequest {
  readonly path: string;
  /** From the body; empty for other requests. */
  readonly model: string;
  /** How many requests for this model came before. */
  readonly number: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly authorization: string | null;
  /** Tells connections apart. */
  readonly clientPort: number;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** The JSON object of a body, or an empty one. */
export async function readJsonBody(incoming: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  try {
    const value: unknown = JSON.parse(Buffer.concat(chunks).toString("utf8"));
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
