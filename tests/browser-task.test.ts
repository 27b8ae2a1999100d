import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exportStudy, loadStaticPages } from "@refract/server";
import {
  chromium,
  describeWith,
  expectAdaptedPagesFit,
  expectLongWordsFit,
  expectNoAxeViolations,
  expectSpokenOnce,
  openBrowser,
  startTestServer,
  type TestBrowser,
  type TestServer,
  takeScreenshot,
} from "@refract/testing";
import { buildWeb } from "@refract/web";
import { afterAll, beforeAll, expect, onTestFailed, test } from "vitest";
import * as z from "zod";
import { everyFormatStudy, foreignItemStudy } from "./browser/every-format-study.ts";
import type { PageLanguage } from "./browser/page-words.ts";
import { ParticipantPage } from "./browser/participant-page.ts";
import { TaskPage } from "./browser/task-page.ts";

const count = 11;
const releasedSchema = z.object({
  respondent: z.string(),
  item: z.string(),
  value: z.json(),
  missing: z.string().nullable(),
  rule: z.string(),
  place: z.number(),
  shownAt: z.string().nullable(),
  answeredAt: z.string().nullable(),
  pageMs: z.number().nullable(),
  firstInputMs: z.number().nullable(),
});

await describeWith(chromium, "a task in a browser, on the real server", (executable) => {
  let browser: TestBrowser;
  let running: TestServer;
  let work: string;
  beforeAll(async () => {
    [browser, running, work] = await Promise.all([
      openBrowser(executable),
      buildWeb().then(async ({ folder }) =>
        startTestServer({ study: { "study.yaml": everyFormatStudy }, pages: await loadStaticPages(folder) }),
      ),
      mkdtemp(join(tmpdir(), "refract-task-")),
    ]);
  });
  afterAll(async () => {
    await browser[Symbol.asyncDispose]();
    await running[Symbol.asyncDispose]();
    await rm(work, { recursive: true, force: true });
  });

  const open = async (name: string, language: PageLanguage, width: number) => {
    const opened = await browser.openPage({
      viewport: { width, height: 800 },
      locale: language,
      reducedMotion: "reduce",
      hasTouch: width < 500,
      isMobile: width < 500,
    });
    const { page } = opened;
    onTestFailed(async () => {
      await takeScreenshot(page, `task-${name}-failed`);
    });
    const look = async (state: string) => {
      await page.emulateMedia({ colorScheme: "dark" });
      await expectNoAxeViolations(page);
      await takeScreenshot(page, `task-${name}-${state}-dark`);
      await page.emulateMedia({ colorScheme: "light" });
      await expectNoAxeViolations(page);
      await expectSpokenOnce(page);
      const overflow = await page.evaluate<number>(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth",
      );
      expect(overflow, `${state} is wider than the window`).toBeLessThanOrEqual(0);
      await takeScreenshot(page, `task-${name}-${state}`);
      await expectLongWordsFit(page);
      await expectAdaptedPagesFit(page);
    };
    const person = new ParticipantPage(page, { language, by: "mouse" });
    await person.enter(`${running.server.baseUrl}/s/every-format?lang=${language}`);
    await person.consent();
    return { ...opened, look, person, task: new TaskPage(page, language) };
  };

  /** What the export has of the person who came last. */
  const released = async (name: string) => {
    const out = join(work, name);
    await exportStudy({
      store: running.store,
      shelf: running.server.shelf,
      studyId: "every-format",
      out,
      simulated: "exclude",
      codings: [],
      generatedBy: "a test",
      generatedAt: null,
      env: {},
    });
    const lines = (await readFile(join(out, "responses.jsonl"), "utf8"))
      .split("\n")
      .filter((line) => line !== "");
    const rows = lines.map((line) => releasedSchema.parse(JSON.parse(line)));
    return rows.filter(({ respondent }) => respondent === rows.at(-1)?.respondent);
  };

  test("every format by touch on 390 pixels, with a reload, a lost connection and a way back; the export has the answers", async () => {
    const { page, errors, look, person, task } = await open("touch", "en", 390);
    await task.begin.waitFor();
    await look("introduction");
    await task.begin.tap();

    await task.item(1, count);
    await task.goOn.tap();
    expect(await task.problem.textContent()).toBe(task.word("task.missing.choose"));
    await look("choice-missing");
    await task.radio("Around noon, often together with the family or with people from work").tap();
    // What is picked and not sent survives a reload, and so does the place.
    await page.reload();
    await task.item(1, count);
    expect(
      await task.radio("Around noon, often together with the family or with people from work").isChecked(),
    ).toBe(true);
    await look("choice");
    await task.goOn.tap();

    await task.item(2, count);
    await task.box("Bread").tap();
    await task.box("Soup").tap();
    await look("several");
    await task.goOn.tap();

    await task.item(3, count);
    await task.radio("False").tap();
    await look("true-false");
    await task.goOn.tap();

    await task.item(4, count);
    await task.radio("Agree").tap();
    await look("likert");
    await task.goOn.tap();

    await task.item(5, count);
    expect(await page.locator(".scale-handle").count()).toBe(0);
    await look("vas-unmarked");
    const line = page.getByRole("slider");
    const box = await line.boundingBox();
    if (box === null) throw new Error("the line has no place on the page");
    await page.touchscreen.tap(box.x + box.width * 0.8, box.y + box.height / 2);
    await look("vas");
    // Nothing is lost or skipped while the connection is away.
    await page.context().setOffline(true);
    await task.goOn.tap();
    await task.reconnecting.waitFor();
    await task.item(5, count);
    await look("offline");
    await page.context().setOffline(false);

    await task.item(6, count);
    await task.reconnecting.waitFor({ state: "detached" });
    await page.getByRole("textbox").fill("99");
    await task.goOn.tap();
    expect(await task.problem.textContent()).toBe("Please write a whole number in digits, from 1 to 30.");
    await look("number-missing");
    await page.getByRole("textbox").fill("5");
    await task.goOn.tap();

    await task.item(7, count);
    await page.getByRole("textbox").fill("Water, or buttermilk");
    await look("text");
    await page.getByRole("textbox").press("Enter");

    await task.item(8, count);
    await page.getByRole("textbox").fill("We sleep long.\nThen there is a walk.");
    await look("long");
    await task.goOn.tap();

    await task.item(9, count);
    await page.getByRole("textbox").nth(0).fill("dal bhat");
    await page.getByRole("textbox").nth(2).fill("momo");
    await look("slots");
    await task.goOn.tap();

    await task.item(10, count);
    await look("ranking-open");
    for (const text of [
      "That there is time to talk",
      "That it is quiet next door",
      "That the stairs are clean",
    ])
      await task.place(text).tap();
    await look("ranking");
    await task.goOn.tap();
    expect(await task.problem.textContent()).toBe(task.word("task.missing.order"));
    await task.place("That help is given and taken").tap();
    await task.move("up", "That help is given and taken").tap();
    await task.move("out", "That it is quiet next door").tap();
    await task.place("That it is quiet next door").tap();
    await task.move("down", "That there is time to talk").tap();
    expect(await task.order()).toEqual([
      "That help is given and taken",
      "That there is time to talk",
      "That the stairs are clean",
      "That it is quiet next door",
    ]);
    await look("ranking-done");
    await task.goOn.tap();

    await task.item(11, count);
    // Back to what was answered, and forward again with another answer.
    await page.waitForTimeout(1500);
    await task.back.tap();
    await task.item(10, count);
    expect(await task.order()).toHaveLength(4);
    await task.back.tap();
    await task.item(9, count);
    expect(await page.getByRole("textbox").nth(1).inputValue()).toBe("momo");
    await task.box("I don't know").tap();
    await look("slots-opt-out");
    await task.goOn.tap();
    await task.item(10, count);
    const cameBack = Date.now();
    await task.goOn.tap();
    await task.item(11, count);
    await task.radio(task.word("task.decline")).tap();
    await look("declined");
    await task.goOn.tap();
    const secondVisit = Date.now() - cameBack;
    await person.end();
    // A browser writes "failed to load" for what was sent while the network was away; the page itself has no error.
    expect(errors.filter((error) => !error.includes("ERR_INTERNET_DISCONNECTED"))).toEqual([]);
    await page.context().close();

    const rows = await released("touch");
    expect(rows.map(({ item, value, missing }) => [item, missing ?? value])).toEqual([
      ["choice", "noon"],
      ["several", ["bread", "soup"]],
      ["true-false", false],
      ["likert", "4"],
      ["vas", 80],
      ["number", 5],
      ["text", "Water, or buttermilk"],
      ["long", "We sleep long.\nThen there is a walk."],
      ["slots", "unsure"],
      ["ranking", ["help", "talk", "order", "quiet"]],
      ["arabic", "prefer-not-to-say"],
    ]);
    expect(rows.map(({ place }) => place)).toEqual(rows.map((_, place) => place));
    expect(rows[8]?.rule).toBe("people/opt-out");
    // The first visit of the last item, which ended with Back, counts too.
    expect(rows[10]?.pageMs).toBeGreaterThan(secondVisit + 700);
    for (const { shownAt, answeredAt, pageMs, firstInputMs } of rows) {
      expect(Date.parse(answeredAt ?? "")).toBeGreaterThan(Date.parse(shownAt ?? ""));
      expect(pageMs).toBeGreaterThan(0);
      expect(firstInputMs).toBeLessThanOrEqual(pageMs ?? 0);
    }
  }, 600_000);

  test("by keyboard alone in Arabic, from right to left: numbers pick, Enter goes on", async () => {
    const { page, errors, look, person, task } = await open("keyboard", "ar", 1280);
    const press = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    expect(await page.evaluate("document.documentElement.dir")).toBe("rtl");
    await look("introduction");
    await task.begin.press("Enter");
    const go = async (number: number, state: string, ...keys: string[]) => {
      await task.item(number, count);
      await press(...keys);
      await look(state);
      await press("Enter");
    };
    await go(1, "choice", "3");
    await go(2, "several", "1", "2", "1");
    await go(3, "true-false", "1");
    await go(4, "likert", "2");
    await task.item(5, count);
    // From right to left, to the left means more.
    await page.getByRole("slider").press("ArrowLeft");
    expect(await page.locator(".scale-handle").count()).toBe(1);
    await go(5, "vas");
    await task.item(6, count);
    await page.getByRole("textbox").focus();
    await page.keyboard.insertText("٤");
    await go(6, "number");
    await task.item(7, count);
    await page.getByRole("textbox").focus();
    await page.keyboard.insertText("ماء 1");
    await go(7, "text");
    await task.item(8, count);
    await page.getByRole("textbox").focus();
    await page.keyboard.insertText("ننام طويلًا.");
    await look("long");
    await press("Control+Enter");
    await task.item(9, count);
    await press("1");
    expect(await task.box("لا أعرف").isChecked()).toBe(true);
    await go(9, "slots");
    await go(10, "ranking", "2", "4", "1", "3");
    // Four answers here: two options, the opt-out, and two passes.
    await go(11, "skipped", "5");
    await person.end();
    expect(errors).toEqual([]);
    await page.context().close();

    const rows = await released("keyboard");
    expect(rows.map(({ item, value, missing }) => [item, missing ?? value])).toEqual([
      ["choice", "evening"],
      ["several", ["rice"]],
      ["true-false", true],
      ["likert", "2"],
      ["vas", 51],
      ["number", 4],
      ["text", "ماء 1"],
      ["long", "ننام طويلًا."],
      ["slots", "unsure"],
      ["ranking", ["help", "order", "quiet", "talk"]],
      ["arabic", "skipped"],
    ]);
  }, 600_000);

  test("an item in another language than the page has its own direction, and a warning comes before it", async () => {
    const { folder } = await buildWeb();
    await using server = await startTestServer({
      study: foreignItemStudy,
      pages: await loadStaticPages(folder),
    });
    const { page, errors } = await browser.openPage({
      viewport: { width: 390, height: 800 },
      reducedMotion: "reduce",
    });
    const task = new TaskPage(page, "en");
    await new ParticipantPage(page, { language: "en", by: "mouse" }).enter(
      `${server.server.baseUrl}/s/foreign-item`,
    );
    await task.begin.waitFor();
    await page.getByText("Some items speak of quarrels between neighbours.").waitFor();
    await page.getByText(task.word("task.final")).waitFor();
    await expectNoAxeViolations(page);
    await takeScreenshot(page, "task-foreign-introduction");
    await task.begin.click();
    await task.item(1, 1);
    const line = page.getByRole("slider");
    expect(await page.evaluate("getComputedStyle(document.querySelector('[role=slider]')).direction")).toBe(
      "rtl",
    );
    expect(
      await page
        .getByText("يتشاجر الجيران كل ليلة.")
        .evaluate((element) => element.closest("[lang]")?.getAttribute("lang")),
    ).toBe("ar");
    expect(await page.evaluate("document.documentElement.dir")).toBe("ltr");
    const box = await line.boundingBox();
    await line.click({ position: { x: Math.round((box?.width ?? 0) * 0.1), y: 10 } });
    await expectNoAxeViolations(page);
    await takeScreenshot(page, "task-foreign-item");
    await task.goOn.click();
    await page.getByRole("heading", { level: 1, name: task.word("ending.heading") }).waitFor();
    for await (const { responses } of server.store.records("foreign-item", { simulated: "exclude" }))
      expect(responses.map(({ value }) => value)).toEqual([90]);
    expect(errors).toEqual([]);
    await page.context().close();
  }, 600_000);
});
