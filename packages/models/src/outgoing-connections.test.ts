import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { postJson } from "./openai-wire/json-call.ts";
import { useOutgoingProxies } from "./outgoing-connections.ts";

let proxy: Server;
let address: string;
let seen: string[];
let restore: (() => void) | null = null;

beforeEach(async () => {
  seen = [];
  proxy = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    response.end("{}");
  });
  proxy.on("connect", (request, socket) => {
    seen.push(`CONNECT ${request.url}`);
    socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
});
afterEach(() => {
  restore?.();
  restore = null;
  proxy.closeAllConnections();
  proxy.close();
});

const post = (url: string) =>
  postJson(url, "key", "{}", AbortSignal.timeout(5000)).catch((error: unknown) => String(error));
const get = (url: string) => fetch(url).catch((error: unknown) => String(error));

describe("proxies of the environment", () => {
  test.each(["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])("%s carries calls and fetch alike", async (name) => {
    restore = useOutgoingProxies({ [name]: address });
    await post("https://models.example.org/v1/chat/completions");
    await get("https://models.example.org/v1/embeddings");
    expect(seen).toEqual(["CONNECT models.example.org:443", "CONNECT models.example.org:443"]);
  });

  test("HTTP_PROXY carries what goes to plain addresses", async () => {
    restore = useOutgoingProxies({ HTTP_PROXY: address });
    await post("http://models.example.org/v1/x");
    await get("http://models.example.org/v1/y");
    expect(seen).toHaveLength(2);
    expect(seen.every((line) => line.includes("models.example.org"))).toBe(true);
  });

  test("servers of this machine and those of NO_PROXY are reached directly", async () => {
    const direct = createServer((_request, response) => response.end("{}"));
    await new Promise<void>((resolve) => direct.listen(0, "127.0.0.1", resolve));
    const own = `http://127.0.0.1:${(direct.address() as AddressInfo).port}/`;
    restore = useOutgoingProxies({ http_proxy: address, HTTPS_PROXY: address, NO_PROXY: ".example.org" });
    expect(await post(own)).toMatchObject({ status: 200 });
    expect(await get(own)).toMatchObject({ status: 200 });
    await post("https://models.example.org/v1/x");
    await get("https://models.example.org/v1/y");
    expect(seen).toEqual([]);
    direct.closeAllConnections();
    direct.close();
  });

  test("with NO_PROXY=* nothing goes through a proxy", async () => {
    restore = useOutgoingProxies({ http_proxy: address, HTTPS_PROXY: address, NO_PROXY: "*" });
    await post("https://models.example.invalid/v1/x");
    await get("http://models.example.invalid/v1/y");
    expect(seen).toEqual([]);
  });

  test("without a proxy nothing changes, and an address that is none is refused without its password", () => {
    expect(useOutgoingProxies({ HTTPS_PROXY: "", NO_PROXY: "*" })).toBeNull();
    expect(() => useOutgoingProxies({ HTTPS_PROXY: "socks5://me:secret@host:1" })).toThrow(
      /^HTTPS_PROXY: invalid proxy, expected http:\/\/host:port$/,
    );
  });
});
