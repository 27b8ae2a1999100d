import {
  chromium,
  describeWith,
  openBrowser,
  type Page,
  type TestBrowser,
  type TestPage,
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
        { type: "comment", name: "story", title: "Your story" },
        { type: "radiogroup", name: "tea", title: "Tea or coffee", choices: ["Tea", "Coffee"] },
      ],
    },
  ],
};

await describeWith(chromium, "what is entered in two tabs, or before a tab is closed", (executable) => {
  let browser: TestBrowser;
  let folder: string;
  beforeAll(async () => {
    const [opened, built] = await Promise.all([openBrowser(executable), buildWeb()]);
    browser = opened;
    folder = built.folder;
  }, 300_000);
  afterAll(() => browser[Symbol.asyncDispose]());

  const open = (): Promise<TestPage> =>
    browser.openPage({ viewport: { width: 1000, height: 800 }, reducedMotion: "reduce" });
  const enter = async (page: Page, server: MockServer) => {
    const walk = walker(page, "en");
    await walk.enter(server.url);
    await walk.press("Go to the study", "");
    return walk;
  };
  const secondTab = async (first: Page, server: MockServer) => {
    const page = await first.context().newPage();
    await page.goto(`${server.url}/s/fake`);
    return page;
  };
  /** A tab that is closed without a connection takes what waits with it; a new one has this browser's drafts alone. */
  const reopen = async (page: Page, server: MockServer) => {
    const address = page.url();
    await page.evaluate("sessionStorage.clear()");
    // Gone before the server is back, so that nothing of it is sent again.
    await page.goto("about:blank");
    server.offline = false;
    await page.goto(address);
  };

  test("a message written in one tab stands in the other, and what is added after it was sent begins the next", async () => {
    await using server = await startMockServer(folder);
    server.options = { ...usualOptions, begin: "conversations" };
    const { page: first } = await open();
    const walk = await enter(first, server);
    await walk.toWrite();
    const second = await secondTab(first, server);
    if ((await second.getByRole("textbox").count()) === 0) await walker(second, "en").toWrite();
    const inFirst = first.getByRole("textbox");
    const inSecond = second.getByRole("textbox");
    await inFirst.fill("Is loyalty");
    await expect.poll(() => inSecond.inputValue()).toBe("Is loyalty");
    await inSecond.fill("Is loyalty a virtue?");
    await expect.poll(() => inFirst.inputValue()).toBe("Is loyalty a virtue?");
    server.offline = true;
    await inFirst.press("Enter");
    await first.getByRole("button", { name: "Sending …" }).waitFor();
    await inSecond.fill("Is loyalty a virtue? And trust?");
    server.offline = false;
    await walk.toRate();
    expect(server.session?.turn?.prompt).toBe("Is loyalty a virtue?");
    for (const scale of [0, 1, 2, 3]) await walk.rate(scale, scale);
    // The other tab has each rating too, and goes on with the newest.
    await expect.poll(() => second.locator(".scale[data-rated=true]").count()).toBe(4);
    await walker(second, "en").rate(0, 4);
    await expect
      .poll(() => first.getByRole("slider").first().getAttribute("aria-valuenow"))
      .toBe((await second.getByRole("slider").first().getAttribute("aria-valuenow")) ?? "");
    await walk.press("Continue with the best", "");
    await expect.poll(() => inFirst.inputValue()).toBe("Is loyalty a virtue? And trust?");
    await expect.poll(() => inSecond.inputValue()).toBe("Is loyalty a virtue? And trust?");
    await first.context().close();
  }, 120_000);

  test("answers of a survey given in one tab stand in the other, and neither writes over the other's", async () => {
    await using server = await startMockServer(folder);
    server.options = { ...usualOptions, begin: "survey", survey };
    const { page: first, errors } = await open();
    await (await enter(first, server)).heading("About you", "");
    const second = await secondTab(first, server);
    await second.getByLabel("Your story").waitFor();
    await first.getByLabel("Your story").fill("Once");
    await expect.poll(() => second.getByLabel("Your story").inputValue()).toBe("Once");
    await second.getByLabel("Your age").fill("4x");
    await expect.poll(() => first.getByLabel("Your age").inputValue()).toBe("4x");
    await second.getByLabel("Your age").fill("41");
    await expect.poll(() => first.getByLabel("Your age").inputValue()).toBe("41");
    await second.getByText("Coffee", { exact: true }).click();
    await expect.poll(() => first.getByRole("radio", { name: "Coffee" }).isChecked()).toBe(true);
    await first.getByLabel("Your story").fill("Once upon a time");
    await expect
      .poll(() => server.session?.answers)
      .toEqual({ age: 41, story: "Once upon a time", tea: "Coffee" });
    await expect.poll(() => second.getByLabel("Your story").inputValue()).toBe("Once upon a time");
    expect(errors).toEqual([]);
    await first.context().close();
  }, 120_000);

  test("ratings and boxes that could not be sent stand in the next tab, which sends them", async () => {
    await using server = await startMockServer(folder);
    server.options = { ...usualOptions, begin: "conversations" };
    const { page } = await open();
    const walk = await enter(page, server);
    await walk.toWrite();
    await walk.send("Is loyalty a virtue?", "");
    await walk.toRate();
    server.offline = true;
    await walk.rate(1, 3);
    await reopen(page, server);
    await expect.poll(() => page.locator(".scale[data-rated=true]").count()).toBe(1);
    await expect.poll(() => server.session?.slots.map(({ score }) => score)).toEqual([null, 82, null, null]);
    expect(server.session?.received.filter(({ command }) => command.type === "slot.rated")).toHaveLength(1);
    for (const scale of [0, 2, 3]) await walk.rate(scale, -scale);
    await walk.press("Continue with the best", "");
    await page.getByRole("textbox").fill("And trust?");
    await page.keyboard.press("Enter");
    await walk.toRate();
    await walk.rate(0, 3);
    await walk.rate(1, -3);
    await walk.press("Continue with the best", "");
    await walk.press("Finish the conversation", "");
    await walk.press("Yes, finish it", "");
    await walk.heading("About this conversation", "");
    server.offline = true;
    await walk.rate(0, 2);
    await page.getByRole("checkbox").nth(1).check();
    await reopen(page, server);
    await walk.heading("About this conversation", "");
    expect(await page.getByRole("checkbox").nth(1).isChecked()).toBe(true);
    const statements = () =>
      server.session?.conversation?.questions.blocks[0]?.statements.map(({ value, isNotApplicable }) => ({
        value,
        isNotApplicable,
      }));
    await expect.poll(statements).toEqual([
      { value: 72, isNotApplicable: false },
      { value: null, isNotApplicable: true },
      { value: null, isNotApplicable: false },
    ]);
    await expect
      .poll(() =>
        page.evaluate("Object.keys(localStorage).filter((key) => /draft\\/(rating|attributes)/.test(key))"),
      )
      .toEqual([]);
    await page.context().close();
  }, 120_000);
});
