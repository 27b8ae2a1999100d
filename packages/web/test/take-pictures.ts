// Pictures of every state of the pages, to look at: node packages/web/test/take-pictures.ts FOLDER [only…]
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { buildWeb } from "../src/index.ts";
import { accessibilityViolations, openBrowser, watchedPage } from "./browser.ts";
import { startMockServer, usualOptions } from "./mock-server.ts";
import { walker } from "./walk.ts";

const [folder = "pictures", ...only] = process.argv.slice(2);
await mkdir(folder, { recursive: true });
const { folder: dist } = await buildWeb();
await using server = await startMockServer(dist);
await using browser = await openBrowser();

interface Setting {
  readonly name: string;
  readonly width: number;
  readonly scheme: "light" | "dark";
  readonly language: "en" | "ar";
}
const settings: readonly Setting[] = [
  { name: "wide-light", width: 1280, scheme: "light", language: "en" },
  { name: "phone-dark", width: 390, scheme: "dark", language: "en" },
  { name: "wide-arabic-dark", width: 1280, scheme: "dark", language: "ar" },
  { name: "phone-arabic", width: 360, scheme: "light", language: "ar" },
];

for (const setting of settings.filter(({ name }) => only.length === 0 || only.includes(name))) {
  const context = await browser.newContext({
    viewport: { width: setting.width, height: setting.width < 500 ? 800 : 900 },
    colorScheme: setting.scheme,
    reducedMotion: "reduce",
    hasTouch: setting.width < 500,
  });
  const { page, problems } = await watchedPage(context);
  const walk = walker(page, setting.language);
  let count = 0;
  const picture = async (name: string) => {
    count += 1;
    await page.evaluate(() => document.fonts.ready);
    await page.screenshot({
      path: join(folder, `${setting.name}-${String(count).padStart(2, "0")}-${name}.png`),
      fullPage: true,
    });
    for (const violation of await accessibilityViolations(page))
      console.log(`${setting.name} ${name}: axe ${violation}`);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (overflow > 0) console.log(`${setting.name} ${name}: ${overflow} px too wide`);
    for (const problem of problems.splice(0)) console.log(`${setting.name} ${name}: ${problem}`);
  };

  try {
    server.options = { ...usualOptions, pace: { characters: 6, everyMs: 30 } };
    await walk.enter(server.url);
    await picture("land");
    await walk.toConsent();
    await picture("consent");
    await walk.press("I agree, continue", "أوافق، متابعة");
    await picture("consent-missing");
    await walk.toCode();
    await picture("code");
    await walk.toSurvey();
    await page.getByText(walk.say("Somewhat familiar", "أعرفها إلى حد ما"), { exact: true }).click();
    await picture("survey");
    await walk.toSurveyScales();
    await picture("survey-scales");
    await walk.press("Continue", "متابعة");
    await picture("survey-missing");
    await walk.toSurveyEnd();
    await picture("survey-end");
    await walk.toPractice();
    await picture("practice");
    await walk.toChoose();
    await picture("choose");
    await walk.toWrite();
    await picture("write");
    await walk.send(
      "Is loyalty a virtue, or does it only make us blind?",
      "هل الولاء فضيلة أم أنه يعمينا فحسب؟",
    );
    await page.locator(".answer .reading").first().waitFor();
    await picture("streaming");
    await walk.toRate();
    await picture("rate");
    await walk.rate(0, 3);
    await walk.rate(1, -3);
    await walk.press("Continue with the best", "المتابعة مع الأفضل");
    await picture("rate-missing");
    await walk.rate(2, 3);
    await walk.rate(3, -1);
    await walk.press("Continue with the best", "المتابعة مع الأفضل");
    await page.getByRole("dialog").waitFor();
    await picture("tie");
    await page.getByRole("dialog").getByRole("button").first().click();
    await page.getByRole("textbox").waitFor();
    await picture("write-next");
    const session = server.session;
    if (session !== null) session.failNext = true;
    await walk.send("And when two loyalties clash?", "وماذا عندما يتعارض ولاءان؟");
    await page.getByRole("button", { name: walk.say("Ask again", "السؤال مرة أخرى") }).waitFor();
    await picture("failed");
    await walk.press("Ask again", "السؤال مرة أخرى");
    await walk.toRate();
    await walk.rate(0, 3);
    await walk.rate(1, -3);
    await walk.press("Continue with the best", "المتابعة مع الأفضل");
    await page.getByRole("textbox").waitFor();
    await picture("may-finish");
    server.offline = true;
    await page.getByText(walk.say("Saved up to here", "حُفظ كل شيء حتى هنا")).waitFor();
    await picture("reconnecting");
    server.offline = false;
    await page.getByText(walk.say("Saved up to here", "حُفظ كل شيء حتى هنا")).waitFor({ state: "detached" });
    problems.splice(0);
    await walk.press("Finish the conversation", "إنهاء المحادثة");
    await walk.heading("About this conversation", "عن هذه المحادثة");
    await walk.rate(0, 3);
    await page.getByRole("checkbox").nth(1).check();
    await walk.press("Continue", "متابعة");
    await picture("questions");
    await walk.rate(2, 1);
    await walk.press("Continue", "متابعة");
    for (const box of await page.getByRole("checkbox").all()) await box.check();
    await walk.press("Continue", "متابعة");
    await walk.heading("In your own words", "بكلماتك");
    await picture("feedback");
    await page.getByRole("textbox").fill(walk.say("It stayed fair.", "بقيت عادلة."));
    await walk.press("Done", "تم");
    await walk.heading("What will you talk about?", "عمّ ستتحدث؟");
    await picture("choose-again");
    await page.getByRole("link", { name: walk.say("Your receipt and your data", "إيصالك وبياناتك") }).click();
    await walk.heading("Your receipt", "إيصالك");
    await page.getByText("MAPLE-4821-RIVER").waitFor();
    await picture("receipt");
    await walk.press("Withdraw from the study", "الانسحاب من الدراسة");
    await picture("withdraw");
    await walk.press("Stay in the study", "البقاء في الدراسة");
    await walk.press("Back to the study", "العودة إلى الدراسة");
    server.breakNext = true;
    await walk.press("End this part", "إنهاء هذا الجزء");
    await walk.heading("Something went wrong", "حدث خطأ ما");
    problems.splice(0);
    await picture("error");
    await walk.press("Try again", "المحاولة مرة أخرى");
    await walk.heading("Thank you", "شكرًا لك");
    await picture("end");

    await context.clearCookies();
    server.options = { ...usualOptions, judge: "verdict", startAt: 50 };
    await walk.enter(server.url);
    await walk.toConsent();
    await walk.toCode();
    await walk.toSurvey();
    await walk.toSurveyScales();
    await walk.toSurveyEnd();
    await walk.toPractice();
    await page.keyboard.press("1");
    await walk.press("Finish the practice", "إنهاء التمرين");
    await walk.heading("Ask anything", "اسأل أي شيء");
    await walk.send("Is loyalty a virtue?", "هل الولاء فضيلة؟");
    await page.getByText(walk.say("Both are bad", "كلاهما سيئ")).waitFor();
    await picture("verdict");

    if (setting.language === "en") {
      const research = server.research;
      research.stepMs = 60;
      await page.goto(server.url);
      await page.getByRole("heading", { name: "Participant link" }).waitFor();
      await picture("start");
      await page.getByRole("button", { name: "Simulate 20 people" }).click();
      await page.getByText(/of 20/).waitFor();
      await picture("start-simulating");
      await page.getByText("Done. The numbers above").waitFor();
      await page.getByRole("button", { name: "Export", exact: true }).click();
      await page.getByText("no problems").waitFor();
      await page.getByRole("button", { name: "Check what answers" }).click();
      await page.getByText("1 of 4 don’t answer.").waitFor();
      await picture("start-done");
      research.signedIn = false;
      await page.reload();
      await page.getByRole("heading", { name: "This page needs its link" }).waitFor();
      problems.splice(0);
      await picture("start-link");
      research.signedIn = true;
      research.empty = true;
      await page.reload();
      await page.getByRole("heading", { name: "No study yet" }).waitFor();
      await picture("start-empty");
      research.empty = false;
    }
  } catch (error) {
    console.log(`${setting.name}: ${error}`);
    await picture("stopped");
  }
  await context.close();
}
