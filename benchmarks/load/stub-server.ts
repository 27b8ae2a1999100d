// The model servers of the load benchmark, in a process of their own: node stub-server.ts [live | apart | refusing]
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

const [mode = "live"] = process.argv.slice(2);

/** What a live answer is like. Words come faster than they are shown, so that the ideal pace is the study's. */
export const firstTextMs = 400;
const wordMs = 25;
const words = Array.from({ length: 60 }, (_, index) => ` harbour${String(index).padStart(2, "0")}`);

const event = (value: unknown) => `data: ${JSON.stringify(value)}\n\n`;
const chunk = (delta: unknown, finish: string | null) =>
  event({ object: "chat.completion.chunk", choices: [{ index: 0, delta, finish_reason: finish }] });
const ending = `${chunk({}, "stop")}${event({ choices: [], usage: { prompt_tokens: 40, completion_tokens: words.length } })}data: [DONE]\n\n`;

function streamLive(response: ServerResponse): void {
  let next = 0;
  const timer = setTimeout(() => {
    const pace = setInterval(() => {
      if (response.destroyed) return clearInterval(pace);
      const word = words[next];
      next += 1;
      if (word !== undefined) return void response.write(chunk({ content: word }, null));
      clearInterval(pace);
      response.end(ending);
    }, wordMs);
  }, firstTextMs);
  response.once("close", () => clearTimeout(timer));
}

/** Each word in a packet of its own, apart enough in time that a reader gets it before the next is written. */
function streamApart(response: ServerResponse): void {
  let next = 0;
  const pace = setInterval(() => {
    const word = words[next % words.length];
    next += 1;
    if (next <= 200 && word !== undefined && !response.destroyed)
      return void response.write(chunk({ content: word }, null));
    clearInterval(pace);
    response.end(ending);
  }, 3);
}

const document = JSON.stringify({
  object: "chat.completion",
  choices: [{ index: 0, message: { role: "assistant", content: "Yes." }, finish_reason: "stop" }],
  usage: { prompt_tokens: 12, completion_tokens: 2 },
});

let calls = 0;
const server = createServer({ keepAliveTimeout: 60_000 }, (incoming, response) => {
  incoming.resume().once("end", () => {
    if (incoming.url === "/count") return void response.end(String(calls));
    calls += 1;
    response.socket?.setNoDelay(true);
    if (mode === "refusing") {
      if (calls % 20 === 0) {
        response.writeHead(429, { "retry-after": "0.1", "content-type": "application/json" });
        return void response.end('{"error":{"message":"slow down"}}');
      }
      response.writeHead(200, { "content-type": "application/json" });
      return void response.end(document);
    }
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.flushHeaders();
    if (mode === "live") streamLive(response);
    else streamApart(response);
  });
});
server.listen(0, "127.0.0.1", () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`http://127.0.0.1:${port}\n`);
});
