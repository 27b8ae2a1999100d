import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Item, Variant } from "@refract/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openRecordFolder } from "../records/record-folder.ts";
import { madeInstrument, madeItems } from "../run/made-instrument.fixture.ts";
import { createPlan, presentationOf } from "./plan.ts";
import { createSetup } from "./run-setup.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "refract-plan-"));
  await writeFile(join(folder, "items.csv"), madeItems(6));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const models = ["demo:plain", "demo:blunt"].map((use) => ({ id: use, use }));

async function planOf(more: Partial<Parameters<typeof createSetup>[1]> = {}) {
  const setup = createSetup(madeInstrument, { models, variants: ["polite", "plain"], repeats: 2, ...more });
  const { items } = await madeInstrument.load(await openRecordFolder(folder), setup.options);
  return { setup, plan: createPlan(setup, items) };
}

describe("a plan", () => {
  test("has every item, variant, repeat and model once, in one order", async () => {
    const { plan } = await planOf();
    expect(plan.size).toBe(6 * 2 * 2 * 2);
    const keys = Array.from({ length: plan.size }, (_, ordinal) => {
      const { item, variant, repeat, model } = plan.at(ordinal);
      return [model.id, variant.id, item.group, repeat, item.id].join(" ");
    });
    expect(new Set(keys).size).toBe(48);
    expect(keys.slice(0, 5)).toEqual([
      "demo:plain plain g0 0 q0",
      "demo:plain plain g0 0 q1",
      "demo:plain plain g0 1 q0",
      "demo:plain plain g0 1 q1",
      "demo:plain plain g1 0 q2",
    ]);
    expect([...plan.groups()].every(({ start, end }) => end - start === 2)).toBe(true);
    expect([...plan.groups()].length).toBe(24);
  });

  test("a limit completes scoring groups", async () => {
    expect((await planOf({ limit: 3 })).plan.items.map(({ id }) => id)).toEqual(["q0", "q1", "q2", "q3"]);
  });

  test("a limit counts the items that run, not those that no chosen variant asks", async () => {
    const { applies } = madeInstrument;
    const onlyLate = {
      ...madeInstrument,
      applies: (item: Item, variant: Variant) => item.group !== "g0" && applies(item, variant),
    };
    const setup = createSetup(onlyLate, { models, variants: ["plain"], limit: 2 });
    const { items } = await madeInstrument.load(await openRecordFolder(folder), setup.options);
    expect(createPlan(setup, items).items.map(({ id }) => id)).toEqual(["q2", "q3"]);
  });

  test("shows all models the same", async () => {
    const { setup, plan } = await planOf();
    expect(presentationOf(setup, plan.at(0))).toEqual(presentationOf(setup, plan.at(plan.perModel)));
  });
});

describe("a setup", () => {
  test.each([
    [{ variants: ["rude"] }, '--variant: invalid value "rude", expected one of plain, polite'],
    [
      { mode: "guess" },
      '--mode: invalid value "guess", expected one of generate, letter-logprobs, likelihood, judge',
    ],
    [{ settings: ["strict"] }, '--set: invalid value "strict", expected name=value'],
    [{ settings: ["strict=7"] }, "--set strict: invalid value 7"],
    [{ settings: ["lax=true"] }, '--set: unknown field "lax"'],
    [{ models: [] }, "--model: none, expected at least one model"],
  ])("%j is refused by name", (choices, message) => {
    expect(() => createSetup(madeInstrument, { models, ...choices })).toThrow(message);
  });
});

describe("a judge nobody named", () => {
  const { judge } = madeInstrument;
  if (judge === undefined) throw new Error("the made instrument has no judge");
  const scripted = { ...madeInstrument, judge: { ...judge, simulate: () => "VERDICT B" } };
  const setupOf = (...uses: readonly string[]) =>
    createSetup(scripted, { models: uses.map((use) => ({ id: use, use })), mode: "judge" });

  test("is a demo voice that is not tested, where all models are demo voices", () => {
    expect(setupOf("demo:plain").judge?.use).toBe("demo:blunt");
    expect(setupOf("demo:blunt").judge?.use).toBe("demo:plain");
  });

  test("is asked for where a real model is tested, no voice is left, or verdicts are not scripted", () => {
    expect(() => setupOf("demo:plain", "openai:gpt-4o-mini")).toThrow(/^--judge: missing/);
    expect(() => setupOf("demo:plain", "demo:blunt")).toThrow(/^--judge: missing/);
    expect(() => createSetup(madeInstrument, { models, mode: "judge" })).toThrow(/^--judge: missing/);
  });
});
