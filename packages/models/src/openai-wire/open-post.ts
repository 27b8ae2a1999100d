import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { modelFailure } from "../model-failure.ts";
import { networkReason } from "../network-reason.ts";
import { outgoingAgents } from "../outgoing-connections.ts";

export interface Post {
  readonly address: string;
  readonly key: string | null;
  /** JSON. */
  readonly body: string;
  readonly accept: string;
  /** Aborted, it cuts the connection, whether or not the answer has begun. */
  readonly signal: AbortSignal;
}

/**
 * One POST over a connection that is kept, up to the head of its answer. Node's own `http` takes about a third of the time `fetch` takes
 * for it. Redirects are not followed: that would carry the key elsewhere. Rejects with a failure `server`, or the signal's reason.
 */
export function openPost({ address, key, body, accept, signal }: Post): Promise<IncomingMessage> {
  const url = new URL(address);
  const secure = url.protocol === "https:";
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const outgoing = (secure ? httpsRequest : httpRequest)(url, {
      method: "POST",
      agent: secure ? outgoingAgents().https : outgoingAgents().http,
      headers: {
        "content-type": "application/json",
        accept,
        "content-length": Buffer.byteLength(body),
        ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      },
    });
    const stop = () => outgoing.destroy();
    signal.addEventListener("abort", stop, { once: true });
    outgoing.once("close", () => {
      signal.removeEventListener("abort", stop);
      // A server that wants another protocol (HTTP 101) is hung up on without an error.
      reject(
        signal.aborted
          ? signal.reason
          : modelFailure("server", `${url.host} closed the connection without an answer`),
      );
    });
    outgoing.on("error", (cause) =>
      reject(
        signal.aborted
          ? signal.reason
          : modelFailure("server", `can't reach ${url.host}: ${networkReason(cause)}`, { cause }),
      ),
    );
    outgoing.once("response", resolve);
    outgoing.end(body);
  });
}

/** The header of an answer, or null. */
export function headersOf(incoming: IncomingMessage): { get(name: string): string | null } {
  return {
    get: (name) => {
      const value = incoming.headers[name];
      return value === undefined ? null : String(value);
    },
  };
}
