import { pageLanguages } from "@refract/collect";
import { RefractError, textDirection } from "@refract/core";
import { startTestServer } from "@refract/testing";
import { expect, test } from "vitest";
import { errorPage, languageOfBrowser } from "./error-page.ts";
import { errorPageWords } from "./error-page-words.ts";
import type { StaticPages } from "./static-pages.ts";

const study = {
  "study.yaml": "refract: 1\nid: mine\ntitle: Mine\nstages: [{id: end, type: end}]\n",
};
const noSuchPage: StaticPages = {
  styles: ["/assets/page-1.css"],
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
    return [response.headers, await response.text()] as const;
  };
  const [headers, page] = await at("/nonsense", browser);
  expect(headers.get("content-type")).toBe("text/html; charset=UTF-8");
  expect(headers.get("vary")).toContain("accept-language");
  expect(page).toContain("<h1>There is no page at this address</h1>");
  expect(page).toContain('<html lang="en" dir="ltr">');
  expect(page.includes('<link rel="stylesheet" href="/assets/page-1.css">')).toBe(pages !== null);
  const [, arabic] = await at("/nonsense", { ...browser, "accept-language": "ar-EG,en;q=0.5" });
  expect(arabic).toContain('<html lang="ar" dir="rtl">');
  expect(arabic).toContain("<h1>لا توجد صفحة في هذا العنوان</h1>");
  for (const [path, asked] of [
    ["/nonsense", {}],
    ["/nonsense", { accept: "application/json" }],
    ["/api/nonsense", browser],
  ] as const) {
    const [other, body] = await at(path, asked);
    expect(other.get("content-type")).toBe("application/json");
    expect(JSON.parse(body)).toMatchObject({ error: { code: "not-found" } });
  }
});

const notAllowed = (message: string) => ({
  error: { code: "not-allowed", message, userMessage: "not-allowed" } as const,
});

test("a message in the page is text, and English in a page of another language", async () => {
  const body = notAllowed('host: invalid value "<script>", expected this machine\'s own name');
  const page = String(await errorPage({ status: 403, body, language: "ar", styles: [] }));
  expect(page).toContain(
    '<p class="quiet" lang="en" dir="ltr">host: invalid value &quot;&lt;script&gt;&quot;, expected',
  );
});

test.each([
  [undefined, "en"],
  ["*", "en"],
  ["de-AT,de;q=0.9,en;q=0.8", "de"],
  ["tr,pt-BR;q=0.8,en;q=0.5", "pt"],
  ["en;q=0.3,ja;q=0.7", "ja"],
  ["zh-Hant-TW", "zh"],
  ["ko;q=0,sw", "sw"],
  ["nonsense;;;q=x,,", "en"],
])("the page of a browser that wants %s is in %s", (header, language) => {
  expect(languageOfBrowser(header)).toBe(language);
});

test.each(pageLanguages)("the page is whole in %s", async (language) => {
  const words = errorPageWords[language];
  const english = errorPageWords.en;
  const missing = String(await errorPage({ status: 404, body: notAllowed(""), language, styles: [] }));
  expect(missing).toContain(`<html lang="${language}" dir="${textDirection(language)}">`);
  expect(missing).toContain(`<h1>${words.missing.heading}</h1>`);
  expect(missing).toMatch(/<p>[^<]*<a href="\/">[^<]{2,}<\/a>[^<]*<\/p>/);
  expect(missing).not.toContain("[");
  const texts = (of: typeof words) => [...Object.values(of.missing), ...Object.values(of.failed), of.start];
  texts(words).forEach((text, index) => {
    expect(text.trim()).toBe(text);
    if (language !== "en") expect(text).not.toBe(texts(english)[index]);
  });
});
