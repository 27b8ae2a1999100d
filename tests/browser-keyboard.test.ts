import {
  chromium,
  describeWith,
  expectSpokenOnce,
  openBrowser,
  type TestBrowser,
  takeScreenshot,
} from "@refract/testing";
import { afterAll, beforeAll, expect, onTestFailed, test } from "vitest";
import type { PageLanguage } from "./browser/page-words.ts";
import { ParticipantPage } from "./browser/participant-page.ts";
import { type StudyServer, startStudyServer } from "./browser/study-server.ts";

/** A slow telephone network: milliseconds there and back, bytes a second. */
const slow = { offline: false, latency: 300, downloadThroughput: 60_000, uploadThroughput: 30_000 };

await describeWith(chromium, "the PRISM study by Tab and keys alone, over a slow network", (executable) => {
  let browser: TestBrowser;
  let study: StudyServer;
  beforeAll(async () => {
    [browser, study] = await Promise.all([
      openBrowser(executable),
      startStudyServer("prism", { moreLanguages: ["hi"] }),
    ]);
  });
  afterAll(async () => {
    await browser[Symbol.asyncDispose]();
    await study[Symbol.asyncDispose]();
  });

  test.each<readonly [PageLanguage, number]>([
    ["hi", 390],
    ["ar", 1280],
  ])(
    "from the link to the completion code, and the focus is never lost (%s)",
    async (language, width) => {
      const { page, errors } = await browser.openPage({
        viewport: { width, height: 800 },
        locale: language,
        reducedMotion: "reduce",
      });
      onTestFailed(async () => {
        await takeScreenshot(page, `tab-${language}-failed`);
      });
      const devtools = await page.context().newCDPSession(page);
      await devtools.send("Network.enable");
      await devtools.send("Network.emulateNetworkConditions", slow);
      const person = new ParticipantPage(page, {
        language,
        by: "tab",
        look: async (state) => {
          // A new page, and what replaces a pressed button, take the focus as they come.
          if (state !== "landing")
            await expect
              .poll(() => page.evaluate("document.activeElement !== document.body"), { message: state })
              .toBe(true);
          await expectSpokenOnce(page);
          await takeScreenshot(page, `tab-${language}-${state}`);
        },
      });
      await person.enter(`${study.address}?lang=${language}`);
      await person.consent();
      await person.survey();
      await person.practice();
      await person.conversation(0, 2, true);
      await person.stop();
      expect(await person.end()).toMatch(/[0-9A-F]{8}/);
      expect(await page.evaluate("document.documentElement.lang")).toBe(language);
      expect(errors).toEqual([]);
      await page.context().close();
    },
    400_000,
  );
});
