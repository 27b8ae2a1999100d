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
const mturk = "https://workersandbox.mturk.com";
const study = {
  "study.yaml": `
refract: 1
id: tea
title: Tea
entry: {panel: {use: mturk, externalQuestion: true}}
stages:
  - {id: consent, type: consent, version: "1", statements: [{id: consent, text: I agree}]}
  - {id: end, type: end}
`,
};

await describeWith(chromium, "a study in MTurk's page, in a browser", (executable) => {
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

  /** MTurk's page with the study in a frame, and what is submitted to it. */
  const openTask = async (page: Page, assignmentId: string, workerId: string, host = mturk) => {
    const submitted: string[] = [];
    const query = new URLSearchParams({ assignmentId, hitId: "H1", workerId, turkSubmitTo: mturk });
    await page.route(`${host}/**`, async (route) => {
      const isSubmission = route.request().method() === "POST";
      if (isSubmission) submitted.push(`${route.request().url()} ${route.request().postData() ?? ""}`);
      await route.fulfill({
        contentType: "text/html",
        body: isSubmission
          ? "<p>Submitted</p>"
          : `<title>MTurk</title><iframe title="task" style="width:100%;height:700px" src="${running.server.baseUrl}/s/tea?${query}"></iframe>`,
      });
    });
    await page.goto(`${host}/task`);
    return { submitted, frame: page.frameLocator("iframe") };
  };

  test("is a preview first, runs in the frame and submits the task there", async () => {
    const { page, errors } = await browser.openPage({ viewport: { width: 900, height: 800 } });
    const preview = await openTask(page, "ASSIGNMENT_ID_NOT_AVAILABLE", "");
    await preview.frame.getByText(word("landing.preview"), { exact: true }).waitFor();
    expect(await preview.frame.getByRole("button", { name: word("landing.enter") }).count()).toBe(0);
    await page.unrouteAll();

    const { frame, submitted } = await openTask(page, "A77", "W1");
    await frame.getByRole("button", { name: word("landing.enter"), exact: true }).click();
    await frame.getByRole("checkbox").check();
    await frame.getByRole("button", { name: word("consent.agree"), exact: true }).click();
    await frame.getByRole("button", { name: word("code.continue"), exact: true }).click();
    const code = await frame.locator(".code").textContent();
    await frame.getByRole("button", { name: word("ending.submitTask"), exact: true }).click();
    await frame.getByText("Submitted", { exact: true }).waitFor();
    expect(submitted).toEqual([
      `${mturk}/mturk/externalSubmit assignmentId=A77&outcome=completed&code=${code}`,
    ]);
    expect(errors).toEqual([]);
  });

  test("without cookies in frames it opens in its own tab, and the code from there submits the task", async () => {
    const { page } = await browser.openPage({ viewport: { width: 390, height: 800 } });
    await page.addInitScript(`
      if (window.self !== window.top) Object.defineProperty(navigator, "cookieEnabled", { get: () => false });
    `);
    const { frame, submitted } = await openTask(page, "A78", "W2");
    await frame.getByText(word("landing.frameCookies"), { exact: true }).waitFor();
    const [tab] = await Promise.all([
      page.context().waitForEvent("page"),
      frame.getByRole("link", { name: word("landing.ownTab"), exact: true }).click(),
    ]);
    await tab.getByRole("button", { name: word("landing.enter"), exact: true }).click();
    await tab.getByRole("checkbox").check();
    await tab.getByRole("button", { name: word("consent.agree"), exact: true }).click();
    await tab.getByRole("button", { name: word("code.continue"), exact: true }).click();
    await tab.getByText(word("ending.pasteCode"), { exact: true }).waitFor();
    await expectNoAxeViolations(tab);
    const code = (await tab.locator(".code").textContent()) ?? "";
    await frame.getByLabel(word("landing.taskCode"), { exact: true }).fill(code);
    await frame.getByRole("button", { name: word("ending.submitTask"), exact: true }).click();
    await frame.getByText("Submitted", { exact: true }).waitFor();
    expect(submitted).toEqual([`${mturk}/mturk/externalSubmit assignmentId=A78&code=${code}`]);
  });

  test("is shown in nobody else's page", async () => {
    const { page } = await browser.openPage({ viewport: { width: 900, height: 800 } });
    const refused = page.waitForEvent("console", (message) => /frame-ancestors/.test(message.text()));
    await openTask(page, "A79", "W3", "https://copy.example.org");
    await refused;
    expect((await running.store.people("tea")).length).toBe(2);
  });
});
