import type { Context } from "hono";
import { acceptsGzip } from "./compressed-json.ts";
import { GzipStream } from "./gzip-stream.ts";

export interface StreamEvent {
  readonly event: string;
  readonly data: unknown;
  readonly id?: string;
}
export type Send = (event: StreamEvent) => void;

/** An event and no comment, so that the page hears it and misses it when the connection is dead. */
const heartbeatMs = 15_000;
/** A browser that reads nothing for this long is let go; it comes back and is sent what it misses. */
const maximumBacklog = 4_000_000;

/**
 * Server-sent events. `start` gets the means to send and to end the stream, and answers how to stop listening; what is
 * sent after the end, whoever ended it, is dropped.
 */
export function eventStream(
  context: Context,
  stopping: AbortSignal,
  start: (send: Send, close: () => void) => () => void,
): Response {
  const zipped = acceptsGzip(context) ? new GzipStream() : null;
  const headers = {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store",
    "x-accel-buffering": "no",
    vary: "accept-encoding",
    ...(zipped === null ? {} : { "content-encoding": "gzip" }),
  };
  // Nobody reads the body, so that nobody would ever end it.
  if (context.req.method === "HEAD") return new Response(null, { headers });
  const encoder = new TextEncoder();
  const encoded = (text: string) => zipped?.add(text) ?? encoder.encode(text);
  let ended = false;
  let stop: (() => void) | null = null;
  let heartbeat: NodeJS.Timeout | undefined;
  let close = () => {};
  const end = () => {
    if (ended) return;
    ended = true;
    clearInterval(heartbeat);
    stopping.removeEventListener("abort", close);
    stop?.();
  };
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        close = () => {
          if (ended) return;
          end();
          if (zipped !== null) controller.enqueue(zipped.end());
          controller.close();
        };
        const write = (text: string) => {
          if (ended) return;
          if ((controller.desiredSize ?? 0) < -maximumBacklog) close();
          else controller.enqueue(encoded(text));
        };
        if (zipped !== null) controller.enqueue(zipped.begin());
        stopping.addEventListener("abort", close);
        // A server that is stopping has told everybody already.
        if (stopping.aborted) close();
        context.req.raw.signal.addEventListener("abort", end, { once: true });
        heartbeat = setInterval(() => write("event: beat\ndata: 0\n\n"), heartbeatMs);
        write("retry: 1000\n\n");
        const stopListening = start(
          ({ event, data, id }) =>
            write(
              `${id === undefined ? "" : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`,
            ),
          close,
        );
        if (ended) {
          clearInterval(heartbeat);
          stopListening();
        } else stop = stopListening;
      },
      cancel: end,
    },
    new ByteLengthQueuingStrategy({ highWaterMark: 65_536 }),
  );
  return new Response(body, { headers });
}
