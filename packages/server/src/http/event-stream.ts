import type { Context } from "hono";

export interface StreamEvent {
  readonly event: string;
  readonly data: unknown;
  readonly id?: string;
}
export type Send = (event: StreamEvent) => void;

const heartbeatMs = 15_000;
/** A browser that reads nothing for this long is let go; it comes back and is sent what it misses. */
const maximumBacklog = 4_000_000;

/** Server-sent events. `start` gets the means to send and answers how to stop listening. */
export function eventStream(
  context: Context,
  stopping: AbortSignal,
  start: (send: Send) => () => void,
): Response {
  const encoder = new TextEncoder();
  let stop = () => {};
  let heartbeat: NodeJS.Timeout | undefined;
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const end = () => {
          clearInterval(heartbeat);
          stop();
          stopping.removeEventListener("abort", close);
        };
        const close = () => {
          end();
          try {
            controller.close();
          } catch {
            // The browser had closed it already.
          }
        };
        const write = (text: string) => {
          if ((controller.desiredSize ?? 0) < -maximumBacklog) close();
          else controller.enqueue(encoder.encode(text));
        };
        stopping.addEventListener("abort", close);
        context.req.raw.signal.addEventListener("abort", end);
        heartbeat = setInterval(() => write(": beat\n\n"), heartbeatMs);
        write("retry: 1000\n\n");
        stop = start(({ event, data, id }) =>
          write(`${id === undefined ? "" : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`),
        );
      },
      cancel() {
        clearInterval(heartbeat);
        stop();
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: 65_536 }),
  );
  return new Response(body, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
      "x-accel-buffering": "no",
    },
  });
}
