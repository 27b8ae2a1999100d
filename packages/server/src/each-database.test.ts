import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SessionView } from "@refract/collect";
import { checkDataset } from "@refract/dataset";
import { describeOnEachDatabase, ParticipantClient, startTestServer } from "@refract/testing";
import { expect, test } from "vitest";
import { exportStudy } from "./export/export-study.ts";

const study = {
  "study.yaml": `
refract: 1
id: talk
title: {en: Talk, ar: حديث}
languages: [en, ar]
models: [demo:warm, demo:plain, demo:cautious, demo:blunt, demo:arabic]
entry: {returning: block, panel: {idParameter: PID}}
stages:
  - {id: consent, type: consent, version: "1", statements: [{id: consent, text: {en: I agree, ar: أوافق}}]}
  - id: talk
    type: conversation
    types: [{id: unguided, title: {en: Anything, ar: أي شيء}, count: 1}]
    opening: {models: 3}
    judge: {kind: scale, tie: random, minimumLabel: {en: Terrible, ar: سيئ}, maximumLabel: {en: Perfect, ar: ممتاز}}
    feedback: {prompt: {en: Why?, ar: لماذا؟}}
    charactersPerSecond: 10000
  - {id: end, type: end}
`,
};
const isRating = (view: SessionView) => view.stage?.type === "conversation" && view.stage.phase === "rate";

async function rateAndChoose(person: ParticipantClient): Promise<void> {
  const { view } = await person.until(isRating);
  if (view.stage?.type !== "conversation") throw new Error("expected a conversation");
  for (const [index, slot] of (view.stage.conversation?.turn?.slots ?? []).entries()) {
    await person.does("talk", {
      type: "slot.rated",
      slotId: slot.id,
      score: 60 + index,
      trace: { touched: true, firstTouchMs: 20, pathLength: 10 },
    });
  }
  await person.does("talk", { type: "turn.chosen", slotId: null });
}

await describeOnEachDatabase("a study from the first page to its dataset", (createDatabase) => {
  test("survives a restart in the middle and ends in a dataset that passes the check", async () => {
    await using database = await createDatabase();
    const folder = await mkdtemp(join(tmpdir(), "refract-each-"));
    const before = await startTestServer({ study, database });
    const early = new ParticipantClient(before.server.baseUrl, "talk");
    expect((await early.enter({ id: "panel-1" }, "ar")).status).toBe(200);
    await early.does("consent", { type: "consent.given", statements: { consent: true } });
    // A NUL, half a character and an emoji: both databases give back what they can carry.
    const prompt = "لماذا؟ \u0000 \ud83d 😀";
    await early.does("talk", { type: "conversation.begun", conversationType: "unguided", prompt });
    await before[Symbol.asyncDispose]();

    await using after = await startTestServer({ study, database });
    const person = early.again(after.server.baseUrl);
    await rateAndChoose(person);
    await person.does("talk", { type: "turn.sent", prompt: "And then?" });
    await rateAndChoose(person);
    await person.does("talk", { type: "conversation.finished" });
    const id = "3f1c6f0e-4c58-4f0c-9a37-2a6c93a1f002";
    const submit = { type: "feedback.submitted", text: "=1+1 looks like a formula" } as const;
    const ends = await Promise.all([
      person.send("talk", submit, id),
      person.again().send("talk", submit, id),
    ]);
    expect(ends.map(({ status, body }) => [status, body.view.status])).toEqual([
      [200, "completed"],
      [200, "completed"],
    ]);
    expect((await new ParticipantClient(after.server.baseUrl, "talk").enter({ id: "panel-1" })).status).toBe(
      403,
    );
    expect(await after.store.totals("talk")).toMatchObject({ people: 1, completed: 1, utterances: 5 });

    const out = join(folder, "out");
    const { store, server } = after;
    await exportStudy({
      store,
      shelf: server.shelf,
      studyId: "talk",
      out,
      simulated: "include",
      codings: [],
      env: {},
      generatedBy: "test",
      generatedAt: 0,
    });
    expect((await checkDataset(out)).violations).toEqual([]);
    const [conversation = ""] = (await readFile(join(out, "conversations.jsonl"), "utf8")).split("\n");
    expect(JSON.parse(conversation)).toMatchObject({
      conversation_turns: 2,
      opening_prompt: expect.stringMatching(/^لماذا؟ .* 😀$/u),
      open_feedback: "=1+1 looks like a formula",
    });
    await rm(folder, { recursive: true });
  });
});
