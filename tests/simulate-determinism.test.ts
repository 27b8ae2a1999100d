import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import { repositoryRoot } from "@refract/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";

// Spec prism-collection, "It works when" 1: a simulated study of n conversations exports files that validate.

const run = promisify(execFile);
const root = repositoryRoot();
const command = join(root, "packages", "cli", "src", "main.ts");
const study = join(root, "examples", "prism", "study.yaml");
const people = 50;

const historyItem = z.discriminatedUnion("role", [
  z.object({ role: z.literal("user"), turn: z.int() }),
  z.object({
    role: z.literal("model"),
    turn: z.int(),
    within_turn_id: z.int(),
    model_name: z.string(),
    score: z.int(),
    if_chosen: z.boolean(),
  }),
]);
const conversation = z.object({
  conversation_id: z.string(),
  conversation_turns: z.int(),
  conversation_history: z.array(historyItem),
});
const utterance = z.object({
  interaction_id: z.string(),
  conversation_id: z.string(),
  turn: z.int(),
  model_name: z.string(),
  if_chosen: z.boolean(),
});

let work = "";
const folder = (name: string) => join(work, name);

beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), "refract-determinism-"));
  // At the same time, which changes the pace of both, and where clocks and words are others.
  await Promise.all([
    simulate("one", { TZ: "UTC", LANG: "C" }),
    simulate("two", { TZ: "Asia/Kathmandu", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8" }),
  ]);
}, 900_000);

afterAll(() => rm(work, { recursive: true, force: true }));

function refract(args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  return run(process.execPath, ["--disable-warning=ExperimentalWarning", command, ...args], {
    cwd: work,
    env: { ...process.env, ...environment },
    maxBuffer: 64_000_000,
  });
}

async function simulate(out: string, environment: NodeJS.ProcessEnv): Promise<void> {
  await refract(
    ["simulate", study, "--people", String(people), "--seed", "1", "--out", out, "--json"],
    environment,
  );
}

async function hashes(directory: string): Promise<Readonly<Record<string, string>>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)))
    .toSorted();
  return Object.fromEntries(
    await Promise.all(
      files.map(async (file) => [
        file,
        createHash("sha256")
          .update(await readFile(join(directory, file)))
          .digest("hex"),
      ]),
    ),
  );
}

async function records<Schema extends z.ZodType>(
  file: string,
  schema: Schema,
): Promise<readonly z.output<Schema>[]> {
  const text = await readFile(join(folder("one"), file), "utf8");
  return text
    .trimEnd()
    .split("\n")
    .map((line) => schema.parse(JSON.parse(line)));
}

test("the same seed gives the same bytes, file by file", async () => {
  const one = await hashes(folder("one"));
  expect(Object.keys(one)).toEqual(
    expect.arrayContaining([
      ...["survey.jsonl", "conversations.jsonl", "utterances.jsonl", "metadata.jsonl", "models.jsonl"],
      ...["csv/wide.csv", "parquet/utterances.parquet", "truth.json", "manifest.json", "README.md"],
    ]),
  );
  expect(await hashes(folder("two"))).toEqual(one);
});

test("another seed gives other people", async () => {
  await refract(["simulate", study, "--people", "1", "--seed", "2", "--out", "three"]);
  const first = async (name: string) =>
    (await readFile(join(folder(name), "survey.jsonl"), "utf8")).split("\n")[0];
  expect(await first("three")).not.toBe(await first("one"));
});

test("dataset check finds nothing wrong", async () => {
  const { stdout } = await refract(["dataset", "check", "one", "--json"]);
  const check = JSON.parse(stdout);
  expect(check).toMatchObject({ form: "study", valid: true, violations: [], violationCount: 0 });
  expect(check.counts).toMatchObject({ participants: people });
});

describe("the records hold what the protocol promises", () => {
  test("utterances are the model items of all histories, interactions the turns of all conversations", async () => {
    const conversations = await records("conversations.jsonl", conversation);
    const utterances = await records("utterances.jsonl", utterance);
    const items = conversations.flatMap((each) =>
      each.conversation_history.filter((item) => item.role === "model"),
    );
    const turns = conversations.reduce((sum, each) => sum + each.conversation_turns, 0);
    expect(conversations.length).toBeGreaterThan(people * 4);
    expect(utterances.length).toBe(items.length);
    expect(new Set(utterances.map((each) => each.interaction_id)).size).toBe(turns);
    expect(utterances.filter((each) => each.if_chosen).length).toBe(turns);
    const manifest = JSON.parse(await readFile(join(folder("one"), "manifest.json"), "utf8"));
    expect(manifest.counts).toMatchObject({
      participants: people,
      conversations: conversations.length,
      interactions: turns,
      utterances: items.length,
      chosen_utterances: turns,
    });
    // Four or fewer in the opening turn, two in each later one.
    const opening = utterances.filter((each) => each.turn === 0).length;
    expect(utterances.length).toBe(opening + 2 * (turns - conversations.length));
  });

  test("turns have no gaps, opening models differ, and later turns are two samples of the winner", async () => {
    for (const { conversation_id, conversation_turns, conversation_history } of await records(
      "conversations.jsonl",
      conversation,
    )) {
      const asked = conversation_history.flatMap((item) => (item.role === "user" ? [item.turn] : []));
      expect([conversation_id, asked]).toEqual([
        conversation_id,
        Array.from({ length: conversation_turns }, (_, turn) => turn),
      ]);
      expect(conversation_turns).toBeGreaterThanOrEqual(2);
      const responses = (turn: number) =>
        conversation_history.flatMap((item) => (item.role === "model" && item.turn === turn ? [item] : []));
      const opening = responses(0).map((item) => item.model_name);
      expect(opening.length).toBeGreaterThanOrEqual(1);
      expect(opening.length).toBeLessThanOrEqual(4);
      expect([conversation_id, new Set(opening).size]).toEqual([conversation_id, opening.length]);
      const winner = responses(0).find((item) => item.if_chosen)?.model_name;
      for (let turn = 0; turn < conversation_turns; turn += 1) {
        const shown = responses(turn);
        expect(shown.filter((item) => item.if_chosen)).toHaveLength(1);
        expect(Math.max(...shown.map((item) => item.score))).toBe(
          shown.find((item) => item.if_chosen)?.score,
        );
        expect(shown.map((item) => item.within_turn_id)).toEqual(shown.map((_, index) => index));
        if (turn > 0)
          expect([conversation_id, turn, shown.map((item) => item.model_name)]).toEqual([
            conversation_id,
            turn,
            [winner, winner],
          ]);
      }
    }
  });

  test("every model of the pool was drawn", async () => {
    const utterances = await records("utterances.jsonl", utterance);
    const opened = new Set(utterances.filter((each) => each.turn === 0).map((each) => each.model_name));
    expect(opened.size).toBe(12);
  });
});
