import type { RatingsView } from "@refract/collect";
import { loadStaticPages } from "@refract/server";
import {
  chromium,
  describeWith,
  expectNoAxeViolations,
  openBrowser,
  type Page,
  startTestServer,
  type TestBrowser,
  type TestServer,
} from "@refract/testing";
import { buildWeb } from "@refract/web";
import { afterAll, beforeAll, expect, test } from "vitest";
import { pageWords } from "./browser/page-words.ts";

const word = pageWords("en");
const phone =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.2 Mobile/15E148 Safari/604.1";

const study = (id: string, settings: string) => ({
  "study.yaml": `refract: 1
id: ${id}
title: Tea
contact: tea@example.org
models: [demo:plain, demo:warm]
${settings}
stages:
  - {id: consent, type: consent, version: "1", statements: [{id: consent, text: I agree}]}
  - {id: you, type: survey, survey: you.json}
  - id: talk
    type: conversation
    types: [{id: any, title: Anything, count: 1}]
    mayStopAfter: 0
    opening: {models: 2}
    judge: {kind: scale, minimumLabel: Terrible, maximumLabel: Perfect}
  - {id: end, type: end, ratings: {when: at-once, namesModels: true}}
`,
  "you.json": JSON.stringify({
    pages: [
      {
        name: "first",
        elements: [{ type: "radiogroup", name: "gender", title: "Gender", choices: ["man", "woman"] }],
      },
      { name: "second", elements: [{ type: "text", name: "tea", title: "Tea" }] },
    ],
  }),
});

await describeWith(chromium, "who is let in, and what they see at the end, in a browser", (executable) => {
  let browser: TestBrowser;
  let running: TestServer;
  beforeAll(async () => {
    browser = await openBrowser(executable);
    running = await startTestServer({
      study: study("desk", "entry: {devices: desktop}"),
      pages: await loadStaticPages((await buildWeb()).folder),
    });
    const { server } = running;
    await server.addStudy(study("quota", "quotas: [{field: gender, people: {man: 0}}]"));
    await server.addStudy(study("until", "withdrawUntil: 2999-01-31"));
    await server.addStudy(study("until-more", ""));
    await server.addStudy(study("over", "withdrawUntil: 2020-01-31"));
    await server.addStudy(study("archived", ""));
  });
  afterAll(async () => {
    await browser[Symbol.asyncDispose]();
    await running[Symbol.asyncDispose]();
  });

  const press = (page: Page, key: string) =>
    page.getByRole("button", { name: word(key), exact: true }).click();
  const begin = async (page: Page, id: string) => {
    await page.goto(`${running.server.baseUrl}/s/${id}`);
    await press(page, "landing.enter");
    await page.getByRole("checkbox").check();
    await press(page, "consent.agree");
    await press(page, "code.continue");
  };
  const toTheEnd = async (page: Page, id: string) => {
    await begin(page, id);
    await page.getByText("woman", { exact: true }).click();
    await press(page, "common.continue");
    await page.getByRole("textbox").fill("green");
    await press(page, "survey.submit");
    await press(page, "choose.stop");
    await press(page, "choose.stopConfirm");
    await page.getByRole("heading", { level: 1, name: word("ending.heading") }).waitFor();
  };

  test("a telephone finds a kind page before a study for computers, and no button to begin", async () => {
    const { page, errors } = await browser.openPage({
      viewport: { width: 390, height: 800 },
      userAgent: phone,
    });
    await page.goto(`${running.server.baseUrl}/s/desk`);
    await page.getByText(word("landing.computer"), { exact: true }).waitFor();
    expect(await page.getByRole("button", { name: word("landing.enter") }).count()).toBe(0);
    await expectNoAxeViolations(page);
    expect(errors).toEqual([]);
    expect((await running.store.people("desk")).length).toBe(0);
  });

  test("who finds their kind full is told at the page that decides, and that it is not their doing", async () => {
    const { page, errors } = await browser.openPage({ viewport: { width: 390, height: 800 } });
    await begin(page, "quota");
    await page.getByText("man", { exact: true }).click();
    await press(page, "common.continue");
    await page.getByRole("heading", { level: 1, name: word("ending.quota") }).waitFor();
    await page.getByText(word("ending.quotaWhat"), { exact: true }).waitFor();
    await expectNoAxeViolations(page);
    expect(errors).toEqual([]);
  });

  test("the end says until when people can withdraw, the receipt whom to write to after it", async () => {
    const { page, errors } = await browser.openPage({ viewport: { width: 390, height: 800 } });
    await toTheEnd(page, "until");
    await page.getByText(/January 31, 2999/).waitFor();
    await page.getByText(word("results.few"), { exact: true }).waitFor();
    await toTheEnd(page, "over");
    expect(await page.getByText(/January 31, 2020/).count()).toBe(0);
    await page.getByRole("link", { name: word("frame.receipt") }).click();
    await page.getByText(/January 31, 2020/).waitFor();
    await page.getByText("tea@example.org").first().waitFor();
    expect(await page.getByRole("button", { name: word("receipt.withdraw"), exact: true }).count()).toBe(0);
    await expectNoAxeViolations(page);
    expect(errors).toEqual([]);
  });

  test("whoever is under way when the study is archived is told so at their next step, keeps their receipt, and goes on when it is reopened", async () => {
    const { page, errors } = await browser.openPage({ viewport: { width: 390, height: 800 } });
    await begin(page, "archived");
    await page.getByText("woman", { exact: true }).waitFor();
    await running.store.setStudyState("archived", "archived", Date.now());
    // It is saved by itself.
    await page.getByText("woman", { exact: true }).click();
    await page.getByRole("heading", { level: 1, name: word("ending.stopped") }).waitFor();
    await page.getByText(word("ending.stoppedWhat"), { exact: true }).waitFor();
    await expectNoAxeViolations(page);
    await page.getByRole("link", { name: word("frame.receipt") }).click();
    await page.getByRole("button", { name: word("receipt.withdraw"), exact: true }).waitFor();
    await page.goto(`${running.server.baseUrl}/s/archived`);
    await page.getByRole("heading", { level: 1, name: word("ending.stopped") }).waitFor();
    await running.store.setStudyState("archived", "open", Date.now());
    await page.reload();
    await page.getByText("woman", { exact: true }).waitFor();
    // What was refused is said in the browser's console.
    expect(errors.filter((error) => !error.includes("422"))).toEqual([]);
  });

  test("everybody's ratings are tables that a screen reader can read, at a telephone's width", async () => {
    const { page, errors } = await browser.openPage({ viewport: { width: 360, height: 800 } });
    const ratings: RatingsView = {
      kind: "scale",
      people: 30,
      parts: [
        { from: 1, to: 50, you: 0.25, everybody: 0.4 },
        { from: 51, to: 100, you: 0.75, everybody: null },
      ],
      average: { you: 64, everybody: 58 },
      models: [{ model: "A-model-with-a-long-name-of-more-than-forty-letters", you: null, everybody: 61 }],
    };
    await page.route("**/api/p/ratings*", (route) => route.fulfill({ json: ratings }));
    await toTheEnd(page, "until-more");
    const row = (name: string) => page.getByRole("row", { name }).getByRole("cell").allTextContents();
    expect(await row("51 to 100")).toEqual(["75%", "–"]);
    expect(await row(word("results.average")).then((cells) => cells.slice(-2))).toEqual(["64", "58"]);
    expect(await row("A-model")).toEqual(["–", "61"]);
    // No word or number of the short columns is broken.
    const lines = await page.evaluate<number[]>(
      `[...document.querySelectorAll(".ratings :is(td, thead th)")].map((cell) => {
        const text = document.createRange();
        text.selectNodeContents(cell);
        return new Set([...text.getClientRects()].map(({ top }) => Math.round(top))).size;
      })`,
    );
    expect(Math.max(...lines)).toBe(1);
    const isTooWide = await page.evaluate(
      "document.documentElement.scrollWidth > document.documentElement.clientWidth",
    );
    expect(isTooWide).toBe(false);
    await expectNoAxeViolations(page);
    expect(errors).toEqual([]);
  });
});
