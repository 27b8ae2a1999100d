import {
  chromium,
  describeWith,
  expectNoAxeViolations,
  openBrowser,
  type TestBrowser,
  type TestPage,
  takeScreenshot,
} from "@refract/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type MockServer, startMockServer, usualOptions } from "../test/mock-server.ts";
import { walker } from "../test/walk.ts";
import { buildWeb } from "./index.ts";

const survey = {
  pages: [
    {
      name: "one",
      title: "About you",
      elements: [
        { type: "text", name: "age", title: "Your age", inputType: "number", min: 18, max: 120 },
        { type: "text", name: "born", title: "Your birthday", inputType: "date" },
        { type: "comment", name: "story", title: "Your story" },
      ],
    },
    { name: "two", title: "Your work", elements: [{ type: "text", name: "job", title: "Your job" }] },
  ],
};

await describeWith(chromium, "what is entered is never lost", (executable) => {
  let browser: TestBrowser;
  let folder: string;
  beforeAll(async () => {
    const [opened, built] = await Promise.all([openBrowser(executable), buildWeb()]);
    browser = opened;
    folder = built.folder;
  });
  afterAll(() => browser[Symbol.asyncDispose]());

  const open = (options: object = {}): Promise<TestPage> =>
    browser.openPage({ viewport: { width: 390, height: 800 }, reducedMotion: "reduce", ...options });
  const enter = async ({ page }: TestPage, server: MockServer, begin: "survey" | "conversations") => {
    server.options = { ...usualOptions, begin, survey };
    const walk = walker(page, "en");
    await walk.enter(server.url);
    await walk.press("Go to the study", "");
    if (begin === "survey") await walk.heading("About you", "");
    else await walk.heading("What will you talk about?", "");
    return walk;
  };
  const saved = (page: TestPage["page"]) => page.locator(".saved").textContent();

  test("the code stays over a reload until it is kept", async () => {
    await using server = await startMockServer(folder);
    const { page } = await open();
    const walk = walker(page, "en");
    await walk.enter(server.url);
    await walk.toConsent();
    await walk.toCode();
    await page.reload();
    await walk.heading("Keep this code", "");
    await walk.toSurvey();
    await page.reload();
    await walk.heading("You and language models", "");
    await page.context().close();
  });

  test("a page that can't be fetched is told as such, leads back, and comes when the connection is back", async () => {
    await using server = await startMockServer(folder);
    const opened = await open();
    const { page } = opened;
    const isReceipt = (url: URL) => url.pathname.includes("receipt-page") && url.pathname.endsWith(".js");
    await page.route(isReceipt, (route) => route.abort());
    const walk = await enter(opened, server, "survey");
    const link = page.getByRole("link", { name: "Your receipt and your data" });
    await link.click();
    await walk.heading("This page is not here yet", "");
    await page.getByText("Everything you entered up to here is saved.").waitFor();
    await expectNoAxeViolations(page);
    await page.goBack();
    await walk.heading("About you", "");
    await link.click();
    await walk.press("Try again", "");
    await walk.heading("This page is not here yet", "");
    await page.unroute(isReceipt);
    await page.evaluate("window.dispatchEvent(new Event('online'))");
    await walk.heading("Your receipt", "");
    await page.context().close();
  });

  test("typing without a rest is saved all the same, and Saved is only said of all of it", async () => {
    await using server = await startMockServer(folder);
    const opened = await open();
    const { page } = opened;
    await enter(opened, server, "survey");
    expect(await saved(page)).toBe("Saved");
    const field = page.getByLabel("Your story");
    await field.focus();
    let typed = "";
    for (let word = 0; server.session?.answers.story === undefined; word += 1) {
      await page.keyboard.type("word ");
      typed += "word ";
      if ((await saved(page)) === "Saved") expect(server.session?.answers.story).toBe(typed);
      expect(word).toBeLessThan(100);
    }
    expect(typed.startsWith(String(server.session.answers.story))).toBe(true);
    await expect.poll(() => server.session?.answers.story).toBe(typed);
    await expect.poll(() => saved(page)).toBe("Saved");
    await page.context().close();
  }, 60_000);

  test("what was typed the moment before is there after a reload, although nothing could be sent", async () => {
    await using server = await startMockServer(folder);
    const opened = await open();
    const { page } = opened;
    await enter(opened, server, "survey");
    await page.getByLabel("Your story").fill("Once upon");
    await page.getByLabel("Your age").fill("1,0");
    await page.evaluate("sessionStorage.clear()");
    server.offline = true;
    const reloading = page.reload();
    server.offline = false;
    await reloading.catch(() => page.reload());
    await page.getByLabel("Your story").waitFor();
    expect(await page.getByLabel("Your story").inputValue()).toBe("Once upon");
    await expect.poll(() => server.session?.answers.story).toBe("Once upon");
    await page.context().close();
  }, 60_000);

  test("Saved is said nowhere while something entered is not: no connection, no way back, a broken server", async () => {
    await using server = await startMockServer(folder);
    const opened = await open();
    const { page } = opened;
    await enter(opened, server, "survey");
    const main = page.getByText("Everything up to here is saved.");
    await page.goBack();
    await main.waitFor();
    const bar = page.locator(".reconnecting");
    server.offline = true;
    await expect.poll(() => bar.textContent()).toBe("Saved up to here, reconnecting …");
    await page.getByLabel("Your story").fill("Once");
    await expect
      .poll(() => bar.textContent())
      .toBe("Reconnecting … What you entered last is sent when the connection is back.");
    expect(await main.count()).toBe(0);
    expect(await saved(page)).not.toBe("Saved");
    server.offline = false;
    await expect.poll(() => bar.textContent(), { timeout: 20_000 }).toBe("");
    await expect.poll(() => saved(page)).toBe("Saved");
    expect(server.session?.answers.story).toBe("Once");
    server.breakNext = true;
    await page.getByLabel("Your story").fill("Once upon");
    await page.getByText("What you entered last is not saved yet; the button tries again.").waitFor();
    expect(await page.getByText("Everything you entered up to here is saved.").count()).toBe(0);
    await expectNoAxeViolations(page);
    await page.getByRole("button", { name: "Try again", exact: true }).click();
    await expect.poll(() => server.session?.answers.story).toBe("Once upon");
    expect(await page.getByLabel("Your story").inputValue()).toBe("Once upon");
    await page.context().close();
  }, 60_000);

  test("what waits for the connection stands in the form after a look at the receipt", async () => {
    await using server = await startMockServer(folder);
    const opened = await open();
    const { page } = opened;
    const walk = await enter(opened, server, "survey");
    const look = async () => {
      await page.evaluate("location.hash = '#receipt'");
      await walk.heading("Your receipt", "");
      await page.evaluate("location.hash = ''");
      await walk.heading("About you", "");
    };
    await look();
    server.offline = true;
    await page.getByLabel("Your story").fill("Once");
    await expect.poll(() => saved(page)).toBe("Waiting for the connection");
    await look();
    expect(await page.getByLabel("Your story").inputValue()).toBe("Once");
    await page.getByLabel("Your story").press("End");
    await page.keyboard.type(" upon");
    server.offline = false;
    await expect.poll(() => server.session?.answers.story, { timeout: 20_000 }).toBe("Once upon");
    await expect.poll(() => saved(page)).toBe("Saved");
    await page.reload();
    expect(await page.getByLabel("Your story").inputValue()).toBe("Once upon");
    expect(await page.evaluate("Object.keys(localStorage).filter((key) => key.includes('draft'))")).toEqual(
      [],
    );
    await page.context().close();
  }, 60_000);

  test("a page that is hidden saves at once", async () => {
    await using server = await startMockServer(folder);
    const opened = await open();
    const { page } = opened;
    await enter(opened, server, "survey");
    await page.getByLabel("Your story").fill("Once");
    await page.evaluate("window.dispatchEvent(new Event('pagehide'))");
    await page.goto("about:blank");
    await expect.poll(() => server.session?.answers.story).toBe("Once");
    await page.context().close();
  }, 60_000);

  test("a number is read in any script, has no wheel, and holds nothing else back while it can't be read", async () => {
    await using server = await startMockServer(folder);
    const opened = await open({ colorScheme: "dark" });
    const { page, errors } = opened;
    const walk = await enter(opened, server, "survey");
    const age = page.getByLabel("Your age");
    expect([await age.getAttribute("type"), await age.getAttribute("inputmode")]).toEqual([
      "text",
      "decimal",
    ]);
    expect(await page.getByLabel("Your birthday").getAttribute("max")).toMatch(/^\d{4}-12-31$/);
    await age.fill("two");
    await page.getByLabel("Your story").fill("Once");
    await expect.poll(() => server.session?.answers.story).toBe("Once");
    // The story's own saving may still be told when its answer is on the server.
    await expect.poll(() => saved(page)).toBe("Not saved yet");
    // While it is being typed it is no problem of the page.
    const problems = page.locator(".missing");
    expect(await problems.allTextContents()).toEqual([]);
    await walk.press("Continue", "");
    await page.getByText("Please write a number in digits.").waitFor();
    expect(await problems.allTextContents()).toEqual(["1 question needs an answer or a change."]);
    expect(await page.evaluate("document.activeElement?.id")).toBe(await age.getAttribute("id"));
    await expectNoAxeViolations(page);
    await takeScreenshot(page, "saving-number-unreadable");
    await age.fill("٢٥,٥");
    await age.press("ArrowUp");
    await expect.poll(() => server.session?.answers.age).toBe(25.5);
    expect(await age.inputValue()).toBe("٢٥,٥");
    const readAs = page.getByText("Read as 25.5");
    await readAs.waitFor();
    expect(await age.getAttribute("aria-describedby")).toContain(await readAs.getAttribute("id"));
    await expect.poll(() => saved(page)).toBe("Saved");
    await walk.press("Continue", "");
    await walk.heading("Your work", "");
    expect(errors).toEqual([]);
    await page.context().close();
  }, 60_000);

  test("an answer that the server can't take is named and holds the handing in back", async () => {
    await using server = await startMockServer(folder);
    const opened = await open();
    const { page } = opened;
    const walk = await enter(opened, server, "survey");
    await page.getByLabel("Your story").fill("Once");
    await walk.press("Continue", "");
    await walk.heading("Your work", "");
    if (server.session !== null) server.session.refused = ["story"];
    await page.getByLabel("Your job").fill("cook");
    await walk.press("Hand in the survey", "");
    await walk.heading("About you", "");
    await page.getByText("This answer could not be saved. Please change it.").waitFor();
    await expect.poll(() => saved(page)).toBe("Not saved yet");
    expect(server.session?.received.some(({ command }) => command.type === "survey.submitted")).toBe(false);
    await expectNoAxeViolations(page);
    await takeScreenshot(page, "saving-refused");
    await page.context().close();
  }, 60_000);

  test("the browser's Back goes to the page before, and nowhere where there is none", async () => {
    await using server = await startMockServer(folder);
    const opened = await open();
    const { page } = opened;
    const walk = await enter(opened, server, "survey");
    await walk.press("Continue", "");
    await walk.heading("Your work", "");
    await page.goBack();
    await walk.heading("About you", "");
    await page.getByLabel("Your story").fill("Kept");
    await page.goBack();
    await page.getByText("There is nothing to go back to from here.").waitFor();
    expect(await page.getByLabel("Your story").inputValue()).toBe("Kept");
    await expect.poll(() => saved(page)).toBe("Saved");
    await page.getByText("There is nothing to go back to from here.").waitFor();
    await expectNoAxeViolations(page);
    await takeScreenshot(page, "saving-no-back");
    await walk.press("Continue", "");
    await walk.heading("Your work", "");
    expect(await page.getByText("There is nothing to go back to from here.").count()).toBe(0);
    await page.context().close();
  }, 60_000);

  test("Back leads from the first message to the choice of its kind, and its draft stays", async () => {
    await using server = await startMockServer(folder);
    const opened = await open();
    const { page } = opened;
    const walk = await enter(opened, server, "conversations");
    await walk.toWrite();
    await page.getByRole("textbox").fill("Is loyalty");
    await page.goBack();
    await walk.heading("What will you talk about?", "");
    await walk.toWrite();
    expect(await page.getByRole("textbox").inputValue()).toBe("Is loyalty");
    await page.context().close();
  }, 60_000);

  test("Enter that ends a composed word does not send, as Safari tells it too", async () => {
    await using server = await startMockServer(folder);
    const opened = await open();
    const { page } = opened;
    const walk = await enter(opened, server, "conversations");
    await walk.toWrite();
    const box = page.getByRole("textbox");
    await box.fill("忠誠は");
    for (const part of ["isComposing: true", "keyCode: 229"])
      await page.evaluate(
        `document.querySelector("textarea").dispatchEvent(
          new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true, ${part} }))`,
      );
    expect(server.session?.received).toEqual([]);
    expect(await box.inputValue()).toBe("忠誠は");
    await box.press("Enter");
    await expect.poll(() => server.session?.turn?.prompt).toBe("忠誠は");
    await page.context().close();
  }, 60_000);

  test("on a touch screen Enter makes a new line", async () => {
    await using server = await startMockServer(folder);
    const opened = await open({ hasTouch: true, isMobile: true });
    const { page } = opened;
    const walk = await enter(opened, server, "conversations");
    await walk.toWrite();
    const box = page.getByRole("textbox");
    await box.fill("One");
    await box.press("Enter");
    await page.keyboard.type("two");
    expect(await box.inputValue()).toBe("One\ntwo");
    expect(await box.getAttribute("enterkeyhint")).toBe("enter");
    expect(server.session?.received).toEqual([]);
    await page.getByText("Write as much as you like, then press Send").waitFor();
    await walk.press("Send", "");
    await expect.poll(() => server.session?.turn?.prompt).toBe("One\ntwo");
    await page.context().close();
  }, 60_000);
});
