import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { loadStaticPages } from "@refract/server";
import {
  chromium,
  describeWith,
  expectAdaptedPagesFit,
  expectLongWordsFit,
  expectNoAxeViolations,
  expectSpokenOnce,
  openBrowser,
  repositoryRoot,
  startTestServer,
  type TestBrowser,
  type TestServer,
  takeScreenshot,
} from "@refract/testing";
import { buildWeb } from "@refract/web";
import { afterAll, beforeAll, expect, onTestFailed, test } from "vitest";
import { type PageLanguage, pageWords } from "./browser/page-words.ts";
import { ParticipantPage } from "./browser/participant-page.ts";

const example = (name: string) => readFile(join(repositoryRoot(), "examples", "own-questions", name), "utf8");

await describeWith(chromium, "own questions in a browser, on the real server", (executable) => {
  let browser: TestBrowser;
  let running: TestServer;
  beforeAll(async () => {
    [browser, running] = await Promise.all([
      openBrowser(executable),
      buildWeb().then(async ({ folder }) =>
        startTestServer({
          study: { "study.yaml": await example("study.yaml"), "survey.json": await example("survey.json") },
          pages: await loadStaticPages(folder),
        }),
      ),
    ]);
  });
  afterAll(async () => {
    await browser[Symbol.asyncDispose]();
    await running[Symbol.asyncDispose]();
  });

  /** What the store has of the person who came last, by field. */
  const stored = async () => {
    const rows = [];
    for await (const record of running.store.records("own-questions", { simulated: "exclude" }))
      rows.push(record);
    const last = rows.toSorted((a, b) => a.participant.ordinal - b.participant.ordinal).at(-1);
    return Object.fromEntries(
      (last?.answers ?? [])
        .filter((answer) => answer.scope === "you" && !answer.field.startsWith("order_"))
        .map((answer) => [answer.field, answer.missing ?? answer.value]),
    );
  };

  test.each([
    ["en", 390],
    ["ar", 1280],
  ] as const)(
    "every kind is answered by keyboard in %s at %i pixels",
    async (language: PageLanguage, width) => {
      const { page, errors } = await browser.openPage({
        viewport: { width, height: 800 },
        locale: language,
        reducedMotion: "reduce",
      });
      onTestFailed(async () => {
        await takeScreenshot(page, `own-questions-${language}-failed`);
      });
      const look = async (state: string) => {
        for (const colorScheme of ["dark", "light"] as const) {
          await page.emulateMedia({ colorScheme });
          await expectNoAxeViolations(page);
          await expectSpokenOnce(page);
          await takeScreenshot(page, `own-questions-${language}-${state}-${colorScheme}`);
        }
        const overflow = await page.evaluate<number>(
          "document.documentElement.scrollWidth - document.documentElement.clientWidth",
        );
        expect(overflow, `${state} is wider than the window`).toBeLessThanOrEqual(0);
        await expectLongWordsFit(page);
        await expectAdaptedPagesFit(page);
      };
      const say = (english: string, arabic: string) => (language === "ar" ? arabic : english);
      const word = pageWords(language);
      const goOn = async (key: string) => {
        await page.getByRole("button", { name: word(key), exact: true }).focus();
        await page.keyboard.press("Enter");
      };
      const tick = async (name: string, role: "radio" | "checkbox" = "radio") => {
        await page.getByRole(role, { name, exact: true }).first().focus();
        await page.keyboard.press("Space");
      };
      const person = new ParticipantPage(page, { language, by: "keyboard" });
      await person.enter(`${running.server.baseUrl}/s/own-questions?lang=${language}`);
      await person.consent();

      // What is exclusive clears the others, and they clear it.
      await page.getByLabel(say("How old are you?", "كم عمرك؟")).selectOption("0");
      await tick(say("Female", "أنثى"));
      await tick(say("A phone", "هاتف"), "checkbox");
      await tick(say("None of these", "لا شيء مما سبق"), "checkbox");
      const phone = page.getByRole("checkbox", { name: say("A phone", "هاتف") });
      expect(await phone.isChecked()).toBe(false);
      await tick(say("A car", "سيارة"), "checkbox");
      const none = page.getByRole("checkbox", { name: say("None of these", "لا شيء مما سبق") });
      expect(await none.isChecked()).toBe(false);
      // The default stands there, and stays.
      expect(
        await page.getByLabel(say("On how many days of a week?", "في كم يوم من الأسبوع؟")).inputValue(),
      ).toBe("3");
      await look("person");
      await goOn("common.continue");

      await page.getByRole("heading", { level: 1, name: say("What you think", "ما رأيك") }).waitFor();
      await goOn("survey.submit");
      await page
        .getByText(/^Please answer|^يُرجى الإجابة/)
        .first()
        .waitFor();
      await look("views-missing");
      for (const row of [
        say("Machines should be polite.", "ينبغي أن تكون الآلات مهذبة."),
        say("Machines should be brief.", "ينبغي أن تكون الآلات موجزة."),
        say(
          "Machines should say when they do not know something.",
          "ينبغي أن تقول الآلات إنها لا تعرف حين لا تعرف.",
        ),
      ]) {
        await page
          .getByRole("group", { name: row })
          .getByRole("radio", { name: say("I agree", "أوافق"), exact: true })
          .focus();
        await page.keyboard.press("Space");
      }
      for (const choice of [
        say("That it is kind", "أن تكون لطيفة"),
        say("That it is true", "أن تكون صحيحة"),
        say("That it is short", "أن تكون قصيرة"),
      ]) {
        await page.getByRole("button", { name: choice, exact: true }).focus();
        await page.keyboard.press("Enter");
      }
      await tick(say("Green", "أخضر"));
      await page
        .getByLabel(say("How much do you trust them, from 1 to 100?", "كم تثق بها، من 1 إلى 100؟"))
        .selectOption({ index: 100 });
      await tick(say("No", "لا"));
      await look("views");
      await goOn("survey.submit");
      await page.getByText(say("Thank you for your answers.", "شكرًا على إجاباتك.")).waitFor();

      expect(await stored()).toEqual({
        age: "18-34",
        gender: "Female",
        "machines.speaker": 0,
        "machines.phone": 0,
        "machines.car": 1,
        "machines.none": 0,
        days: 3,
        "agree.polite": "agree",
        "agree.brief": "agree",
        "agree.honest": "agree",
        "matters.true": 2,
        "matters.kind": 1,
        "matters.short": 3,
        reading: "green",
        reading_correct: true,
        trust: 100,
        second: false,
        second_correct: false,
      });
      expect(errors).toEqual([]);
    },
    600_000,
  );
});
