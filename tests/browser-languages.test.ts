import { readFile } from "node:fs/promises";
import { loadStaticPages } from "@refract/server";
import {
  chromium,
  describeWith,
  expectLongWordsFit,
  expectNoAxeViolations,
  openBrowser,
  startTestServer,
  type TestBrowser,
  type TestPage,
  type TestServer,
} from "@refract/testing";
import { buildWeb } from "@refract/web";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod";

const study = {
  "study.yaml": `
refract: 1
id: tongues
title: {en: Trust, de: Vertrauen, tr: Güven, ar: الثقة}
description: {en: A short survey about whom people trust and why they do.}
organisation: {en: The office, tr: Ofis}
languages: [en, ar, de, es, fr, hi, id, ja, ko, pt, sw, zh, tr, ur]
stages:
  - {id: you, type: survey, title: {en: You, de: Sie}, survey: survey.json}
  - {id: end, type: end}
`,
  "survey.json": JSON.stringify({
    pages: [
      {
        name: "p",
        title: { en: "About you", de: "Über Sie" },
        elements: [
          {
            type: "text",
            name: "town",
            title: { en: "Where do you live?", de: "Wo wohnen Sie?" },
            isRequired: true,
          },
          {
            type: "boolean",
            name: "often",
            title: { en: "Do you read the news?", de: "Lesen Sie Nachrichten?" },
          },
        ],
      },
    ],
  }),
};

const wordsSchema = z.object({
  landing: z.object({ enter: z.string() }),
  form: z.object({ requiredError: z.string(), booleanCheckedLabel: z.string() }),
  survey: z.object({ submit: z.string() }),
});

async function wordsOf(language: string) {
  const path = new URL(`../packages/web/src/language/${language}.json`, import.meta.url);
  return wordsSchema.parse(JSON.parse(await readFile(path, "utf8")));
}

await describeWith(chromium, "languages in a browser, on the real server", (executable) => {
  let browser: TestBrowser;
  let running: TestServer;
  beforeAll(async () => {
    [browser, running] = await Promise.all([
      openBrowser(executable),
      buildWeb().then(async ({ folder }) => startTestServer({ study, pages: await loadStaticPages(folder) })),
    ]);
  });
  afterAll(async () => {
    await browser[Symbol.asyncDispose]();
    await running[Symbol.asyncDispose]();
  });

  const open = async (language: string): Promise<TestPage & { readonly files: string[] }> => {
    const opened = await browser.openPage({
      viewport: { width: 360, height: 800 },
      locale: language,
      reducedMotion: "reduce",
    });
    const files: string[] = [];
    opened.page.on("request", (request) => {
      const name = /\/assets\/(.+)$/.exec(request.url())?.[1];
      if (name !== undefined) files.push(name);
    });
    await opened.page.goto(`${running.server.baseUrl}/s/tongues`);
    await opened.page.locator("h1").waitFor();
    await opened.page.evaluate("document.fonts.ready.then(() => undefined)");
    return { ...opened, files };
  };
  const root = (page: TestPage["page"]) =>
    page.evaluate<string[]>("[document.documentElement.lang, document.documentElement.dir]");
  const say = (page: TestPage["page"], text: string) => page.getByText(text, { exact: true }).first();

  test.each([
    ["en", "en", "ltr", null],
    ["ar", "ar", "rtl", "arabic"],
    ["de", "de", "ltr", null],
    ["hi", "hi", "ltr", "devanagari"],
    ["ja", "ja", "ltr", null],
    ["sw", "sw", "ltr", null],
    ["zh", "zh-Hans", "ltr", null],
  ])(
    "a reader of %s loads that language's words and fonts alone, and the form speaks it",
    async (language, tag, direction, font) => {
      const words = await wordsOf(language);
      const { page, files, errors } = await open(language);
      expect(await root(page)).toEqual([tag, direction]);
      const own = files.filter((file) => /^(?:ar|de|es|fr|hi|id|ja|ko|pt|sw|zh)-[^.]+\.js$/.test(file));
      expect(own.map((file) => file.slice(0, 2))).toEqual(language === "en" ? [] : [language]);
      const scripts = files.flatMap((file) => /noto-sans-(\w+)/.exec(file)?.[1] ?? []);
      expect([...new Set(scripts)]).toEqual(font === null ? [] : [font]);
      await expectLongWordsFit(page);
      await page.getByRole("button", { name: words.landing.enter, exact: true }).click();
      await page.getByRole("button", { name: words.survey.submit, exact: true }).click();
      await say(page, words.form.requiredError).waitFor();
      await say(page, words.form.booleanCheckedLabel).waitFor();
      await expectNoAxeViolations(page);
      await expectLongWordsFit(page);
      expect(errors).toEqual([]);
      await page.context().close();
    },
  );

  test("what a study lacks in a language says which it is in", async () => {
    const { page } = await open("ar");
    expect(await page.locator("h1 span").getAttribute("lang")).toBeNull();
    const lead = page.locator(".lead");
    expect([await lead.getAttribute("lang"), await lead.getAttribute("dir")]).toEqual(["en", "ltr"]);
    const words = await wordsOf("ar");
    await page.getByRole("button", { name: words.landing.enter, exact: true }).click();
    // The title's own text alone: what stands beside it is in the page's language.
    const title = page.locator(".question-title > span[lang]").first();
    await title.waitFor();
    expect([await title.getAttribute("lang"), await title.getAttribute("dir")]).toEqual(["en", "ltr"]);
    await page.context().close();
  });

  test("beside a language the pages have no words in, they say that theirs are English", async () => {
    const turkish = await open("tr");
    expect(await root(turkish.page)).toEqual(["en", "ltr"]);
    expect(await turkish.page.locator("h1 span").getAttribute("lang")).toBe("tr");
    expect(await turkish.page.locator(".lead").getAttribute("lang")).toBe("en");
    await turkish.page.context().close();

    const { page } = await open("ur");
    expect(await root(page)).toEqual(["en", "rtl"]);
    // Set apart, so that what ends the sentence stays at its end.
    expect(await page.locator("button.primary").textContent()).toBe("\u2066Go to the study\u2069");
    expect(await page.locator("h1 span").getAttribute("lang")).toBe("en");
    await page.context().close();
  });

  test("an address that is none is a page in the browser's language that looks like the others", async () => {
    const { page } = await open("de");
    const look =
      "(({ backgroundColor, fontFamily }) => [backgroundColor, fontFamily])(getComputedStyle(document.documentElement))";
    const usual = await page.evaluate(look);
    await page.goto(`${running.server.baseUrl}/nonsense/at-all`);
    expect(await page.locator("h1").textContent()).toBe("Unter dieser Adresse gibt es keine Seite");
    expect(await root(page)).toEqual(["de", "ltr"]);
    expect(await page.evaluate(look)).toEqual(usual);
    await expectNoAxeViolations(page);
    await expectLongWordsFit(page);
    await page.goto(`${running.server.baseUrl}/s/unknown`);
    await page.getByRole("heading", { name: "Hier gibt es keine Studie" }).waitFor();
    await page.context().close();
  });
});
