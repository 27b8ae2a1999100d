import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { builtInStages, openStudy } from "@refract/collect";
import { startTestServer, type TestServer } from "@refract/testing";
import { expect, test } from "vitest";
import { simulatePeople } from "./simulate-people.ts";

const files = {
  "study.yaml": JSON.stringify({
    refract: 1,
    id: "toy",
    title: "Toy",
    seed: "toy",
    models: ["demo:plain", "demo:blunt", "demo:warm", "demo:bullets"],
    stages: [
      {
        id: "talk",
        type: "conversation",
        types: [{ id: "unguided", title: "Anything", count: 1 }],
        judge: { kind: "scale", minimumLabel: "Terrible", maximumLabel: "Perfect" },
        charactersPerSecond: 2000,
      },
      { id: "end", type: "end" },
    ],
  }),
};

interface Between {
  /** What becomes of an answer on its way to the browser: passed on, changed, or the connection is cut instead. */
  readonly answer: (
    request: IncomingMessage,
    number: number,
  ) => "pass" | "cut" | ((chunk: string) => string | "cut");
}

/** A network that can misbehave, between a browser and the server. */
async function startNetwork(target: string, { answer }: Between) {
  const bodies: string[] = [];
  const lastEventIds: (string | undefined)[] = [];
  let number = 0;
  const forward = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const fate = answer(incoming, number);
    number += 1;
    // Uncompressed, so that what goes by can be read and changed.
    const headers = { ...incoming.headers, host: new URL(target).host, "accept-encoding": "identity" };
    if (incoming.headers.origin !== undefined) Object.assign(headers, { origin: target });
    if (incoming.url?.includes("/stream")) lastEventIds.push(incoming.headers["last-event-id"]?.toString());
    const upstream = request(`${target}${incoming.url}`, { method: incoming.method, headers }, (answered) => {
      if (fate === "cut") {
        answered.resume();
        answered.once("end", () => incoming.socket.destroy());
        return;
      }
      outgoing.writeHead(answered.statusCode ?? 500, answered.headers);
      answered.setEncoding("utf8");
      answered.on("data", (chunk: string) => {
        const passed = fate === "pass" ? chunk : fate(chunk);
        if (passed === "cut") incoming.socket.destroy();
        else outgoing.write(passed);
      });
      answered.once("end", () => outgoing.end());
      answered.once("error", () => outgoing.destroy());
    });
    upstream.once("error", () => outgoing.destroy());
    outgoing.once("close", () => upstream.destroy());
    let body = "";
    incoming.on("data", (chunk: Buffer) => {
      body += chunk.toString();
      upstream.write(chunk);
    });
    incoming.once("end", () => {
      if (incoming.url?.includes("/command")) bodies.push(body);
      upstream.end();
    });
  };
  const server = createServer(forward);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the network is not listening");
  return {
    baseUrl: `http://127.0.0.1:${address.port}`,
    bodies,
    lastEventIds,
    [Symbol.asyncDispose]: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function walkOver(running: TestServer, baseUrl: string) {
  const { clocks, store } = running.server;
  const mintEntryToken = running.server.mintEntryToken;
  const server = { baseUrl, clocks, store, mintEntryToken };
  return simulatePeople({ server, study: openStudy(files, builtInStages), people: 1, seed: "1" });
}

test("an answer that is lost on the way is asked for with the same id, and nothing is carried out twice", async () => {
  await using running = await startTestServer({ study: files });
  let commands = 0;
  await using network = await startNetwork(running.server.baseUrl, {
    answer: (incoming) => {
      if (!incoming.url?.includes("/command")) return "pass";
      commands += 1;
      return commands % 3 === 1 ? "cut" : "pass";
    },
  });
  expect((await walkOver(running, network.baseUrl)).failures).toEqual([]);
  const ids = network.bodies.map((body) => /"id":"([^"]+)"/.exec(body)?.[1]);
  expect(new Set(ids).size).toBeLessThan(ids.length);
  expect(ids[0]).toBe(ids[1]);
  expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  for await (const { interactions } of running.store.records("toy", { simulated: "only" })) {
    expect(interactions.map((row) => row.turn)).toEqual(interactions.map((_, index) => index));
  }
});

test("a stream that breaks off in the middle of a response is taken up at the same character", async () => {
  await using running = await startTestServer({ study: files });
  let frames = 0;
  await using network = await startNetwork(running.server.baseUrl, {
    answer: (incoming) =>
      incoming.url?.includes("/stream")
        ? (chunk) => {
            if (!chunk.includes("event: text")) return chunk;
            frames += 1;
            return frames === 3 || frames === 6 ? "cut" : chunk;
          }
        : "pass",
  });
  expect((await walkOver(running, network.baseUrl)).failures).toEqual([]);
  expect(network.lastEventIds[0]).toBeUndefined();
  expect(network.lastEventIds.length).toBeGreaterThan(2);
  expect(network.lastEventIds.slice(1).every((id) => id?.includes("~") === true)).toBe(true);
});

test("text that comes under another response than its own is noticed", async () => {
  await using running = await startTestServer({ study: files });
  await using network = await startNetwork(running.server.baseUrl, {
    answer: (incoming) =>
      incoming.url?.includes("/stream")
        ? (chunk) => chunk.replaceAll(/("text":\{)("[^"]+":)("[^"]*"),("[^"]+":)("[^"]*")/g, "$1$2$5,$4$3")
        : "pass",
  });
  const [failure] = (await walkOver(running, network.baseUrl)).failures;
  expect(failure?.ordinal).toBe(1);
  expect(failure?.reason).toMatch(/^slot [0-9a-f]{32}: the stream brought ".+", and the page shows ".+"$/s);
});
