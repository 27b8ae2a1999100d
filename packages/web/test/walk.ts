import type { Page } from "playwright-core";

/** Steps through the pages as a person would, in either language, by what stands on the buttons. */
export function walker(page: Page, language: "en" | "ar") {
  const say = (english: string, arabic: string) => (language === "ar" ? arabic : english);
  const press = (english: string, arabic: string) =>
    page.getByRole("button", { name: say(english, arabic), exact: true }).click();
  const heading = (english: string, arabic: string) =>
    page.getByRole("heading", { level: 1, name: say(english, arabic) }).waitFor();
  const scale = (index: number) => page.getByRole("slider").nth(index);
  /** Sets a scale by keyboard: from the middle by so many steps of ten. */
  const rate = async (index: number, tens: number) => {
    await scale(index).focus();
    await page.keyboard.press(tens >= 0 ? "ArrowUp" : "ArrowDown");
    for (let step = 0; step < Math.abs(tens); step += 1)
      await page.keyboard.press(tens >= 0 ? "PageUp" : "PageDown");
  };

  return {
    say,
    press,
    heading,
    scale,
    rate,
    enter: async (url: string) => {
      await page.goto(`${url}/s/fake?lang=${language}`);
      await heading("What should a language model say?", "ماذا ينبغي أن يقول النموذج اللغوي؟");
    },
    toConsent: async () => {
      await press("Go to the study", "انتقل إلى الدراسة");
      await heading("Before you begin", "قبل أن تبدأ");
    },
    toCode: async () => {
      for (const box of await page.getByRole("checkbox").all()) await box.check();
      await press("I agree, continue", "أوافق، متابعة");
      await heading("Keep this code", "احتفظ بهذا الرمز");
    },
    toSurvey: async () => {
      await press("I have kept it, continue", "احتفظتُ به، متابعة");
      await heading("You and language models", "أنت والنماذج اللغوية");
    },
    toSurveyScales: async () => {
      await page.getByText(say("Very familiar", "أعرفها جيدًا"), { exact: true }).click();
      await press("Continue", "متابعة");
      await heading("What matters to you", "ما يهمك");
    },
    toSurveyEnd: async () => {
      await rate(0, 2);
      await rate(1, 4);
      await page
        .getByRole("textbox")
        .last()
        .fill(say("Kindness first. Then honesty.", "اللطف أولًا. ثم الصدق."));
      await press("Continue", "متابعة");
      await heading("A little about you", "قليل عنك");
    },
    toPractice: async () => {
      await page.getByRole("combobox").last().selectOption(say("25 to 34", "25 إلى 34"));
      await press("Hand in the survey", "تسليم الاستبيان");
      await heading("Try it first", "جرّب أولًا");
    },
    toChoose: async () => {
      await rate(0, 3);
      await rate(1, -2);
      await press("Continue with the best", "المتابعة مع الأفضل");
      await press("Finish the practice", "إنهاء التمرين");
      await heading("What will you talk about?", "عمّ ستتحدث؟");
    },
    toWrite: async () => {
      await page.getByText(say("Something that matters to you", "شيء يهمك"), { exact: true }).click();
      await heading("Something that matters to you", "شيء يهمك");
    },
    send: async (english: string, arabic: string) => {
      await page.getByRole("textbox").fill(say(english, arabic));
      await page.keyboard.press("Enter");
    },
    toRate: () => page.getByRole("slider").first().waitFor(),
  };
}
