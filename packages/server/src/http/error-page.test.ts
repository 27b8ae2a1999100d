import { RefractError } from "@refract/core";
import { startTestServer } from "@refract/testing";
import { expect, test } from "vitest";
import { errorPage } from "./error-page.ts";
import type { StaticPages } from "./static-pages.ts";

const study = {
  "study.yaml": "refract: 1\nid: mine\ntitle: Mine\nstages: [{id: end, type: end}]\n",
};
const noSuchPage: StaticPages = {
  serve: () => {
    throw new RefractError("not-found", "page: invalid value, expected a page of this server");
  },
};
const browser = { accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8" };

test.each([
  ["with pages", noSuchPage],
  ["without pages", null],
])("an address that is none is a page in words for browsers, and JSON for programs: %s", async (_, pages) => {
  await using running = await startTestServer({ study, pages });
  const at = async (path: string, headers: Record<string, string>) => {
    const response = await fetch(`${running.server.baseUrl}${path}`, { headers });
    expect(response.status).toBe(404);
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
    return [response.headers.get("content-type"), await response.text()] as const;
  };
  const [type, page] = await at("/nonsense", browser);
  expect(type).toBe("text/html; charset=UTF-8");
  expect(page).toContain("<h1>There is no page at this address</h1>");
  expect(page).toContain("لا توجد صفحة في هذا العنوان");
  for (const [path, headers] of [
    ["/nonsense", {}],
    ["/nonsense", { accept: "application/json" }],
    ["/api/nonsense", browser],
  ] as const) {
    const [other, body] = await at(path, headers);
    expect(other).toBe("application/json");
    expect(JSON.parse(body)).toMatchObject({ error: { code: "not-found" } });
  }
});

test("a message in the page is text", async () => {
  const message = 'host: invalid value "<script>", expected this machine\'s own name';
  const page = await errorPage(403, { error: { code: "not-allowed", message, userMessage: "not-allowed" } });
  expect(String(page)).toContain("host: invalid value &quot;&lt;script&gt;&quot;, expected");
});
