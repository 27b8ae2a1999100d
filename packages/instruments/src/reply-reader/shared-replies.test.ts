import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Instrument, JsonValue, RecordFiles } from "@refract/core";
import { describeWith, sharedCases } from "@refract/testing";
import { expect, test } from "vitest";
import * as z from "zod";
import { blendFiles } from "../blend/blend.fixture.ts";
import { blend } from "../blend/blend.ts";
import { culturalBenchFiles } from "../culturalbench/culturalbench.fixture.ts";
import { culturalBench } from "../culturalbench/culturalbench.ts";
import { kornatFiles } from "../kornat/kornat.fixture.ts";
import { kornat } from "../kornat/kornat.ts";
import { normadFiles } from "../normad/normad.fixture.ts";
import { normad } from "../normad/normad.ts";

const caseSchema = z.object({
  reply: z.string(),
  expected: z.union([z.string(), z.boolean(), z.null()]),
});

/** How an instrument reads a reply to its first item under a variant. */
async function readerOf(
  instrument: Instrument,
  files: RecordFiles,
  variantId: string,
  settings: Readonly<Record<string, JsonValue>> = {},
) {
  const options = instrument.options.parse(settings);
  const { items } = await instrument.load(files, options);
  const variant = instrument.variants.find(({ id }) => id === variantId);
  const item = items.find((one) => variant !== undefined && instrument.applies(one, variant));
  if (variant === undefined || item === undefined) throw new Error(`no item of ${variantId}`);
  const optionOrder = instrument.order(item, variant, "s", options);
  const shown = { itemId: item.id, variantId, repeat: 0, optionOrder, seed: "s" };
  return (reply: string) => instrument.parse(reply, item, shown, "generate", options).value;
}

await describeWith(sharedCases("replies"), "replies that were misread", (folder) => {
  test.each([
    ["letters-culturalbench-easy.jsonl", () => readerOf(culturalBench, culturalBenchFiles, "easy")],
    ["truth-culturalbench-hard.jsonl", () => readerOf(culturalBench, culturalBenchFiles, "hard")],
    ["normad-strict.jsonl", () => readerOf(normad, normadFiles, "country")],
    ["kornat-korean.jsonl", () => readerOf(kornat, kornatFiles, "t1")],
    ["blend-mcq.jsonl", () => readerOf(blend, blendFiles, "mcq", { parsing: "strict" })],
  ])("%s", async (name, reader) => {
    const read = await reader();
    const lines = (await readFile(join(folder, name), "utf8")).split("\n").filter((line) => line !== "");
    const cases = lines.map((line) => caseSchema.parse(JSON.parse(line)));
    expect(cases.length).toBeGreaterThan(3);
    expect(cases.map(({ reply }) => ({ reply, expected: read(reply) }))).toEqual(cases);
  });
});
