import {
  chromium,
  describeWith,
  expectNoAxeViolations,
  expectSpokenOnce,
  openBrowser,
  signatureOf,
  signaturesIn,
  type TestBrowser,
  takeScreenshot,
} from "@refract/testing";
import { afterAll, beforeAll, expect, onTestFailed, test } from "vitest";
import type { PageLanguage } from "./browser/page-words.ts";
import { type By, ParticipantPage } from "./browser/participant-page.ts";
import { recordReceived } from "./browser/received-by-browser.ts";
import { type StudyServer, signingModels, startStudyServer } from "./browser/study-server.ts";

await describeWith(chromium, "the PRISM study in a browser, on the real server", (executable) => {
  let browser: TestBrowser;
  let study: StudyServer;
  beforeAll(async () => {
    [browser, study] = await Promise.all([openBrowser(executable), startStudyServer("prism")]);
  });
  afterAll(async () => {
    await browser[Symbol.asyncDispose]();
    await study[Symbol.asyncDispose]();
  });

  const takePart = async (options: {
    name: string;
    language: PageLanguage;
    by: By;
    width: number;
    conversations: number;
    dark?: boolean;
  }) => {
    const { page, errors } = await browser.openPage({
      viewport: { width: options.width, height: 800 },
      locale: options.language,
      reducedMotion: "reduce",
      colorScheme: options.dark === true ? "dark" : "light",
    });
    const received = await recordReceived(page);
    const seen: string[] = [];
    const person = new ParticipantPage(page, {
      language: options.language,
      by: options.by,
      look: async (state) => {
        if (seen.includes(state)) return;
        seen.push(state);
        await expectNoAxeViolations(page);
        await expectSpokenOnce(page);
        const overflow = await page.evaluate<number>(
          "document.documentElement.scrollWidth - document.documentElement.clientWidth",
        );
        expect(overflow, `${state} is wider than the window`).toBeLessThanOrEqual(0);
        await takeScreenshot(page, `${options.name}-${state}`);
      },
    });
    onTestFailed(async () => {
      await takeScreenshot(page, `${options.name}-failed`);
    });
    await person.enter(`${study.address}?lang=${options.language}`);
    await person.consent();
    await person.survey();
    await person.practice();
    for (let place = 0; place < options.conversations; place += 1) {
      await person.conversation(Math.floor(place / 2), place === 0 ? 3 : 2, place === 0);
    }
    await person.stop();
    const text = await person.end();
    expect(await page.evaluate("[document.documentElement.dir, document.documentElement.lang]")).toEqual([
      options.language === "ar" ? "rtl" : "ltr",
      options.language,
    ]);
    const everything = await received();
    expect(everything).toContain("turnId");
    expect(everything).not.toContain("secret-model");
    expect(everything).not.toContain(study.stub.origin);
    expect(errors).toEqual([]);
    await page.context().close();
    return { text, seen };
  };

  test("the whole of it by mouse: six conversations, a tie, the end with its code", async () => {
    const { text, seen } = await takePart({
      name: "mouse",
      language: "en",
      by: "mouse",
      width: 1280,
      conversations: 6,
    });
    expect(text).toMatch(/[0-9A-F]{8}/);
    expect(seen).toContain("tie");
  }, 300_000);

  test("by keyboard only, in the dark", async () => {
    await takePart({
      name: "keyboard",
      language: "en",
      by: "keyboard",
      width: 1280,
      conversations: 1,
      dark: true,
    });
  }, 240_000);

  test("on a telephone 360 pixels wide", async () => {
    await takePart({ name: "phone", language: "en", by: "mouse", width: 360, conversations: 1 });
  }, 240_000);

  test("in Arabic, from right to left", async () => {
    await takePart({ name: "arabic", language: "ar", by: "keyboard", width: 390, conversations: 1 });
  }, 240_000);

  test("every text that was stored is signed by the model it is stored under", async () => {
    let texts = 0;
    for await (const { utterances, participant } of study.running.store.records("prism", {
      simulated: "include",
    })) {
      expect(participant.status).toBe("completed");
      for (const utterance of utterances) {
        expect(signingModels).toContain(utterance.modelId);
        expect(signaturesIn(utterance.text ?? "")).toEqual([signatureOf(utterance.modelId)]);
        texts += 1;
      }
    }
    // 4 openings and 2 samples a later turn: one conversation of 3 turns and five of 2 by the first person, one of 3 by each other.
    expect(texts).toBe(8 + 5 * 6 + 3 * 8);
  });
});
