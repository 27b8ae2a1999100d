import { existsSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  chromium,
  describeWith,
  expectNoAxeViolations,
  openBrowser,
  type TestBrowser,
  takeScreenshot,
} from "../index.ts";

const strictPolicy =
  "default-src 'self'; script-src 'self'; object-src 'none'; base-uri 'none'; require-trusted-types-for 'script'";

const goodPage = `<!doctype html><html lang="en"><title>good</title><main><h1>good</h1>
<label>name <input></label></main></html>`;
const badPage = `<!doctype html><html><title></title><h3>bad</h3><input><img src="/x.png"></html>`;

await describeWith(chromium, "a browser for tests", (executable) => {
  let server: Server;
  let address: string;
  let browser: TestBrowser;

  beforeAll(async () => {
    server = createServer((request, response) => {
      response.setHeader("content-security-policy", strictPolicy);
      response.setHeader("content-type", "text/html");
      response.end(request.url === "/bad" ? badPage : goodPage);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const bound = server.address();
    if (bound === null || typeof bound === "string") throw new Error("the server has no port");
    address = `http://127.0.0.1:${bound.port}`;
    browser = await openBrowser(executable);
  });
  afterAll(async () => {
    await browser[Symbol.asyncDispose]();
    server.close();
  });

  test("axe finds nothing on a good page under a strict content security policy", async () => {
    const { page, errors } = await browser.openPage();
    await page.goto(`${address}/good`);
    await expectNoAxeViolations(page);
    expect(errors).toEqual([]);
  });

  test("axe names rule and element of what is wrong", async () => {
    const { page } = await browser.openPage();
    await page.goto(`${address}/bad`);
    const failure = expectNoAxeViolations(page);
    await expect(failure).rejects.toThrow(/html-has-lang[\s\S]*image-alt|image-alt[\s\S]*html-has-lang/);
  });

  test("every page has a profile of its own and keeps the errors of its console", async () => {
    const first = await browser.openPage();
    await first.page.goto(`${address}/good`);
    await first.page.evaluate(() => localStorage.setItem("seen", "yes"));
    await first.page.evaluate(() => console.error("said here"));
    const second = await browser.openPage();
    await second.page.goto(`${address}/good`);
    expect(await second.page.evaluate(() => localStorage.getItem("seen"))).toBeNull();
    expect(first.errors).toEqual(["said here"]);
  });

  test("a screenshot is a file in test-results", async () => {
    const { page } = await browser.openPage();
    await page.goto(`${address}/good`);
    expect(existsSync(await takeScreenshot(page, "browser-self-test"))).toBe(true);
  });

  test("kill ends the browser at once", async () => {
    const doomed = await openBrowser(executable);
    await doomed.openPage();
    await doomed.kill();
    expect(doomed.browser.isConnected()).toBe(false);
  });
});
