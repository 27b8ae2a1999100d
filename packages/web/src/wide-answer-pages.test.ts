import {
  chromium,
  describeWith,
  expectNoAxeViolations,
  openBrowser,
  type TestBrowser,
  takeScreenshot,
} from "@refract/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startMockServer, usualOptions } from "../test/mock-server.ts";
import { walker } from "../test/walk.ts";
import { longAnswer, wideAnswers } from "../test/wide-answers.ts";
import { buildWeb } from "./index.ts";

const settings = [
  { name: "phone", width: 390, scheme: "light", language: "en" },
  { name: "phone-dark", width: 390, scheme: "dark", language: "ar" },
  { name: "wide", width: 1280, scheme: "light", language: "ar" },
  { name: "wide-dark", width: 1280, scheme: "dark", language: "en" },
] as const;

await describeWith(chromium, "answers wider and longer than the page", (executable) => {
  let browser: TestBrowser;
  let folder: string;
  beforeAll(async () => {
    const [opened, built] = await Promise.all([openBrowser(executable), buildWeb()]);
    browser = opened;
    folder = built.folder;
  });
  afterAll(() => browser[Symbol.asyncDispose]());

  const toAnswers = async (
    width: number,
    scheme: "light" | "dark",
    answers: readonly string[],
    language: "en" | "ar",
  ) => {
    const server = await startMockServer(folder);
    server.options = {
      ...usualOptions,
      begin: "conversations",
      answers,
      pace: { characters: 2000, everyMs: 30 },
    };
    const { page, errors } = await browser.openPage({
      viewport: { width, height: 900 },
      colorScheme: scheme,
      reducedMotion: "reduce",
    });
    const walk = walker(page, language);
    await walk.enter(server.url);
    await walk.press("Go to the study", "انتقل إلى الدراسة");
    await walk.toWrite();
    await walk.send(
      `Is it so? https://example.org/${"c".repeat(200)}`,
      `هل هو كذلك؟ https://example.org/${"c".repeat(200)}`,
    );
    await walk.toRate();
    await page.locator(".answer .reading").nth(3).waitFor();
    return { server, page, errors, walk };
  };
  const widthsOf = (page: Awaited<ReturnType<typeof toAnswers>>["page"], selector: string) =>
    page.evaluate<number[]>(
      `[...document.querySelectorAll(${JSON.stringify(selector)})].map((element) => Math.round(element.getBoundingClientRect().width * 10) / 10)`,
    );

  test.each(settings)(
    "$name: cards and scales are equally wide whatever they hold, and the page does not scroll sideways",
    async ({ name, width, scheme, language }) => {
      const { server, page, errors, walk } = await toAnswers(width, scheme, wideAnswers, language);
      await using _ = server;
      for (const selector of [".answer", ".answer .scale-line", ".answer .reading"]) {
        const widths = await widthsOf(page, selector);
        expect(widths, selector).toHaveLength(4);
        expect(new Set(widths).size, `${selector}: ${widths.join(", ")}`).toBe(1);
      }
      const outside = await page.evaluate<string[]>(
        `[...document.querySelectorAll(".answer *")].filter((element) => element.closest(".scroll-region") === null &&
          !element.classList.contains("visually-hidden") &&
          element.getBoundingClientRect().right > element.closest(".answer").getBoundingClientRect().right + 1)
          .map((element) => element.outerHTML.slice(0, 80))`,
      );
      expect(outside).toEqual([]);
      expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth")).toBeLessThanOrEqual(0);
      await expectNoAxeViolations(page);
      await takeScreenshot(page, `wide-answers-${name}`);
      // what scrolls does so by keyboard
      const scrolling = await page.evaluate<number>(
        `[...document.querySelectorAll(".scroll-region")].filter((region) => region.scrollWidth > region.clientWidth).length`,
      );
      expect(scrolling).toBeGreaterThan(0);
      expect(await page.locator(".scroll-region[tabindex='0'][aria-label]").count()).toBe(scrolling);
      // as long as there is more behind an edge, a shadow says so; by its own direction, whatever the page's is
      const table = `document.querySelector(".answer .scroll-region:has(table)")`;
      const told = () =>
        page.evaluate<readonly [string | null, number]>(
          `[${table}.getAttribute("data-more"), getComputedStyle(${table}).backgroundImage.split("linear-gradient").length - 1]`,
        );
      expect(await told()).toEqual(["right", 1]);
      await page.evaluate(`${table}.scrollTo({ left: 20 })`);
      await expect.poll(told).toEqual(["both", 2]);
      await page.evaluate(`${table}.scrollTo({ left: 99999 })`);
      await expect.poll(told).toEqual(["left", 1]);
      // the winner goes on in the conversation, where it is as wide as any text
      for (const slot of [0, 1, 3]) await walk.rate(slot, -3);
      await walk.rate(2, 3);
      await walk.press("Continue with the best", "المتابعة مع الأفضل");
      await page.getByRole("textbox").waitFor();
      await page.locator("summary").first().click();
      expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth")).toBeLessThanOrEqual(0);
      await expectNoAxeViolations(page);
      await takeScreenshot(page, `wide-answers-${name}-kept`);
      expect(errors).toEqual([]);
      await page.context().close();
    },
    90_000,
  );

  test("every character of 20,000 can be read, beside answers of a few words", async () => {
    const { server, page, walk } = await toAnswers(
      390,
      "light",
      [longAnswer, "Yes.", "No.", "Perhaps."],
      "en",
    );
    await using _ = server;
    const letters = (text: string) => text.replace(/[\s*`-]/g, "");
    const lettersIn = async (place: string) =>
      letters((await page.locator(place).first().textContent()) ?? "");
    await expect.poll(() => lettersIn(".answer .reading")).toBe(letters(longAnswer));
    expect(longAnswer).toHaveLength(20_000);
    expect(new Set(await widthsOf(page, ".answer")).size).toBe(1);
    expect(new Set(await widthsOf(page, ".answer .scale-line")).size).toBe(1);
    const isInSight = (selector: string) =>
      page.evaluate<boolean>(`(() => {
        const element = document.querySelector(${JSON.stringify(selector)});
        const { top, bottom } = element.getBoundingClientRect();
        return element === document.activeElement && top >= 0 && bottom <= innerHeight;
      })()`);
    // The line that is missing lies below thousands of pixels that were not laid out before.
    await page.evaluate("window.scrollTo(0, 0)");
    await page.evaluate("document.querySelector('.go-on button').click()");
    await expect.poll(() => isInSight(".answer [role=slider]")).toBe(true);
    // What goes on in the conversation comes in two steps, and is whole in the end.
    for (const slot of [1, 2, 3]) await walk.rate(slot, -3);
    await walk.rate(0, 3);
    await walk.press("Continue with the best", "");
    await page.getByRole("textbox").waitFor();
    await expect.poll(() => lettersIn(".reply .reading")).toBe(letters(longAnswer));
    await expect.poll(() => isInSight("textarea")).toBe(true);
    expect(await page.evaluate("scrollY")).toBeGreaterThan(5000);
    await page.context().close();
  }, 60_000);

  test("several pieces of code in one answer are told apart from the page's landmarks", async () => {
    const code = `\`\`\`\n${"c".repeat(300)}\n\`\`\``;
    const arabic = `| الحروف | ${"ع".repeat(30)} | ${"غ".repeat(60)} |\n|---|---|---|\n| 1 | 2 | 3 |`;
    const { server, page } = await toAnswers(390, "light", [`${code}\n\n${code}`, arabic, "y", "z"], "en");
    await using _ = server;
    const pieces = page.getByRole("group", { name: "Code", exact: true });
    await expect.poll(() => pieces.count()).toBe(2);
    await expectNoAxeViolations(page);
    const table = page.locator(".scroll-region:has(table)");
    await expect.poll(() => table.getAttribute("data-more")).toBe("left");
    await page.context().close();
  }, 60_000);

  test.each([390, 1280])(
    "a table or code that fits is no stop of the keyboard (%i px)",
    async (width) => {
      const { server, page } = await toAnswers(
        width,
        "light",
        ["| a | b |\n|---|---|\n| 1 | 2 |", "`x`", "y", "z"],
        "en",
      );
      await using _ = server;
      expect(await page.locator(".scroll-region").count()).toBe(1);
      expect(await page.locator(".scroll-region[tabindex]").count()).toBe(0);
      await page.context().close();
    },
    60_000,
  );
});
