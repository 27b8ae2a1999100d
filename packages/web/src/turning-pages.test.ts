import { chromium, describeWith, openBrowser, type Page, type TestBrowser } from "@refract/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type MockServer, startMockServer, usualOptions } from "../test/mock-server.ts";
import { walker } from "../test/walk.ts";
import { buildWeb } from "./index.ts";

const survey = {
  pages: [
    {
      name: "one",
      title: "About you",
      elements: [{ type: "text", name: "income", title: "Your income", inputType: "number" }],
    },
    {
      name: "two",
      title: "Your work",
      elements: [{ type: "comment", name: "job", title: "Your job" }],
    },
  ],
};

await describeWith(chromium, "turning the pages of a survey", (executable) => {
  let browser: TestBrowser;
  let folder: string;
  beforeAll(async () => {
    const [opened, built] = await Promise.all([openBrowser(executable), buildWeb()]);
    browser = opened;
    folder = built.folder;
  }, 300_000);
  afterAll(() => browser[Symbol.asyncDispose]());

  const enter = async (server: MockServer) => {
    server.options = { ...usualOptions, begin: "survey", survey };
    const { page, errors } = await browser.openPage({ reducedMotion: "reduce" });
    const walk = walker(page, "en");
    await walk.enter(server.url);
    await walk.press("Go to the study", "");
    await walk.heading("About you", "");
    return { page, errors, walk };
  };
  const holdCommands = (server: MockServer) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    server.hold = promise;
    return () => {
      server.hold = null;
      resolve();
    };
  };
  const title = (page: Page) => page.getByRole("heading", { level: 1 }).textContent();
  const submitted = (server: MockServer) =>
    server.session?.received.some(({ command }) => command.type === "survey.submitted");

  test("who goes back while the survey is being handed in can go on again, and hands nothing in", async () => {
    await using server = await startMockServer(folder);
    const { page, errors, walk } = await enter(server);
    await walk.press("Continue", "");
    await walk.heading("Your work", "");
    const release = holdCommands(server);
    await page.getByLabel("Your job").fill("cook");
    await walk.press("Hand in the survey", "");
    await walk.press("Back", "");
    await walk.heading("About you", "");
    await walk.press("Continue", "");
    await walk.heading("Your work", "");
    release();
    await page.getByRole("status").getByText("Saved", { exact: true }).waitFor();
    expect(server.session?.answers.job).toBe("cook");
    expect(submitted(server)).toBe(false);
    expect(await title(page)).toBe("Your work");
    expect(errors).toEqual([]);
    await page.context().close();
  }, 120_000);

  test("a page turned in one tab is turned in the other, there and back", async () => {
    await using server = await startMockServer(folder);
    const { page: first, walk } = await enter(server);
    await walk.press("Continue", "");
    await walk.heading("Your work", "");
    await expect.poll(() => server.session?.page).toBe(1);
    const second = await first.context().newPage();
    await second.goto(`${server.url}/s/fake`);
    const other = walker(second, "en");
    await other.heading("Your work", "");
    await walk.press("Back", "");
    await other.heading("About you", "");
    await other.press("Continue", "");
    await walk.heading("Your work", "");
    await first.getByLabel("Your job").fill("cook");
    await expect.poll(() => second.getByLabel("Your job").inputValue()).toBe("cook");
    await first.context().close();
  }, 120_000);

  test("the page that is shown comes back after the receipt and after a reload, although the server does not know of it yet", async () => {
    await using server = await startMockServer(folder);
    const { page, errors, walk } = await enter(server);
    await walk.press("Continue", "");
    await walk.heading("Your work", "");
    await expect.poll(() => server.session?.page).toBe(1);
    const release = holdCommands(server);
    await walk.press("Back", "");
    await walk.heading("About you", "");
    await page.getByRole("link", { name: "Your receipt and your data" }).click();
    await walk.press("Back to the study", "");
    await walk.heading("About you", "");
    await page.reload();
    await walk.heading("About you", "");
    release();
    await expect.poll(() => server.session?.page).toBe(0);
    await walk.press("Continue", "");
    await walk.heading("Your work", "");
    await expect.poll(() => server.session?.page).toBe(1);
    await page.reload();
    await walk.heading("Your work", "");
    expect(errors).toEqual([]);
    await page.context().close();
  }, 120_000);

  test("a number comes back as it was typed, with the commas that the answer has not", async () => {
    await using server = await startMockServer(folder);
    const { page, errors, walk } = await enter(server);
    const income = page.getByLabel("Your income");
    await income.fill("12,345.60");
    await expect.poll(() => server.session?.answers.income).toBe(12_345.6);
    await page.getByRole("status").getByText("Saved", { exact: true }).waitFor();
    await page.reload();
    expect(await income.inputValue()).toBe("12,345.60");
    await walk.press("Continue", "");
    await walk.heading("Your work", "");
    await walk.press("Back", "");
    expect(await income.inputValue()).toBe("12,345.60");
    // Where nobody knows how it was typed it has one form.
    await page.evaluate("localStorage.clear()");
    await page.reload();
    expect(await income.inputValue()).toBe("12345.6");
    expect(errors).toEqual([]);
    await page.context().close();
  }, 120_000);

  test("what was typed stays on no device once the survey is handed in", async () => {
    await using server = await startMockServer(folder);
    const { page, errors, walk } = await enter(server);
    await page.getByLabel("Your income").fill("12,345.60");
    await walk.press("Continue", "");
    await walk.heading("Your work", "");
    await page.getByLabel("Your job").fill("cook");
    await walk.press("Hand in the survey", "");
    await expect.poll(() => submitted(server)).toBe(true);
    await expect
      .poll(() => page.evaluate("Object.keys(localStorage).filter((key) => key.includes('draft'))"))
      .toEqual([]);
    await page.waitForTimeout(1000);
    expect(await page.evaluate("JSON.stringify(localStorage).includes('12,345.60')")).toBe(false);
    expect(errors).toEqual([]);
    await page.context().close();
  }, 120_000);
});
