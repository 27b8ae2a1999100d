import {
  accessibleNodes,
  chromium,
  describeWith,
  expectNoAxeViolations,
  expectSpokenOnce,
  openBrowser,
  type Page,
  type TestBrowser,
  takeScreenshot,
} from "@refract/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type MockServer, startMockServer, usualOptions } from "../test/mock-server.ts";
import { walker } from "../test/walk.ts";
import { buildWeb } from "./index.ts";

await describeWith(chromium, "what is heard of the pages, and where the keyboard is", (executable) => {
  let browser: TestBrowser;
  let folder: string;
  beforeAll(async () => {
    const [opened, built] = await Promise.all([openBrowser(executable), buildWeb()]);
    browser = opened;
    folder = built.folder;
  }, 300_000);
  afterAll(() => browser[Symbol.asyncDispose]());

  const enter = async (server: MockServer, language: "en" | "ar" = "en") => {
    const opened = await browser.openPage({ viewport: { width: 390, height: 800 }, reducedMotion: "reduce" });
    const walk = walker(opened.page, language);
    await walk.enter(server.url);
    return { ...opened, walk };
  };
  const focused = (page: Page) => page.evaluate<string>("document.activeElement?.textContent?.trim() ?? ''");
  const announced = (page: Page) =>
    page.locator("[role=status].visually-hidden").evaluate((element) => element.textContent);
  const headings = async (page: Page) =>
    (await accessibleNodes(page))
      .filter(({ role }) => role === "heading")
      .map(({ name, properties }) => `${properties.get("level")} ${name}`);

  test("a sign that shows what opens is not part of its name", async () => {
    await using server = await startMockServer(folder);
    const { page } = await enter(server);
    const names = (await accessibleNodes(page))
      .filter(({ role }) => role === "DisclosureTriangle")
      .map(({ name }) => name);
    expect(names).toEqual(["I began before and have a code"]);
    await page.getByText("I began before and have a code").click();
    await expectSpokenOnce(page);
    await page.context().close();
  }, 120_000);

  test("the languages stand in a dialog under both their names, with fonts of their own that come with it", async () => {
    await using server = await startMockServer(folder);
    const { page, errors, walk } = await enter(server);
    const fonts: string[] = [];
    page.on("request", (request) => {
      if (request.url().endsWith(".woff2")) fonts.push(request.url());
    });
    const dialog = page.getByRole("dialog", { name: "Language" });
    const opener = page.getByRole("button", { name: "Language: English" });
    await opener.press("Enter");
    await dialog.waitFor();
    expect(await dialog.locator("li button").allTextContents()).toEqual(["English ", "العربية Arabic"]);
    expect(await dialog.locator("[aria-current=true]").textContent()).toBe("English ");
    await expect.poll(() => fonts.some((url) => url.includes("noto-sans-arabic"))).toBe(true);
    await expectNoAxeViolations(page);
    await expectSpokenOnce(page);
    await takeScreenshot(page, "language-dialog-390");
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    expect(await focused(page)).toBe("Language: English");
    await walk.press("Language: English", "");
    await dialog.getByRole("button", { name: "العربية Arabic" }).press("Enter");
    await page.getByRole("button", { name: "اللغة: العربية" }).waitFor();
    expect(errors).toEqual([]);
    await page.context().close();
  }, 120_000);

  test("a box that is not ticked is told of once: by what describes it, or to who is there already", async () => {
    await using server = await startMockServer(folder);
    const { page, walk } = await enter(server);
    await walk.toConsent();
    const go = page.getByRole("button", { name: "I agree, continue" });
    await go.press("Enter");
    const told = await page.locator(".missing").textContent();
    expect(told).toMatch(/^Please tick /);
    await expect.poll(() => page.evaluate("document.activeElement?.getAttribute('type')")).toBe("checkbox");
    const group = (await accessibleNodes(page)).find(({ description }) => description === told);
    expect(group?.role).toBe("group");
    expect(await announced(page)).toBe("");
    await expectSpokenOnce(page);
    // Enter hands the form in from a box: the keyboard stays in its group, whose description nobody reads again.
    await page.keyboard.press("Enter");
    await expect.poll(() => announced(page)).toBe(told);
    await page.context().close();
  }, 120_000);

  test("the page with the code is part of the step before it", async () => {
    await using server = await startMockServer(folder);
    const { page, walk } = await enter(server);
    await walk.toConsent();
    await walk.toCode();
    const step = page.locator(".frame-progress");
    expect(await step.textContent()).toBe("Step 1 of 4: Consent");
    await walk.toSurvey();
    expect(await step.textContent()).toMatch(/^Step 2 of 4: /);
    await page.context().close();
  }, 120_000);

  test("after the choice in the practice the keyboard is where the new text begins", async () => {
    await using server = await startMockServer(folder);
    server.options = { ...usualOptions, begin: "practice" };
    const { page, walk } = await enter(server);
    await walk.press("Go to the study", "");
    await walk.heading("Try it first", "");
    await walk.rate(0, 3);
    await walk.rate(1, -2);
    await walk.press("Continue with the best", "");
    await expect.poll(() => focused(page)).toBe("The answer you kept:");
    await page.keyboard.press("Tab");
    expect(await focused(page)).toBe("Finish the practice");
    expect(await headings(page)).toEqual(["1 Try it first", "2 An example", "3 The answer you kept:"]);
    await expectSpokenOnce(page);
    await page.context().close();
  }, 120_000);

  test("after the verdict of the practice too", async () => {
    await using server = await startMockServer(folder);
    server.options = { ...usualOptions, begin: "practice", judge: "verdict" };
    const { page, walk } = await enter(server);
    await walk.press("Go to the study", "");
    await page.getByRole("button", { name: "Both are bad" }).press("Enter");
    await walk.press("Yes, it is", "");
    await expect
      .poll(() => focused(page))
      .toBe("This is how you end a conversation: with your verdict on the answers.");
    await page.context().close();
  }, 120_000);

  test("after the last turn there may be the keyboard is at what says so", async () => {
    await using server = await startMockServer(folder);
    server.options = { ...usualOptions, begin: "conversations", answers: ["No.", "Yes."] };
    const { page, walk } = await enter(server);
    await walk.press("Go to the study", "");
    await walk.toWrite();
    for (const turn of [1, 2, 3, 4]) {
      await page.getByRole("textbox").waitFor();
      await walk.send(`Is loyalty a virtue, for the time ${turn}?`, "");
      await walk.toRate();
      for (const slider of Array.from(
        { length: await page.getByRole("slider").count() },
        (_, index) => index,
      ))
        await walk.rate(slider, 3 - slider);
      await walk.press("Continue with the best", "");
    }
    await expect.poll(() => focused(page)).toBe("This conversation has as many turns as it can have.");
    await page.keyboard.press("Tab");
    expect(await focused(page)).toBe("Finish the conversation");
    await page.context().close();
  }, 90_000);

  test.each(["verdict", "scale"] as const)(
    "answers of earlier turns are headings as those of the newest are (%s)",
    async (judge) => {
      await using server = await startMockServer(folder);
      server.options = { ...usualOptions, judge, begin: "conversations", answers: ["No.", "Yes."] };
      const { page, walk } = await enter(server);
      await walk.press("Go to the study", "");
      if (judge === "scale") await walk.toWrite();
      await page.getByRole("textbox").waitFor();
      await walk.send("Is loyalty a virtue?", "");
      if (judge === "scale") {
        await walk.toRate();
        for (const slider of [0, 1, 2, 3].slice(0, await page.getByRole("slider").count()))
          await walk.rate(slider, 3 - slider);
        await walk.press("Continue with the best", "");
      } else await page.getByRole("button", { name: "Both are bad" }).waitFor();
      await page.getByRole("textbox").waitFor();
      await walk.send("And trust?", "");
      const past = page.locator(".transcript");
      await past.getByText("Is loyalty a virtue?").waitFor();
      const found = await headings(page);
      const turn = found.indexOf("2 Turn 1");
      expect(found.slice(turn + 1, turn + (judge === "scale" ? 2 : 3))).toEqual(
        judge === "scale" ? ["3 The answer you kept:"] : ["3 Answer A", "3 Answer B"],
      );
      expect(found.filter((heading) => /^2 Turn 2/.test(heading))).toHaveLength(1);
      if (judge === "scale") {
        await past.locator("summary").first().click();
        await past
          .getByRole("heading", { level: 3, name: /^Answer [A-D]$/ })
          .first()
          .waitFor();
      }
      await expectNoAxeViolations(page);
      await expectSpokenOnce(page);
      await page.context().close();
    },
    120_000,
  );
});
