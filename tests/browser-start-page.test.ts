import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { checkDataset } from "@refract/dataset";
import {
  chromium,
  describeWith,
  expectAdaptedPagesFit,
  expectLongWordsFit,
  expectNoAxeViolations,
  openBrowser,
  type Page,
  type TestBrowser,
  takeScreenshot,
} from "@refract/testing";
import { afterAll, beforeAll, expect, onTestFailed, test } from "vitest";
import { type StartPageServer, startStartPageServer } from "./browser/start-page-server.ts";

const sizes = [
  { width: 1280, colorScheme: "light" },
  { width: 1280, colorScheme: "dark" },
  { width: 390, colorScheme: "light" },
  { width: 390, colorScheme: "dark" },
] as const;

/** Chromium itself writes these for an answer that is a refusal or does not come; the page says it in words. */
const isNetworkNote = (message: string) => message.startsWith("Failed to load resource:");

await describeWith(chromium, "the start page in a browser, on the real server", (executable) => {
  let browser: TestBrowser;
  let server: StartPageServer;
  beforeAll(async () => {
    [browser, server] = await Promise.all([openBrowser(executable), startStartPageServer()]);
  });
  afterAll(async () => {
    await browser[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });

  /** A state of the page at every size, in the light and in the dark. */
  const look = async (page: Page, state: string) => {
    for (const { width, colorScheme } of sizes) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      const name = `start-${state}-${width}-${colorScheme}`;
      await expectNoAxeViolations(page);
      const overflow = await page.evaluate<number>(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth",
      );
      expect(overflow, `${name} is wider than the window`).toBeLessThanOrEqual(0);
      await takeScreenshot(page, name);
    }
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.emulateMedia({ colorScheme: "light" });
    await expectLongWordsFit(page);
    await expectAdaptedPagesFit(page);
  };
  const pictureOfFailure = (page: Page, name: string) =>
    onTestFailed(async () => {
      await takeScreenshot(page, `${name}-failed`);
    });

  test("one link lets one browser in, once; the page then does all a researcher needs to try a study", async () => {
    const { entryUrl, baseUrl } = server.running().server;
    const { page, errors } = await browser.openPage({
      permissions: ["clipboard-read", "clipboard-write"],
      reducedMotion: "reduce",
      acceptDownloads: true,
    });
    pictureOfFailure(page, "start");
    const button = (name: string) => page.getByRole("button", { name, exact: true });
    const row = (name: string) => page.getByRole("row", { name: new RegExp(`^${name}`) });

    // The token is traded for a cookie that scripts cannot read, and stays in no address.
    await page.goto(entryUrl);
    await page.getByRole("heading", { level: 2 }).waitFor();
    expect(page.url()).toBe(`${baseUrl}/`);
    const cookies = await page.context().cookies();
    expect(cookies).toMatchObject([
      { name: expect.stringMatching(/^refract-researcher-[0-9a-f]{8}$/), httpOnly: true, sameSite: "Strict" },
    ]);
    expect(await page.evaluate("document.cookie")).toBe("");
    expect(await page.title()).toMatch(/ · Refract$/);

    // Nobody has taken part, and there is nothing to export.
    await page.getByText("Nobody has taken part yet.").waitFor();
    await page.getByText("There is nothing to export yet.").waitFor();
    await look(page, "empty");

    // The panel's link has placeholders and opens nothing; the test link opens the study.
    const link = (await page.locator(".link-row .link").first().textContent()) ?? "";
    expect(link.startsWith(`${baseUrl}/s/prism`), link).toBe(true);
    await button("Copy the participant link").click();
    await button("Copied the participant link").waitFor();
    expect(await page.evaluate("navigator.clipboard.readText()")).toBe(link);
    const testLink = `${baseUrl}/s/prism?test`;
    expect(await page.getByRole("link", { name: testLink }).getAttribute("href")).toBe(testLink);

    // Demo models are said to be what they are.
    await page.getByText("demo models: scripted text, not language models").waitFor();
    const models = page.getByRole("table").filter({ hasText: "demo:" }).getByRole("row");
    const pool = (await models.count()) - 1;
    expect(pool).toBe(12);
    expect(await page.getByText("scripted text", { exact: true }).count()).toBe(pool);
    await button("Check what answers").click();
    await page.getByText("All models answer.").waitFor();

    // Twenty people, told about while they come in; the numbers follow by themselves.
    await page.evaluate("window.sameDocument = true");
    const bars = watchProgress(page);
    await button("Simulate 20 people").click();
    await page.getByText("Done. The numbers above include them.").waitFor({ timeout: 150_000 });
    const seen = await bars();
    expect(seen.length).toBeGreaterThan(1);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    await row("People").getByText("20 simulated").waitFor();
    expect(await row("People").textContent()).toBe("People2020 simulated");
    const totals = await server.running().store.totals("prism");
    expect(totals).toMatchObject({ people: 0, simulated: 20, completed: 20 });
    const count = (number: number) => new Intl.NumberFormat("en").format(number);
    // The page is told at most every half second.
    await expect
      .poll(() => row("Conversations").textContent())
      .toBe(`Conversations${count(totals.conversations)}${count(totals.finishedConversations)} finished`);
    expect(await row("Answers of models").textContent()).toBe(`Answers of models${count(totals.utterances)}`);
    expect(await row("Spent").textContent()).toContain("$0.00");

    // Only simulated people are there, so theirs are offered; the folder passes the check.
    expect(await page.getByRole("combobox").inputValue()).toBe("only");
    await button("Export").click();
    await page.getByText("Written and checked: no problems.").waitFor({ timeout: 120_000 });
    expect(await page.evaluate("window.sameDocument")).toBe(true);
    const folder = (await page.getByText("It is in").getByRole("code").textContent()) ?? "";
    expect(folder.startsWith(join(server.dataFolder, "exports", "prism-"))).toBe(true);
    const { violations, counts } = await checkDataset(folder);
    expect(violations).toEqual([]);
    expect(counts).toMatchObject({ participants: 20 });
    await page.getByText(/^\d+ files$/).click();
    await look(page, "exported");

    const links = page.getByRole("table").filter({ hasText: "survey.jsonl" }).getByRole("link");
    const names = await links.allTextContents();
    expect(names).toEqual(
      expect.arrayContaining(["survey.jsonl", "conversations.jsonl", "utterances.jsonl", "manifest.json"]),
    );
    for (const [index, name] of names.entries()) {
      const there = await readFile(join(folder, name));
      const href = (await links.nth(index).getAttribute("href")) ?? "";
      const answer = await page.request.get(`${baseUrl}${href}`);
      expect((await answer.body()).equals(there), name).toBe(true);
      expect(answer.headers()["content-disposition"]).toBe(`attachment; filename="${name}"`);
    }
    // By a click too; not all of them, since Chromium drops clicks that come faster than ten downloads a second.
    for (const name of ["utterances.jsonl", "csv/survey.csv"]) {
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        links.filter({ hasText: new RegExp(`^${name}$`) }).click(),
      ]);
      expect(download.suggestedFilename()).toBe(name.replaceAll("/", "_"));
      expect((await readFile(await download.path())).equals(await readFile(join(folder, name)))).toBe(true);
    }
    expect(errors).toEqual([]);

    // The same link a second time lets nobody in and says what to do.
    const other = await browser.openPage({ reducedMotion: "reduce" });
    await other.page.goto(entryUrl);
    await other.page.getByRole("heading", { name: "This page needs its link" }).waitFor();
    expect(await other.page.getByRole("main").textContent()).toContain("refract -- owner-link --data FOLDER");
    expect(await other.page.context().cookies()).toEqual([]);
    await look(other.page, "locked");
    expect(other.errors.filter((message) => !isNetworkNote(message))).toEqual([]);
    // Who was let in stays in.
    await page.goto(entryUrl);
    await row("People").getByText("20 simulated").waitFor();
    await Promise.all([page.context().close(), other.page.context().close()]);
  }, 600_000);

  test("what cannot be done now is said: work that is under way, a server that is away", async () => {
    await server.stop();
    await server.startAgain();
    const { page, errors } = await browser.openPage({ reducedMotion: "reduce" });
    pictureOfFailure(page, "start-trouble");
    await page.goto(server.running().server.entryUrl);
    const second = await page.context().newPage();
    await second.goto(server.running().server.baseUrl);
    const button = (on: Page, name: string) => on.getByRole("button", { name, exact: true });
    await button(second, "Simulate 20 people").waitFor();

    // Two tabs press the same button.
    await button(page, "Simulate 20 people").click();
    await page.getByRole("progressbar", { name: "Simulation" }).waitFor();
    await button(second, "Simulate 20 people").click();
    await second.getByText("simulate: one is running already, expected it to be finished first").waitFor();

    // The server goes away under the work.
    await server.stop();
    await page.getByText("The server doesn’t answer. Reconnecting …").waitFor();
    await look(page, "away");
    await button(second, "Check what answers").click();
    await second.getByText("The server doesn’t answer. Try again.").waitFor();
    await look(second, "refused");
    await button(second, "Export").click();
    await second.getByText("the server doesn’t answer; nothing was started").waitFor();
    await second.reload().catch(() => undefined); // Chromium's own page stands there now.

    // It comes back, on the same port: the page finds it by itself, and the browser is still let in.
    await server.startAgain();
    await page.getByText("The server doesn’t answer. Reconnecting …").waitFor({ state: "detached" });
    await page.getByText("What was saved before is kept.").waitFor();
    await look(page, "stopped");
    await second.goto(server.running().server.baseUrl);
    await button(second, "Simulate 20 people").waitFor();
    expect(errors.filter((message) => !isNetworkNote(message))).toEqual([]);
    await page.context().close();
  }, 600_000);
});

/** Every value the progress bar of the simulation took, read when the bar has gone. */
function watchProgress(page: Page): () => Promise<number[]> {
  const watching = page.evaluate<number[]>(`new Promise((resolve) => {
    const seen = [];
    let there = false;
    const observer = new MutationObserver(() => {
      const bar = document.querySelector('progress[aria-label="Simulation"]');
      if (bar !== null) {
        there = true;
        if (bar.hasAttribute("value") && seen.at(-1) !== bar.value) seen.push(bar.value);
      } else if (there) {
        observer.disconnect();
        resolve(seen);
      }
    });
    observer.observe(document.body, { subtree: true, childList: true, attributes: true });
  })`);
  return () => watching;
}
