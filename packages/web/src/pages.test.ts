import {
  chromium,
  describeWith,
  expectAdaptedPagesFit,
  expectLongWordsFit,
  expectNoAxeViolations,
  expectSpokenOnce,
  openBrowser,
  type TestBrowser,
  type TestPage,
  takeScreenshot,
} from "@refract/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type MockServer, startMockServer, usualOptions } from "../test/mock-server.ts";
import { walker } from "../test/walk.ts";
import { buildWeb } from "./index.ts";

await describeWith(chromium, "the pages over a made-up server", (executable) => {
  let browser: TestBrowser;
  let folder: string;
  beforeAll(async () => {
    const [opened, built] = await Promise.all([openBrowser(executable), buildWeb()]);
    browser = opened;
    folder = built.folder;
  }, 300_000);
  afterAll(() => browser[Symbol.asyncDispose]());

  const openEnglish = (options: object = {}): Promise<TestPage> =>
    browser.openPage({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce", ...options });

  /** Goes to the first conversation's message box, past what other tests look at. */
  const toWriting = async ({ page }: TestPage, server: MockServer) => {
    server.options = { ...server.options, begin: "conversations" };
    const walk = walker(page, "en");
    await walk.enter(server.url);
    await walk.press("Go to the study", "");
    await walk.toWrite();
    return walk;
  };

  const settings = [
    { name: "wide", language: "en", width: 1280, scheme: "light", usual: true },
    { name: "phone-arabic-dark", language: "ar", width: 360, scheme: "dark", usual: false },
  ] as const;
  test.concurrent.each(settings)(
    "$name: every state is accessible, fits the window and breaks no rule of the policy",
    async ({ name, language, width, scheme, usual }) => {
      await using server = await startMockServer(folder);
      const { page, errors } = await browser.openPage({
        viewport: { width, height: 800 },
        colorScheme: scheme,
        reducedMotion: "reduce",
      });
      const walk = walker(page, language);
      /** States that the whole study in `tests/` looks at in every setting are looked at once here. */
      const look = async (state: string, isUsual: "usual" | "rare" = "rare") => {
        if (isUsual === "usual" && !usual) return;
        await expectNoAxeViolations(page);
        await expectSpokenOnce(page);
        expect(
          await page.evaluate("document.documentElement.scrollWidth - innerWidth"),
          state,
        ).toBeLessThanOrEqual(0);
        await takeScreenshot(page, `made-up-${name}-${state}`);
        // What is on its way does not stand still to be looked at again and again.
        if (state === "streaming") return;
        await expectLongWordsFit(page);
        await expectAdaptedPagesFit(page);
      };
      server.options = { ...usualOptions, pace: { characters: 6, everyMs: 30 } };
      await walk.enter(server.url);
      await look("land", "usual");
      await walk.toConsent();
      await walk.press("I don’t agree", "لا أوافق");
      await page.getByRole("dialog").waitFor();
      await look("decline");
      await walk.press("Read again", "القراءة مرة أخرى");
      await walk.press("I agree, continue", "أوافق، متابعة");
      await look("consent-missing");
      await walk.toCode();
      await look("code", "usual");
      await walk.toSurvey();
      await page.getByText(walk.say("Somewhat familiar", "أعرفها إلى حد ما"), { exact: true }).click();
      await look("survey", "usual");
      await walk.toSurveyScales();
      await walk.press("Continue", "متابعة");
      await look("survey-missing");
      await walk.toSurveyEnd();
      await look("survey-end", "usual");
      await walk.toPractice();
      await look("practice", "usual");
      await walk.toChoose();
      await look("choose", "usual");
      await walk.toWrite();
      await look("write");
      await walk.send("Is loyalty a virtue?", "هل الولاء فضيلة؟");
      await page.locator(".answer .reading").first().waitFor();
      await look("streaming");
      await walk.toRate();
      await walk.rate(0, 3);
      await walk.rate(1, -3);
      await walk.press("Continue with the best", "المتابعة مع الأفضل");
      await look("rate-missing");
      await walk.rate(2, 3);
      await walk.rate(3, -1);
      await walk.press("Continue with the best", "المتابعة مع الأفضل");
      await page.getByRole("dialog").waitFor();
      await look("tie");
      await page.getByRole("dialog").getByRole("button").first().click();
      await page.getByRole("textbox").waitFor();
      await look("write-next", "usual");
      if (server.session !== null) server.session.failNext = true;
      await walk.send("And when two loyalties clash?", "وماذا عندما يتعارض ولاءان؟");
      await page.getByRole("button", { name: walk.say("Ask again", "السؤال مرة أخرى") }).waitFor();
      await look("failed");
      await walk.press("Ask again", "السؤال مرة أخرى");
      await walk.toRate();
      await walk.rate(0, 3);
      await walk.rate(1, -3);
      await walk.press("Continue with the best", "المتابعة مع الأفضل");
      await walk.press("Finish the conversation", "إنهاء المحادثة");
      await page.getByRole("dialog").waitFor();
      await look("finish");
      await walk.press("Yes, finish it", "نعم، أنهِها");
      await walk.heading("About this conversation", "عن هذه المحادثة");
      await walk.rate(0, 3);
      await page.getByRole("checkbox").nth(1).check();
      await walk.press("Continue", "متابعة");
      await look("questions");
      await walk.rate(2, 1);
      await walk.press("Continue", "متابعة");
      for (const box of await page.getByRole("checkbox").all()) await box.check();
      await walk.press("Continue", "متابعة");
      await walk.heading("In your own words", "بكلماتك");
      await look("feedback", "usual");
      await page.getByRole("textbox").fill(walk.say("It stayed fair.", "بقيت عادلة."));
      await walk.press("Done", "تم");
      await walk.heading("What will you talk about?", "عمّ ستتحدث؟");
      await page
        .getByRole("link", { name: walk.say("Your receipt and your data", "إيصالك وبياناتك") })
        .click();
      await walk.heading("Your receipt", "إيصالك");
      await page.getByText("MAPLE-4821-RIVER").waitFor();
      await look("receipt");
      await walk.press("Withdraw from the study", "الانسحاب من الدراسة");
      await look("withdraw");
      await walk.press("Stay in the study", "البقاء في الدراسة");
      await walk.press("Back to the study", "العودة إلى الدراسة");
      await walk.press("End this part", "إنهاء هذا الجزء");
      await look("stop");
      await walk.press("Yes, end it", "نعم، أنهِه");
      await walk.heading("Thank you", "شكرًا لك");
      // what was told of the conversation went with it
      expect(await page.locator("[role=status].visually-hidden").textContent()).toBe("");
      await look("end", "usual");
      expect(errors).toEqual([]);
      // The last pages of those who don't go on, the page of a server that broke, and of an address of nothing.
      server.options = { ...usualOptions };
      await page.context().clearCookies();
      await walk.enter(server.url);
      await walk.toConsent();
      server.breakNext = true;
      await walk.press("I don’t agree", "لا أوافق");
      await walk.press("Leave the study", "مغادرة الدراسة");
      await walk.heading("Something went wrong", "حدث خطأ ما");
      await look("broken");
      await walk.press("Try again", "المحاولة مرة أخرى");
      await walk.heading("You are not taking part", "أنت لا تشارك");
      await look("left");
      await page
        .getByRole("link", { name: walk.say("Your receipt and your data", "إيصالك وبياناتك") })
        .click();
      await walk.press("Withdraw from the study", "الانسحاب من الدراسة");
      await walk.press("Withdraw and remove my data", "الانسحاب وإزالة بياناتي");
      await walk.heading("You have withdrawn", "لقد انسحبت");
      await look("withdrawn");
      await page.context().close();
    },
    900_000,
  );

  test("the pair arena: two answers, four verdicts, the number keys pick", async () => {
    await using server = await startMockServer(folder);
    server.options = { ...usualOptions, judge: "verdict", begin: "practice" };
    const { page, errors } = await openEnglish();
    const walk = walker(page, "en");
    await walk.enter(server.url);
    await walk.press("Go to the study", "");
    await walk.heading("Try it first", "");
    await page.keyboard.press("2");
    await walk.press("Yes, it is", "");
    await walk.press("Finish the practice", "");
    await walk.heading("Ask anything", "");
    await walk.send("Is loyalty a virtue? 1 or 2?", "");
    await page.getByRole("button", { name: "Both are bad" }).waitFor();
    await expectNoAxeViolations(page);
    await page.locator("body").click({ position: { x: 5, y: 5 } });
    await page.keyboard.press("4");
    await expectNoAxeViolations(page);
    await takeScreenshot(page, "made-up-verdict-asked");
    await walk.press("Not yet", "");
    await page.getByRole("textbox").fill("Half a mess");
    await page.getByRole("button", { name: "Both are bad" }).click();
    await page.getByText("You have written a message that is not sent.").waitFor({ timeout: 10_000 });
    expect(server.session?.received.some(({ command }) => command.type === "verdict.given")).toBe(false);
    await walk.press("Yes, it is", "");
    await page.getByText("Conversation 2 of 2").waitFor();
    const verdicts = server.session?.received.filter(({ command }) => command.type === "verdict.given");
    expect(verdicts?.map(({ command }) => command)).toEqual([{ type: "verdict.given", verdict: "both-bad" }]);
    expect(errors).toEqual([]);
    await page.context().close();
  }, 60_000);

  test("a scale shows no handle before the first touch and never says a number", async () => {
    await using server = await startMockServer(folder);
    const opened = await openEnglish();
    const { page } = opened;
    const walk = await toWriting(opened, server);
    await walk.send("Is loyalty a virtue?", "");
    await walk.toRate();
    expect(await page.locator(".scale-handle").count()).toBe(0);
    const slider = page.getByRole("slider").first();
    expect(await slider.getAttribute("aria-valuetext")).toBe("not yet rated");
    await slider.press("Home");
    await slider.press("End");
    await slider.press("PageDown");
    await slider.press("ArrowLeft");
    expect(await page.locator(".scale-handle").count()).toBe(1);
    expect(await slider.getAttribute("aria-valuetext")).toBe("close to Perfect");
    expect(await page.locator(".answers").textContent()).not.toMatch(/\d{2}/);
    await page.getByRole("heading", { level: 1 }).focus();
    await expect
      .poll(
        () => server.session?.received.filter(({ command }) => command.type === "slot.rated").at(-1)?.command,
      )
      .toMatchObject({ score: 89, trace: { touched: true, pathLength: 110 } });
    await page.context().close();
  }, 60_000);

  test("in Arabic the line runs from right to left, and a finger that scrolls the page does not rate", async () => {
    await using server = await startMockServer(folder);
    server.options = { ...usualOptions, begin: "conversations" };
    const { page } = await browser.openPage({
      viewport: { width: 390, height: 800 },
      hasTouch: true,
      isMobile: true,
    });
    const walk = walker(page, "ar");
    await walk.enter(server.url);
    await walk.press("", "انتقل إلى الدراسة");
    await walk.toWrite();
    await page.getByRole("textbox").fill("هل الولاء فضيلة؟");
    await walk.press("", "إرسال");
    await walk.toRate();
    const place = async (index: number, share: number) => {
      await walk.scale(index).scrollIntoViewIfNeeded();
      const box = await walk.scale(index).boundingBox();
      if (box === null) throw new Error("the scale is not on the page");
      return { x: box.x + box.width * share, y: box.y + box.height / 2 };
    };
    const tap = await place(0, 0.9);
    await page.touchscreen.tap(tap.x, tap.y);
    await expect.poll(() => server.session?.slots[0]?.score).toBe(11);

    const down = await place(1, 0.5);
    const devtools = await page.context().newCDPSession(page);
    const touch = (type: "touchStart" | "touchMove" | "touchEnd", y: number) =>
      devtools.send("Input.dispatchTouchEvent", {
        type,
        touchPoints: type === "touchEnd" ? [] : [{ x: down.x, y }],
      });
    await touch("touchStart", down.y);
    for (let step = 1; step <= 8; step += 1) await touch("touchMove", down.y - 20 * step);
    await touch("touchEnd", down.y);
    expect(await page.locator(".scale-handle").count()).toBe(1);
    await page.context().close();
  }, 60_000);

  test("where the handle stands at 50 it counts there, and the page says it was not touched", async () => {
    await using server = await startMockServer(folder);
    server.options = { ...usualOptions, startAt: 50, tie: "random" };
    const opened = await openEnglish();
    const { page } = opened;
    const walk = await toWriting(opened, server);
    await walk.send("Is loyalty a virtue?", "");
    await walk.toRate();
    expect(await page.locator(".scale-handle").count()).toBe(4);
    await page.getByText("Not touched: A, B, C, and D.").waitFor();
    await walk.press("Continue with the best", "");
    await page.getByText("one of them is picked by chance").waitFor();
    await expectNoAxeViolations(page);
    await walk.press("Go on", "");
    await page.getByRole("textbox").waitFor();
    const commands = server.session?.received.map(({ command }) => command) ?? [];
    expect(commands.at(-1)).toEqual({ type: "turn.chosen", slotId: null });
    expect(commands.some((command) => command.type === "slot.rated")).toBe(false);
    await page.context().close();
  }, 60_000);

  test("a reload keeps the draft, and in mid-stream the characters that were there", async () => {
    await using server = await startMockServer(folder);
    const opened = await openEnglish();
    const { page } = opened;
    server.options = { ...usualOptions, pace: { characters: 1, everyMs: 60 } };
    await toWriting(opened, server);
    await page.getByRole("textbox").fill("Is loyalty a virtue,\nor not?");
    await page.reload();
    await page.getByRole("textbox").waitFor();
    expect(await page.getByRole("textbox").inputValue()).toBe("Is loyalty a virtue,\nor not?");
    await page.getByRole("textbox").press("Enter");
    const first = page.locator(".answer .reading").first();
    await expect.poll(() => first.textContent(), { timeout: 20_000 }).toMatch(/^Loyalty is/);
    // Stars stand as stars until the emphasis they begin has ended.
    const said = async () => ((await first.textContent()) ?? "").replaceAll("*", "");
    const before = await said();
    await page.reload();
    await first.waitFor();
    const after = await said();
    expect(after.startsWith(before), `${before} | ${after}`).toBe(true);
    expect("Loyalty is a virtue when it is given with open eyes.".startsWith(after.slice(0, 50)), after).toBe(
      true,
    );
    expect(await page.locator(".answer").count()).toBe(4);
    await page.context().close();
  }, 60_000);

  test("what is sent while the connection is away arrives once, under one id", async () => {
    await using server = await startMockServer(folder);
    // With motion, as most people have it.
    const opened = await openEnglish({ reducedMotion: "no-preference" });
    const { page } = opened;
    const walk = await toWriting(opened, server);
    server.loseNextAnswer = true;
    await walk.send("Is loyalty a virtue?", "");
    await walk.toRate();
    const begun = server.session?.received.filter(({ command }) => command.type === "conversation.begun");
    expect(begun).toHaveLength(1);
    server.offline = true;
    const bar = page.locator(".reconnecting p");
    await bar.waitFor();
    expect(await bar.textContent()).toBe("Saved up to here, reconnecting …");
    await walk.rate(0, 2);
    await walk.rate(1, 1);
    server.offline = false;
    await bar.waitFor({ state: "detached" });
    await expect.poll(() => server.session?.slots.map((slot) => slot.score)).toEqual([72, 62, null, null]);
    await walk.rate(2, -1);
    await walk.rate(3, -1);
    await walk.press("Continue with the best", "");
    await page.getByRole("textbox").waitFor();
    expect(await page.locator(".reply").count()).toBe(1);
    expect(await page.locator(".reply .reading").textContent()).toMatch(/^Loyalty is a virtue when/);
    await page.context().close();
  }, 60_000);

  test("a broken server gets the error page with one button, which sends the same command again", async () => {
    await using server = await startMockServer(folder);
    const opened = await openEnglish();
    const { page } = opened;
    const walk = await toWriting(opened, server);
    server.breakNext = true;
    await walk.send("Is loyalty a virtue?", "");
    await walk.heading("Something went wrong", "");
    await expectNoAxeViolations(page);
    expect(await page.getByRole("main").getByRole("button").count()).toBe(1);
    expect(await page.getByRole("main").textContent()).toContain(
      "What you entered last is not saved yet; the button tries again.",
    );
    await walk.press("Try again", "");
    await walk.toRate();
    expect(server.session?.turn?.prompt).toBe("Is loyalty a virtue?");
    await page.context().close();
  }, 60_000);

  test("answers of a save that was refused go along with the next", async () => {
    await using server = await startMockServer(folder);
    const { page } = await openEnglish();
    const walk = walker(page, "en");
    await walk.enter(server.url);
    await walk.toConsent();
    await walk.toCode();
    await walk.toSurvey();
    server.refuseNextSave = true;
    await page.getByText("Somewhat familiar", { exact: true }).click();
    await page.getByText("That could not be saved as it is.").waitFor();
    await walk.press("Continue", "");
    await walk.heading("What matters to you", "");
    await expect.poll(() => Object.values(server.session?.answers ?? {})).toContain("Somewhat familiar");
    await page.context().close();
  }, 60_000);

  test("somebody whose session is gone comes to the first page, and waits for no connection", async () => {
    await using server = await startMockServer(folder);
    const opened = await openEnglish();
    const { page } = opened;
    await toWriting(opened, server);
    server.forgetSessions();
    server.offline = true;
    server.offline = false;
    await page.getByRole("button", { name: "Go to the study", exact: true }).waitFor();
    expect(await page.getByText("reconnecting").count()).toBe(0);
    await page.context().close();
  }, 60_000);

  test("the focus goes to the heading of each new page, and the tab is named after it", async () => {
    await using server = await startMockServer(folder);
    const { page } = await openEnglish();
    const walk = walker(page, "en");
    const focused = () => page.evaluate<string>("document.activeElement?.textContent ?? ''");
    await walk.enter(server.url);
    await walk.toConsent();
    expect(await focused()).toBe("Before you begin");
    expect(await page.title()).toBe("Before you begin · What should a language model say?");
    await walk.toCode();
    await walk.toSurvey();
    expect(await focused()).toBe("You and language models");
    await walk.press("Language: English", "");
    await page.getByRole("dialog", { name: "Language" }).getByRole("button", { name: "العربية" }).click();
    await page.getByRole("heading", { level: 1, name: "أنت والنماذج اللغوية" }).waitFor();
    expect(await page.evaluate("[document.documentElement.dir, document.documentElement.lang]")).toEqual([
      "rtl",
      "ar",
    ]);
    await page.context().close();
  }, 60_000);

  test("the start page: a simulation with progress, an export with its files, what answers", async () => {
    await using server = await startMockServer(folder);
    const { page, errors } = await openEnglish({ colorScheme: "dark" });
    await page.goto(server.url);
    await page.getByText("Nobody has taken part yet.").waitFor();
    await expectNoAxeViolations(page);
    await page.getByRole("button", { name: "Simulate 20 people" }).click();
    await page.getByText("Done. The numbers above include them.").waitFor();
    expect(await page.getByRole("row", { name: /^People/ }).textContent()).toBe("People2020 simulated");
    await page.getByRole("button", { name: "Export", exact: true }).click();
    await page.getByText("Written and checked: no problems.").waitFor();
    expect(await page.getByRole("link", { name: "survey.jsonl" }).getAttribute("href")).toMatch(
      /^\/api\/r\/jobs\//,
    );
    await page.getByRole("button", { name: "Check what answers" }).click();
    await page.getByText("1 of 4 don’t answer.").waitFor();
    expect(await page.getByText("scripted text", { exact: true }).count()).toBe(3);
    await expectNoAxeViolations(page);
    await takeScreenshot(page, "made-up-start");
    server.research.empty = true;
    await page.reload();
    await page.getByRole("heading", { name: "No study yet" }).waitFor();
    await expectNoAxeViolations(page);
    expect(errors).toEqual([]);
    // The cookie is too old: the open page says so as well as a new one.
    server.research.signedIn = false;
    server.offline = true;
    server.offline = false;
    await page.getByRole("heading", { name: "This page needs its link" }).waitFor();
    await page.reload();
    await page.getByRole("heading", { name: "This page needs its link" }).waitFor();
    await expectNoAxeViolations(page);
    server.research.signedIn = true;
    await page.reload();
    await page.getByRole("button", { name: "Sign out" }).press("Enter");
    await expect.poll(() => page.evaluate("document.activeElement?.textContent")).toBe("You are signed out");
    await page.context().close();
  }, 60_000);
});
