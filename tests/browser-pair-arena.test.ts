import {
  chromium,
  describeWith,
  expectAdaptedPagesFit,
  expectLongWordsFit,
  expectNoAxeViolations,
  expectSpokenOnce,
  openBrowser,
  type Page,
  signatureOf,
  signaturesIn,
  type TestBrowser,
  takeScreenshot,
} from "@refract/testing";
import { afterAll, beforeAll, expect, onTestFailed, test } from "vitest";
import { ArenaPage } from "./browser/arena-page.ts";
import { startFreezingProxy } from "./browser/freezing-proxy.ts";
import { recordReceived } from "./browser/received-by-browser.ts";
import { type StudyServer, signingModels, startStudyServer } from "./browser/study-server.ts";

const modelOf = (text: string): string | undefined =>
  signingModels.find((model) => signaturesIn(text).includes(signatureOf(model)));

await describeWith(chromium, "the pair arena in a browser, on the real server", (executable) => {
  let browser: TestBrowser;
  let quick: StudyServer;
  let slow: StudyServer;
  beforeAll(async () => {
    [browser, quick, slow] = await Promise.all([
      openBrowser(executable),
      startStudyServer("pair-arena"),
      // 50 signed words at 60 characters a second stream for some twelve seconds.
      startStudyServer("pair-arena", { words: 50, charactersPerSecond: 60 }),
    ]);
  });
  afterAll(async () => {
    await browser[Symbol.asyncDispose]();
    await Promise.all([quick[Symbol.asyncDispose](), slow[Symbol.asyncDispose]()]);
  });

  const open = async (name: string) => {
    const { page, errors } = await browser.openPage({
      viewport: { width: 1280, height: 900 },
      reducedMotion: "reduce",
    });
    onTestFailed(async () => {
      await takeScreenshot(page, `arena-${name}-failed`);
    });
    return { page, errors, arena: new ArenaPage(page) };
  };
  const look = async (page: Page, state: string) => {
    await expectNoAxeViolations(page);
    await expectSpokenOnce(page);
    const overflow = await page.evaluate<number>(
      "document.documentElement.scrollWidth - document.documentElement.clientWidth",
    );
    expect(overflow, `${state} is wider than the window`).toBeLessThanOrEqual(0);
    await takeScreenshot(page, `arena-${state}`);
    await expectLongWordsFit(page);
    await expectAdaptedPagesFit(page);
  };

  test("three battles by mouse and by number keys: each model goes on from its own words, names come at the end", async () => {
    const { page, errors, arena } = await open("battles");
    const received = await recordReceived(page);
    await arena.enter(quick.address);

    // Two turns, judged by mouse.
    await arena.battle(1);
    await arena.write("Is loyalty a virtue?");
    await arena.settled();
    const opening = await arena.answerTexts();
    await look(page, "verdict");
    await arena.box.fill("And between enemies?");
    await arena.send.click();
    await arena.settled();
    await arena.give(1);

    // By keys: while a message is being written a number is part of it.
    await arena.battle(2);
    await arena.write("Name 2 reasons, or 3");
    await arena.settled();
    await arena.box.fill("4");
    await arena.box.press("4");
    expect(await arena.box.inputValue()).toBe("44");
    await arena.box.fill("");
    await page.getByRole("heading", { level: 1 }).focus();
    await page.keyboard.press("4");
    await arena.confirm();
    await arena.battle(3);
    await arena.write("Once more?");
    await arena.settled();
    await page.getByRole("heading", { level: 1 }).focus();
    await page.keyboard.press("1");
    await arena.confirm();
    await arena.battle(4);
    await look(page, "next");

    const everything = await received();
    expect(everything).toContain("turnId");
    expect(everything).not.toContain("secret-model");
    expect(everything).not.toContain(quick.stub.origin);
    await arena.end();
    await arena.revealed.first().waitFor();
    await look(page, "revealed");
    expect(errors).toEqual([]);

    const conversations = [];
    for await (const record of quick.running.store.records("pair-arena", { simulated: "include" }))
      conversations.push(...record.conversations.map((conversation) => ({ conversation, record })));
    expect(conversations).toHaveLength(3);
    const revealed = await arena.revealed.allTextContents();
    for (const [index, { conversation, record }] of conversations.entries()) {
      const turns = record.interactions.filter((turn) => turn.conversationId === conversation.id);
      expect(turns.map((turn) => turn.verdict).filter((verdict) => verdict !== null)).toEqual([
        ["b", "both-bad", "a"][index],
      ]);
      const first = record.utterances
        .filter((utterance) => turns[0]?.id === utterance.interactionId)
        .toSorted((a, b) => a.shownOrder - b.shownOrder);
      expect(revealed[index]).toContain(`A${first[0]?.modelId}B${first[1]?.modelId}`);
      for (const { text, modelId } of record.utterances)
        expect(signaturesIn(text ?? "")).toEqual([signatureOf(modelId)]);
    }

    // What each model was sent for the second message: its own first answer, nothing of the other's.
    const second = quick.stub.requests.filter(({ body }) =>
      JSON.stringify(body.messages).includes("And between enemies?"),
    );
    expect(second.map(({ model }) => model).toSorted()).toEqual(
      opening.map((text) => modelOf(text) ?? "").toSorted(),
    );
    for (const { model, body } of second)
      expect(signaturesIn(JSON.stringify(body.messages))).toEqual([signatureOf(model)]);
    await page.context().close();
  }, 600_000);

  test("a second tab follows the first, whichever of them acts", async () => {
    const { page, errors, arena } = await open("tabs");
    await arena.enter(quick.address);
    const other = new ArenaPage(await page.context().newPage());
    await other.page.goto(quick.address);
    await other.battle(1);
    await arena.write("Is loyalty a virtue?");
    await Promise.all([arena.settled(), other.settled()]);
    expect(await other.answerTexts()).toEqual(await arena.answerTexts());
    await other.write("And between enemies?");
    await Promise.all([arena, other].map(({ page: tab }) => tab.getByText("And between enemies?").waitFor()));
    await Promise.all([arena.settled(), other.settled()]);
    expect(await other.answerTexts()).toEqual(await arena.answerTexts());
    await arena.give(2);
    await Promise.all([arena.battle(2), other.battle(2)]);
    expect(errors).toEqual([]);
    await page.context().close();
  }, 600_000);

  test("two clicks on Send are one turn", async () => {
    const { page, arena } = await open("double");
    const sent: string[] = [];
    page.on("request", (request) => {
      if (request.url().includes("/api/p/command")) sent.push(request.postDataJSON()?.command?.type);
    });
    await arena.enter(quick.address);
    const before = quick.stub.requests.length;
    await arena.box.fill("Twice?");
    await arena.send.dblclick();
    await arena.settled();
    await arena.box.fill("Twice again?");
    await arena.send.dblclick();
    await page.getByText("Twice again?", { exact: true }).first().waitFor();
    await arena.settled();
    expect(sent.filter((type) => type === "conversation.begun")).toHaveLength(1);
    expect(sent.filter((type) => type === "turn.sent")).toHaveLength(1);
    expect(quick.stub.requests.length - before).toBe(4);
    await page.context().close();
  }, 600_000);

  test("a reload in mid-stream shows the characters that were there, and goes on", async () => {
    const { page, errors, arena } = await open("reload");
    await arena.enter(slow.address);
    await arena.write("Is loyalty a virtue?");
    await expect.poll(() => shortest(arena), { timeout: 30_000 }).toBeGreaterThan(60);
    const before = await arena.answerTexts();
    await page.reload();
    await arena.answers.first().waitFor();
    await expect.poll(() => shortest(arena), { timeout: 30_000 }).toBeGreaterThan(0);
    const after = await arena.answerTexts();
    for (const [index, text] of before.entries())
      expect(after[index]?.startsWith(text), `${text} | ${after[index]}`).toBe(true);
    await arena.settled();
    const whole = await arena.answerTexts();
    for (const [index, text] of after.entries()) expect(whole[index]?.startsWith(text)).toBe(true);
    expect(whole.map((text) => signaturesIn(text).length)).toEqual([1, 1]);
    expect(errors).toEqual([]);
    await page.context().close();
  }, 600_000);

  test("without a network a grey bar says so, and the answers go on by themselves when it is back", async () => {
    const { page, arena } = await open("offline");
    await arena.enter(slow.address);
    await arena.write("Is loyalty a virtue?");
    await expect.poll(() => shortest(arena), { timeout: 30_000 }).toBeGreaterThan(60);
    await page.context().setOffline(true);
    await arena.reconnecting.waitFor();
    const before = await arena.answerTexts();
    await look(page, "offline");
    await page.context().setOffline(false);
    await arena.reconnecting.waitFor({ state: "detached" });
    await arena.settled();
    const whole = await arena.answerTexts();
    for (const [index, text] of before.entries())
      expect(whole[index]?.startsWith(text), `${text} | ${whole[index]}`).toBe(true);
    expect(whole.map((text) => signaturesIn(text).length)).toEqual([1, 1]);
    await page.context().close();
  }, 600_000);

  test("a connection that is dead without a word is missed after a while, and a new one goes on", async () => {
    const { promise: frozen, resolve: goOn } = Promise.withResolvers<void>();
    const hold = { words: 10, until: frozen };
    await using held = await startStudyServer("pair-arena", { words: 50, hold });
    await using proxy = await startFreezingProxy(held.running.server.baseUrl);
    const { page, errors, arena } = await open("frozen");
    await page.clock.install();
    await arena.enter(held.address.replace(held.running.server.baseUrl, proxy.baseUrl));
    await arena.write("Is loyalty a virtue?");
    await expect.poll(() => shortest(arena), { timeout: 30_000 }).toBeGreaterThan(60);
    proxy.freeze();
    const before = await arena.answerTexts();
    // What the models write from here on can only come over another connection.
    goOn();
    // The page's clock alone goes forward: two beats of the server are missing. What Chromium then sends over another
    // of the dead connections is missed in its turn.
    await expect
      .poll(
        async () => {
          await page.clock.fastForward(41_000);
          return shortest(arena);
        },
        { timeout: 60_000, interval: 2000 },
      )
      .toBeGreaterThan(Math.max(...before.map((text) => text.length)));
    await arena.settled();
    const whole = await arena.answerTexts();
    for (const [index, text] of before.entries())
      expect(whole[index]?.startsWith(text), `${text} | ${whole[index]}`).toBe(true);
    expect(errors).toEqual([]);
    await page.context().close();
  }, 600_000);
});

async function shortest(arena: ArenaPage): Promise<number> {
  const texts = await arena.answerTexts();
  return texts.length === 0 ? 0 : Math.min(...texts.map((text) => text.length));
}
