import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type FailureKind, ModelFailedError, uncountedTokens } from "@refract/models";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createPlan, type Plan } from "../plan/plan.ts";
import { createSetup } from "../plan/run-setup.ts";
import { openRecordFolder } from "../records/record-folder.ts";
import type { StoredResponse } from "../store/run-store.ts";
import { askSamples } from "./ask-samples.ts";
import type { Asker } from "./asker.ts";
import { madeInstrument, madeItems } from "./made-instrument.fixture.ts";

const model = { id: "stub", use: "test:m" };
const setup = createSetup(madeInstrument, { models: [model] });
let folder: string;
let plan: Plan;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "refract-ask-"));
  await writeFile(join(folder, "items.csv"), madeItems(40));
  const { items } = await madeInstrument.load(await openRecordFolder(folder), setup.options);
  plan = createPlan(setup, items);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

type End = FailureKind | "answer";

/**
 * Asks 40 samples, so many at a time, which end as told. Side by side, answers come before failures unless those are quick: then
 * an answer comes behind twenty outcomes.
 */
async function ask(endOf: (call: number) => End, concurrency = 1, quick: "answers" | "failures" = "answers") {
  let calls = 0;
  let next = 0;
  let outcomes = 0;
  const quickCame = Promise.withResolvers<void>();
  const countQuick = (count: number, enough: number) => {
    if (count >= enough) quickCame.resolve();
  };
  const stored: StoredResponse[] = [];
  const given: string[] = [];
  const done: (readonly [number, boolean])[] = [];
  const chat: Asker["chat"] = async () => {
    const end = endOf(calls);
    calls += 1;
    if (concurrency > 1 && (end === "answer") !== (quick === "answers")) await quickCame.promise;
    if (end !== "answer") throw failed(end);
    return {
      result: {
        ...{ text: "B", reasoning: null, finishReason: "stop", finishDetail: null },
        ...{ usage: uncountedTokens, logprobs: null, unsupported: [] },
      },
      ...{ key: "", costUsd: null, latencyMs: 0, waitedMs: 0, attempts: 1, cached: false, miscounted: null },
    };
  };
  const lane = {
    concurrency,
    source: {
      next: () => {
        next += 1;
        return next <= plan.size ? next - 1 : null;
      },
      done: (ordinal: number, isStored: boolean) => {
        done.push([ordinal, isStored]);
      },
    },
  };
  const stop = await askSamples(setup, plan, [lane], {
    store: {
      note: () => null,
      setNote: () => {},
      add: async (response) => {
        stored.push(response);
        if (quick === "answers") countQuick(stored.length, 15);
      },
    },
    asker: {
      chat,
      scoreText: () => {
        throw new Error("not asked for");
      },
    },
    stopper: new AbortController(),
    givenUp: new Set(),
    onGivenUp: (_, message) => given.push(message),
    onOutcome: () => {
      outcomes += 1;
      if (quick === "failures") countQuick(outcomes, 20);
    },
  });
  return { stop, calls, stored: stored.length, given, done };
}

function failed(kind: FailureKind): ModelFailedError {
  const failure = { kind, message: `no: ${kind}`, httpStatus: null, retryAfterMs: null };
  const attempt = {
    ...{ number: 0, failure, usage: uncountedTokens, costUsd: 0, firstTextMs: null, totalMs: 0, waitedMs: 0 },
    ...{ said: null, dropped: null },
  };
  return new ModelFailedError("test:m", [attempt]);
}

test("a model is given up at the third failure of its account in a row, whose samples stay open", async () => {
  const { stop, calls, stored, given } = await ask((call) => (call < 5 ? "answer" : "account"));
  expect([calls, stored]).toEqual([8, 5]);
  const message = "stub: no: account (3 samples in a row without an answer; the model was given up)";
  expect([stop, given]).toEqual([{ reason: "model", message }, [message]]);
});

test("an answer between shows that the account is in order", async () => {
  const { stop, calls, stored } = await ask((call) => (call % 3 === 2 ? "answer" : "account"));
  expect([stop, calls, stored]).toEqual([null, 40, 13]);
});

test("a model is given up at the twentieth sample in a row without an answer, and no sooner", async () => {
  const broken = await ask((call) => (call === 3 ? "answer" : "server"));
  expect([broken.calls, broken.stored]).toEqual([24, 24]);
  expect(broken.stop?.message).toBe(
    "stub: no: server (20 samples in a row without an answer; the model was given up)",
  );
  expect((await ask((call) => (call === 19 ? "answer" : "server"))).calls).toBe(40);
});

test("samples that fail behind the answers they were begun with are not in a row", async () => {
  const mixed = await ask((call) => (call % 8 < 3 ? "answer" : "empty"), 40);
  expect([mixed.stop, mixed.stored]).toEqual([null, 40]);
});

test.each(["server", "account"] as const)(
  "failures that end soon (%s) do not give up a model whose first answers take longer",
  async (kind) => {
    // Twenty-four side by side, of which the last four are answers.
    const { stop, calls, given } = await ask(
      (call) => (call < 20 || call >= 24 ? kind : "answer"),
      24,
      "failures",
    );
    // The answers let all the rest begin; of an account, three in a row are enough to give up.
    const message = "stub: no: account (16 samples in a row without an answer; the model was given up)";
    expect([calls, given]).toEqual([40, kind === "account" ? [message] : []]);
    expect(stop).toEqual(kind === "account" ? { reason: "model", message } : null);
  },
);

test("at the cap the sample under way is not dealt with, and none is asked behind it", async () => {
  const { stop, calls, stored, done } = await ask((call) => (call === 2 ? "budget" : "answer"));
  expect([stop, calls, stored]).toEqual([{ reason: "budget", message: "no: budget" }, 3, 2]);
  expect(done).toEqual([
    [0, true],
    [1, true],
    [2, false],
    [3, false],
  ]);
});
