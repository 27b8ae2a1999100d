// A server of the OpenAI wire that costs next to nothing: a fixed answer after DELAY ms; some calls are answered 429. In a process
// of its own, so that only the asking side is measured.
import { createServer } from "node:http";

const delayMs = Number(process.argv[2] ?? 0);
const quotaShare = Number(process.argv[3] ?? 0);
const body = JSON.stringify({
  object: "chat.completion",
  choices: [{ index: 0, message: { role: "assistant", content: "B" }, finish_reason: "stop" }],
  usage: { prompt_tokens: 40, completion_tokens: 1 },
});
const counts = { calls: 0, quota: 0 };
const server = createServer((incoming, response) => {
  if (incoming.url === "/counts") {
    response.end(JSON.stringify(counts));
    return;
  }
  incoming.resume();
  incoming.on("end", () => {
    counts.calls += 1;
    // Evenly spread, so that every run meets as many.
    if (quotaShare > 0 && counts.calls % Math.round(1 / quotaShare) === 0) {
      counts.quota += 1;
      response.writeHead(429, { "retry-after-ms": "100", "content-type": "application/json" });
      response.end('{"error":{"code":"rate_limit"}}');
      return;
    }
    const answer = () => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(body);
    };
    if (delayMs > 0) setTimeout(answer, delayMs);
    else answer();
  });
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address !== null && typeof address === "object")
    process.stdout.write(`http://127.0.0.1:${address.port}\n`);
});
