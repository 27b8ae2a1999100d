import { pageLanguages } from "@refract/collect/browser";
import {
  chromium,
  describeWith,
  expectNoAxeViolations,
  openBrowser,
  type TestBrowser,
  takeScreenshot,
} from "@refract/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type MockServer, startMockServer } from "../test/mock-server.ts";
import { buildWeb } from "./build/web-assets.ts";
import words from "./support/support-words.json" with { type: "json" };

test("the texts stand in every language of the pages, with the same parts", () => {
  expect(Object.keys(words).toSorted()).toEqual([...pageLanguages].toSorted());
  for (const text of Object.values(words)) {
    expect(Object.keys(text)).toEqual(["old", "broken", "reload"]);
    for (const part of [text.old, text.broken]) expect(Object.keys(part)).toEqual(["heading", "text"]);
    expect(text.old.text).toMatch(/Chrome.*Edge.*Firefox.*Safari/);
  }
  const all = Object.values(words).flatMap(({ old, broken, reload }) => [
    old.heading,
    broken.heading,
    reload,
  ]);
  expect(new Set(all).size).toBe(all.length);
});

await describeWith(chromium, "a browser that can't run the pages", (executable) => {
  let browser: TestBrowser;
  let server: MockServer;
  beforeAll(async () => {
    const [opened, { folder }] = await Promise.all([openBrowser(executable), buildWeb()]);
    browser = opened;
    server = await startMockServer(folder);
  });
  afterAll(async () => {
    await browser[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });

  const open = async (locale = "en") => {
    const { page } = await browser.openPage({ locale, viewport: { width: 390, height: 800 } });
    return { page, heading: page.getByRole("heading", { level: 1 }) };
  };

  test.each([
    ["window.EventSource", "en"],
    ["window.ResizeObserver", "de"],
    ["window.HTMLDialogElement", "ar"],
    ["AbortSignal.timeout", "fr"],
    ["window.CompressionStream", "hi"],
    ["Array.prototype.toReversed", "ja"],
    ["Intl.ListFormat", "sw"],
    ["CSS.supports", "zh"],
  ] as const)(
    "without %s it says so in the reader's language (%s), and nothing else comes",
    async (feature, language) => {
      const { page, heading } = await open(language);
      await page.addInitScript(
        `Object.defineProperty(${feature.replace(/\.(\w+)$/, ', "$1"')}, { value: undefined })`,
      );
      await page.goto(`${server.url}/s/fake`);
      await heading.waitFor();
      expect(await heading.textContent()).toBe(words[language].old.heading);
      expect(await page.locator("main").getAttribute("lang")).toBe(language);
      expect(await page.locator("main").getAttribute("dir")).toBe(language === "ar" ? "rtl" : "ltr");
      await page.waitForLoadState("networkidle");
      expect(await page.getByRole("heading").count()).toBe(1);
      await expectNoAxeViolations(page);
      await takeScreenshot(page, `support-old-${language}`);
      await page.context().close();
    },
    30_000,
  );

  test("a first script that does not come is told, and loading again helps", async () => {
    const { page, heading } = await open("ko");
    const isScript = (url: URL) => /\/assets\/react-[^/]*\.js$/.test(url.pathname);
    await page.route(isScript, (route) => route.abort());
    await page.goto(`${server.url}/s/fake`);
    await heading.waitFor();
    expect(await heading.textContent()).toBe(words.ko.broken.heading);
    await takeScreenshot(page, "support-broken");
    await page.unroute(isScript);
    await page.getByRole("button", { name: words.ko.reload }).click();
    await page.getByRole("button", { name: "Go to the study", exact: true }).waitFor();
    await page.context().close();
  }, 30_000);

  test("where the texts don't come either it says so in English", async () => {
    const { page, heading } = await open("ko");
    await page.route(
      (url) => /\/assets\/(?:react|support-words)-[^/]*\.js$/.test(url.pathname),
      (route) => route.abort(),
    );
    await page.goto(`${server.url}/s/fake`);
    await heading.waitFor();
    expect(await heading.textContent()).toBe(words.en.broken.heading);
    await page.context().close();
  }, 30_000);
});
