import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { Hono } from "hono";
import { afterAll, beforeAll, expect, it } from "vitest";
import { loadStaticPages } from "./static-pages.ts";

const script = `export const words = ${JSON.stringify("a ".repeat(500))};`;
let folder: string;
let app: Hono;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "static-pages-"));
  await Promise.all([
    writeFile(join(folder, "participant.html"), "<title>Study</title>"),
    writeFile(join(folder, "a.js"), script),
    writeFile(join(folder, "a.js.br"), brotliCompressSync(script)),
    writeFile(join(folder, "a.js.gz"), gzipSync(script)),
  ]);
  const pages = await loadStaticPages(folder);
  app = new Hono().get("/:name", (context) => pages.serve(context, context.req.param("name")));
  app.onError((error, context) => context.text(error.message, 404));
});
afterAll(() => rm(folder, { recursive: true }));

it.each([
  ["gzip, deflate, br", "br"],
  ["gzip", "gzip"],
  ["br;q=0, gzip", "gzip"],
  ["identity", null],
])("a browser that takes %s gets %s", async (accepted, coding) => {
  const response = await app.request("/a.js", { headers: { "accept-encoding": accepted } });
  expect(response.headers.get("content-encoding")).toBe(coding);
  expect(response.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
  expect(response.headers.get("vary")).toBe("accept-encoding");
  const body = Buffer.from(await response.arrayBuffer());
  const packed = { br: brotliCompressSync(script), gzip: gzipSync(script) };
  expect(body.equals(coding === null ? Buffer.from(script) : packed[coding as "br" | "gzip"])).toBe(true);
});

it("packed copies are no pages of their own", async () => {
  const response = await app.request("/a.js.br");
  expect([response.status, await response.text()]).toEqual([
    404,
    'page: invalid value "a.js.br", expected a page of this server',
  ]);
});

it("a page that the browser has is not sent again", async () => {
  const first = await app.request("/a.js");
  const etag = first.headers.get("etag") ?? "";
  const again = await app.request("/a.js", { headers: { "if-none-match": etag } });
  expect([again.status, await again.text()]).toEqual([304, ""]);
});
