import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { builtInStages, type ConversationStageView, type SessionView } from "@refract/collect";
import { checkDataset } from "@refract/dataset";
import { applyFrame, ParticipantClient, StubModelServer, startTestServer } from "@refract/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { exportStudy } from "./export/export-study.ts";
import { StudyShelf } from "./sessions/study-shelf.ts";

const thought = "canary-thought";
const stream = (deltas: readonly object[], finish: string) =>
  [
    ...deltas.map((delta) => JSON.stringify({ choices: [{ index: 0, delta }] })),
    JSON.stringify({ choices: [{ index: 0, delta: {}, finish_reason: finish }] }),
    JSON.stringify({
      choices: [],
      usage: { prompt_tokens: 9, completion_tokens: 30, completion_tokens_details: { reasoning_tokens: 20 } },
    }),
    "[DONE]",
  ]
    .map((event) => `data: ${event}\n\n`)
    .join("");
const pieces = (text: string) => (text.match(/[\s\S]{1,3}/gu) ?? []).map((content) => ({ content }));

/** What each model says, always. */
const said: Readonly<Record<string, string>> = {
  marked: stream(pieces(`<think>A ${thought}.</think>\n\nLoyalty is a virtue, says marked.`), "stop"),
  apart: stream([{ reasoning_content: thought }, ...pieces("Loyalty is a virtue, says apart.")], "stop"),
  cut: stream(pieces("Loyalty is a virtue, says cut, becau"), "length"),
  declines: stream([{ refusal: "I can't say, says declines." }], "stop"),
  silent: stream(pieces(`<think>A ${thought} that never`), "length"),
  filtered: stream(pieces("Loyalty is"), "content_filter"),
};
const answering = ["marked", "apart", "cut", "declines"];

let stub: StubModelServer;
let folder: string;
beforeAll(async () => {
  stub = await StubModelServer.start({
    decide: ({ model }) => ({
      ...{ kind: "verbatim", body: said[model] ?? "" },
      headers: { "content-type": "text/event-stream" },
    }),
  });
  folder = await mkdtemp(join(tmpdir(), "refract-live-replies-"));
});
afterAll(async () => {
  await stub[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const study = (models: readonly string[]) => ({
  "study.yaml": `
refract: 1
id: talk
title: Talk
parameters: {maxTokens: 30}
models:
${models.map((name) => `  - {id: ${name}, use: "${stub.reference(name)}"}`).join("\n")}
stages:
  - {id: consent, type: consent, version: "1", statements: [{id: consent, text: I agree}]}
  - id: talk
    type: conversation
    types: [{id: any, title: Anything, count: 1}]
    opening: {models: 4}
    turns: {minimum: 1}
    judge: {kind: scale, minimumLabel: Terrible, maximumLabel: Perfect}
    charactersPerSecond: 5000
    retries: 0
  - {id: end, type: end}
`,
});

const talk = (view: SessionView): ConversationStageView => {
  if (view.stage?.type !== "conversation") throw new Error(`expected the conversation stage`);
  return view.stage;
};
const isRating = (view: SessionView) => view.stage?.type === "conversation" && view.stage.phase === "rate";

describe("what models say in a live study", () => {
  test("reaches people without its reasoning, and the release keeps reasoning, ends and failed replies apart", async () => {
    await using running = await startTestServer({ study: study(Object.keys(said)) });
    const records: Record<string, unknown>[] = [];
    const seen: string[] = [];
    // Each person draws four of the six models, so that a few people meet all of them.
    for (let person = 0; person < 6; person += 1) {
      const client = new ParticipantClient(running.server.baseUrl, "talk");
      await client.enter();
      await client.does("consent", { type: "consent.given", statements: { consent: true } });
      await client.does("talk", { type: "conversation.begun", conversationType: "any", prompt: "Is it?" });
      let view: SessionView | null = null;
      const texts = new Map<string, string>();
      for await (const message of client.stream()) {
        seen.push(JSON.stringify(message.data));
        if (message.event === "text") applyFrame(texts, message.data);
        if (message.event === "view" && isRating(message.data)) {
          view = message.data;
          break;
        }
      }
      if (view === null) throw new Error("nothing to rate");
      const slots = talk(view).conversation?.turn?.slots ?? [];
      for (const slot of slots) {
        const model = (await running.store.slotModel(slot.id)) ?? "";
        expect(answering).toContain(model);
        expect(slot.text).toContain(`says ${model}`);
        await client.does("talk", {
          ...{ type: "slot.rated", slotId: slot.id, score: 10 + slot.label.charCodeAt(0) },
          trace: { touched: true, firstTouchMs: 1, pathLength: 1 },
        });
      }
      await client.does("talk", { type: "turn.chosen", slotId: null });
      await client.does("talk", { type: "conversation.finished" });
    }
    expect(seen.join("")).not.toContain(thought);
    expect(seen.join("")).not.toContain("<think>");

    const out = join(folder, "talk");
    const { manifest } = await exportStudy({
      ...{ store: running.store, shelf: new StudyShelf(running.store, builtInStages), studyId: "talk", out },
      ...{
        simulated: "exclude",
        codings: [],
        env: {},
        forms: { csv: true, parquet: true },
        overwrite: false,
      },
      ...{ generatedBy: "test", generatedAt: 0 },
    });
    for (const line of (await readFile(join(out, "slots.jsonl"), "utf8")).trimEnd().split("\n"))
      records.push(JSON.parse(line));
    const of = (model: string) => records.filter((record) => record.model_name === model);
    expect(of("marked")[0]).toMatchObject({
      ...{ reasoning: `<think>A ${thought}.</think>\n\n`, reasoning_from: "text", reasoning_tokens: 20 },
      ...{ finish_reason: "stop", truncated: false, failures: expect.any(Array) },
    });
    expect(of("apart")[0]).toMatchObject({ reasoning: thought, reasoning_from: "server" });
    expect(of("cut")[0]).toMatchObject({ finish_reason: "length", truncated: true, reasoning: null });
    expect(of("declines")[0]).toMatchObject({ finish_reason: "refusal", truncated: false });
    const failed = records.flatMap(({ failures, failed_texts }) =>
      Array.isArray(failures) && Array.isArray(failed_texts)
        ? failures.map((kind, place) => [kind, failed_texts[place]])
        : [],
    );
    expect(failed).toContainEqual(["truncated", ""]);
    expect(failed).toContainEqual(["content-filter", "Loyalty is"]);
    expect(manifest.counts.truncated_slots).toBe(of("cut").length);
    expect(manifest.counts.reasoned_slots).toBe(of("marked").length + of("apart").length);
    expect(await readFile(join(out, "utterances.jsonl"), "utf8")).not.toContain(thought);
    const check = await checkDataset(out);
    expect(check.violations).toEqual([]);
  });
});
