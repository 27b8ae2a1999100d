import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
