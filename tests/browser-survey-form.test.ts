import { loadStaticPages } from "@refract/server";
import {
  chromium,
  describeWith,
  expectLongWordsFit,
  expectNoAxeViolations,
  openBrowser,
  startTestServer,
  type TestBrowser,
  type TestServer,
} from "@refract/testing";
import { buildWeb } from "@refract/web";
import { afterAll, beforeAll, expect, test } from "vitest";
import { pageWords } from "./browser/page-words.ts";

const word = pageWords("en");

const study = {
  "study.yaml": `refract: 1
id: forms
title: Forms
languages: [en, ar]
stages:
  - id: consent
    type: consent
    version: "1"
    cards: [{title: Two things, text: "1. one\\n2. two"}]
    statements: [{id: consent, text: I agree}]
  - {id: you, type: survey, survey: you.json}
  - {id: end, type: end}
`,
  "you.json": JSON.stringify({
    pages: [
      {
        name: "p",
        elements: [
          {
            type: "comment",
            name: "c",
            description: "Two lines will do.",
            descriptionLocation: "underInput",
          },
          {
            type: "rating",
            name: "r",
            rateMin: 0,
            rateMax: 10,
            minRateDescription: "very bad indeed",
            maxRateDescription: "very good indeed",
          },
          {
            type: "matrix",
            name: "m",
            title: "Rows",
            columns: ["Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree"],
            rows: ["polite", "brief"],
          },
          {
            type: "scales",
            name: "s",
            minimum: 0,
            maximum: 100,
            startAt: "none",
            minText: "Low",
            maxText: "High",
            rows: ["polite"],
          },
        ],
      },
    ],
  }),
};

await describeWith(chromium, "how a survey's questions stand on the page", (executable) => {
  let browser: TestBrowser;
  let running: TestServer;
  beforeAll(async () => {
    browser = await openBrowser(executable);
    running = await startTestServer({ study, pages: await loadStaticPages((await buildWeb()).folder) });
  });
  afterAll(async () => {
    await browser[Symbol.asyncDispose]();
    await running[Symbol.asyncDispose]();
  });

  test("scales of eleven steps and five words are one row on a laptop, with their ends where they belong", async () => {
    const { page, errors } = await browser.openPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(`${running.server.baseUrl}/s/forms`);
    await page.getByRole("button", { name: word("landing.enter"), exact: true }).click();
    await page.getByRole("checkbox").check();
    // A list of the consent has numbers, which are no words.
    await expectLongWordsFit(page);
    await page.getByRole("button", { name: word("consent.agree"), exact: true }).click();
    await page.getByRole("button", { name: word("code.continue"), exact: true }).click();
    await page.getByText("very good indeed", { exact: true }).waitFor();

    const boxes = (selector: string) =>
      page.evaluate<{ left: number; right: number; top: number; bottom: number }[]>(
        `[...document.querySelectorAll(${JSON.stringify(selector)})].map((element) => {
          const text = document.createRange();
          text.selectNodeContents(element);
          const { left, right, top, bottom } = (element.matches(".steps > span") ? text : element).getBoundingClientRect();
          return { left: Math.round(left), right: Math.round(right), top: Math.round(top), bottom: Math.round(bottom) };
        })`,
      );
    const steps = await boxes(".step");
    const [low, high] = await boxes(".steps > span");
    expect(steps.length).toBe(11);
    expect(new Set(steps.map(({ top }) => top)).size).toBe(1);
    expect([low?.left, high?.right]).toEqual([steps[0]?.left, steps[10]?.right]);
    expect(Math.min(...steps.map(({ left, right }) => right - left))).toBeGreaterThanOrEqual(44);

    const answers = await boxes(".matrix-row:first-child .matrix-tick input");
    expect(answers.length).toBe(5);
    expect(new Set(answers.map(({ top }) => top)).size).toBe(1);

    const [field] = await boxes("textarea");
    const [below] = await boxes(".question-description");
    expect((below?.top ?? 0) - (field?.bottom ?? 0)).toBeGreaterThanOrEqual(8);

    await expectNoAxeViolations(page);
    await expectLongWordsFit(page);
    await page.setViewportSize({ width: 360, height: 800 });
    await expectLongWordsFit(page);
    expect(errors).toEqual([]);
  });

  test("English texts on an Arabic page stand beside their boxes, and under their own ends of a scale", async () => {
    const { page } = await browser.openPage({ viewport: { width: 390, height: 800 }, locale: "ar" });
    const arabic = pageWords("ar");
    await page.goto(`${running.server.baseUrl}/s/forms`);
    await page.getByRole("button", { name: arabic("landing.enter"), exact: true }).click();
    await page.getByRole("checkbox").check();
    await page.getByRole("button", { name: arabic("consent.agree"), exact: true }).click();
    await page.getByRole("button", { name: arabic("code.continue"), exact: true }).click();
    await page.getByText("very good indeed", { exact: true }).waitFor();
    /** How far apart the sides of two elements are, whose text counts where they hold some. */
    const gap = (one: string, side: "left" | "right", other: string, otherSide: "left" | "right") =>
      page.evaluate<number>(
        `(() => {
          const side = (selector, name) => {
            const element = document.querySelector(selector);
            const text = document.createRange();
            text.selectNodeContents(element);
            return (element.matches("span, legend, p") ? text : element).getBoundingClientRect()[name];
          };
          return Math.abs(side(${JSON.stringify(one)}, "${side}") - side(${JSON.stringify(other)}, "${otherSide}"));
        })()`,
      );
    expect(await gap(".matrix-tick > span", "right", ".matrix-tick > input", "left")).toBeLessThan(20);
    expect(await gap(".scale-words > span:first-child", "right", ".scale-words", "right")).toBeLessThan(2);
    expect(await gap(".scale-words > span:last-child", "left", ".scale-words", "left")).toBeLessThan(2);
    // Titles, descriptions and statements stand where the page's own do, and run their way.
    for (const selector of [
      ".question-title > span",
      ".matrix-statement",
      ".statements > li > p",
      ".question-description",
    ]) {
      expect(await gap(selector, "right", ".survey-questions", "right"), selector).toBeLessThan(2);
      expect(
        await page.evaluate(`getComputedStyle(document.querySelector("${selector}")).direction`),
        selector,
      ).toBe("ltr");
    }
    expect(await gap(".steps > span:first-child", "right", ".steps", "right")).toBeLessThan(2);
    expect(await gap(".steps > span:last-child", "left", ".steps", "left")).toBeLessThan(2);
  });
});
