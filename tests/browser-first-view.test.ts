import { chromium, describeWith, openBrowser, type TestBrowser } from "@refract/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type StudyServer, startStudyServer } from "./browser/study-server.ts";

/** Markup, scripts, styles, words and fonts of the first page, as they come over the wire. */
const firstViewBudget = 200_000;

await describeWith(chromium, "the first page of a study, on the real server", (executable) => {
  let browser: TestBrowser;
  let server: StudyServer;
  beforeAll(async () => {
    [browser, server] = await Promise.all([openBrowser(executable), startStudyServer("pair-arena")]);
  });
  afterAll(async () => {
    await browser[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });

  const firstView = async (language: string, encodings: string | null) => {
    const { page, errors } = await browser.openPage({
      locale: language,
      viewport: { width: 390, height: 800 },
    });
    if (encodings !== null) await page.context().setExtraHTTPHeaders({ "accept-encoding": encodings });
    const devtools = await page.context().newCDPSession(page);
    await devtools.send("Network.enable");
    const names = new Map<string, string>();
    const bytes = new Map<string, number>();
    devtools.on("Network.requestWillBeSent", ({ requestId, request }) => names.set(requestId, request.url));
    devtools.on("Network.loadingFinished", ({ requestId, encodedDataLength }) =>
      bytes.set(names.get(requestId) ?? "", encodedDataLength),
    );
    await page.goto(server.address);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.evaluate("document.fonts.ready");
    await page.waitForLoadState("networkidle");
    const fonts = [...bytes.keys()].filter((url) => url.endsWith(".woff2"));
    const result = { fonts, total: [...bytes.values()].reduce((sum, size) => sum + size, 0) };
    expect(errors).toEqual([]);
    await page.context().close();
    return result;
  };

  test.each([null, "gzip"])(
    "an English reader's first view is under 200 KB with its fonts, and has no font of another script (%s)",
    async (encodings) => {
      const { fonts, total } = await firstView("en", encodings);
      expect(fonts.length).toBeGreaterThanOrEqual(2);
      expect(fonts.filter((url) => !/source-(?:sans-3|serif-4)-latin-(?:wght|400|600)/.test(url))).toEqual(
        [],
      );
      expect(total).toBeGreaterThan(100_000);
      expect(total).toBeLessThan(firstViewBudget);
    },
    60_000,
  );

  test("an Arabic reader gets the Arabic font", async () => {
    const { fonts } = await firstView("ar", null);
    expect(fonts.some((url) => url.includes("noto-sans-arabic-arabic"))).toBe(true);
  }, 60_000);
});
