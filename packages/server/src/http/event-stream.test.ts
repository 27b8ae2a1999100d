import { setTimeout as sleep } from "node:timers/promises";
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { afterEach, expect, test } from "vitest";
import { eventStream, type Send } from "./event-stream.ts";

const stopServer: (() => void)[] = [];
afterEach(() => {
  for (const stop of stopServer.splice(0)) stop();
});

/** A server with one stream; tells what its listeners were given and what stopped. */
async function startStream(stopping: AbortSignal) {
  const sends: Send[] = [];
  let stopped = 0;
  const app = new Hono();
  app.get("/", (context) =>
    eventStream(context, stopping, (send) => {
      sends.push(send);
      return () => {
        stopped += 1;
      };
    }),
  );
  const port = await new Promise<number>((resolve) => {
    const server = serve({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 }, ({ port }) => resolve(port));
    stopServer.push(() => server.close());
  });
  return { url: `http://127.0.0.1:${port}/`, sends, stopped: () => stopped };
}

async function until(holds: () => boolean): Promise<void> {
  for (let waited = 0; !holds() && waited < 5000; waited += 10) await sleep(10);
}

test("something sent after the browser has gone is dropped, and nothing is thrown", async () => {
  const { url, sends, stopped } = await startStream(new AbortController().signal);
  const gone = new AbortController();
  await fetch(url, { signal: gone.signal });
  gone.abort();
  await until(() => stopped() === 1);
  expect(stopped()).toBe(1);
  expect(() => sends[0]?.({ event: "view", data: 1 })).not.toThrow();
});

test("a browser that reads nothing is let go once, and what follows is dropped", async () => {
  const { url, sends, stopped } = await startStream(new AbortController().signal);
  // Packed, a million times the same letter would be next to nothing.
  const response = await fetch(url, { headers: { "accept-encoding": "identity" } });
  const send = sends[0];
  for (let count = 0; count < 40; count += 1) send?.({ event: "view", data: "x".repeat(1_000_000) });
  expect(stopped()).toBe(1);
  await response.body?.cancel();
  await sleep(50);
  expect(stopped()).toBe(1);
});

test("a browser that goes leaves nothing behind on the server's signal", async () => {
  const stopping = new AbortController();
  const listening = { added: 0, removed: 0 };
  const { addEventListener, removeEventListener } = stopping.signal;
  stopping.signal.addEventListener = (...given: Parameters<typeof addEventListener>) => {
    listening.added += 1;
    addEventListener.apply(stopping.signal, given);
  };
  stopping.signal.removeEventListener = (...given: Parameters<typeof removeEventListener>) => {
    listening.removed += 1;
    removeEventListener.apply(stopping.signal, given);
  };
  const { url, stopped } = await startStream(stopping.signal);
  for (let visit = 1; visit <= 3; visit += 1) {
    const response = await fetch(url);
    await response.body?.cancel();
    await until(() => stopped() === visit);
  }
  expect(stopped()).toBe(3);
  expect(listening).toEqual({ added: 3, removed: 3 });
});

test("a server that stops ends every stream", async () => {
  const stopping = new AbortController();
  const { url, stopped } = await startStream(stopping.signal);
  const response = await fetch(url);
  stopping.abort();
  expect(await response.text()).toBe("retry: 1000\n\n");
  expect(stopped()).toBe(1);
});

test("a look at the head of a stream begins none, which nobody would end", async () => {
  const { url, sends } = await startStream(new AbortController().signal);
  const looked = await fetch(url, { method: "HEAD" });
  expect([looked.status, looked.headers.get("content-type")]).toEqual([
    200,
    "text/event-stream; charset=utf-8",
  ]);
  expect(sends).toEqual([]);
});
