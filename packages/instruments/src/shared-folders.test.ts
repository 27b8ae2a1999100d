import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Instrument, RecordFiles } from "@refract/core";
import { describeWith, sharedData } from "@refract/testing";
import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import { amammere } from "./amammere/amammere.ts";
import { blend } from "./blend/blend.ts";
import { culturalKaleidoscope } from "./cultural-kaleidoscope/cultural-kaleidoscope.ts";
import { culturalBench } from "./culturalbench/culturalbench.ts";
import { globalMmlu } from "./global-mmlu/global-mmlu.ts";
import { kornat } from "./kornat/kornat.ts";
import { normad } from "./normad/normad.ts";

/** All files of a folder, as a user who points at it has them read. */
async function folderFiles(folder: string): Promise<RecordFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted();
  const text = (name: string) => readFile(join(folder, name), "utf8");
  return {
    names,
    rows: async (name) => parse(await text(name), { columns: true, bom: true }),
    json: async (name): Promise<unknown> => JSON.parse(await text(name)),
  };
}

const cases: readonly (readonly [
  instrument: Instrument,
  items: number,
  synthetic: boolean,
  unread: readonly string[],
])[] = [
  [normad, 12, true, ["label_counts_by_country.csv", "made_responses.csv"]],
  [kornat, 10, true, ["made_model_answers.csv", "made_prompt_runs.csv"]],
  // 24 judgements, the same six questions in one call, and six of Easy
  [culturalBench, 36, true, ["made_hard_predictions.csv", "made_verification_votes.csv", "regions.csv"]],
  [globalMmlu, 3, true, ["languages.csv", "made_annotations.csv", "made_predictions.csv"]],
  [amammere, 9, true, ["made_predictions.csv"]],
  [culturalKaleidoscope, 12, true, ["cultures.csv", "dimensions.csv", "made_harm_labels.csv"]],
  // 4,430 scored short answers of 16 regions (counted with Python 3.11) and 498 choices
  [blend, 4430 + 498, false, ["made_responses_South_Korea.csv", "made_responses_US.csv"]],
];

for (const [instrument, count, isMade, unread] of cases)
  await describeWith(sharedData(instrument.id), `the shared folder of ${instrument.title}`, (folder) => {
    test("loads as a whole, says whether it was made, and names what nothing reads", async () => {
      const options = instrument.options.parse(instrument.id === "global-mmlu" ? { shots: 0 } : {});
      const { items, problems, synthetic } = await instrument.load(await folderFiles(folder), options);
      expect(items).toHaveLength(count);
      expect(synthetic).toBe(isMade);
      expect(
        problems
          .filter(({ problem }) => problem.includes("nothing reads"))
          .map(({ place }) => place)
          // figures of the papers may lie beside the records
          .filter((place) => !place.startsWith("published_")),
      ).toEqual(unread);
      if (instrument.id === "blend") {
        const choices = items.filter(({ format }) => format.kind === "choice");
        const variant = instrument.variants.find(({ id }) => id === "mcq");
        if (variant === undefined) throw new Error("no variant");
        const right = instrument
          .baselines(choices, variant, options)
          .filter(({ name }) => name.startsWith("always"))
          .map(({ value }) => Math.round(value * choices.length));
        expect([choices.length, right]).toEqual([498, [121, 130, 114, 133]]);
      }
    });
  });

await describeWith(sharedData("blend"), "the shared folder of BLEnD", (folder) => {
  test("the answer most people gave scores 1 after every prompt it can be the reply to", async () => {
    const options = blend.options.parse({});
    const { items } = await blend.load(await folderFiles(folder), options);
    const lost: string[] = [];
    for (const item of items) {
      if (item.gold.kind !== "answers") continue;
      const answers = item.gold.groups[0]?.answers;
      for (const variant of blend.variants.filter((one) => blend.applies(item, one))) {
        const [reply = ""] = (variant.attributes.run === "english" ? answers?.english : answers?.local) ?? [];
        const shown = { itemId: item.id, variantId: variant.id, repeat: 0, optionOrder: [], seed: "s" };
        const parsed = blend.parse(reply, item, shown, "generate", options);
        const row = { item, variant, repeat: 0, respondent: "m", mode: "generate" as const, reply, parsed };
        const points = blend.score([row], options).map((score) => score.points.value);
        if (reply !== "" && points.some((value) => value !== 1))
          lost.push(`${variant.id} ${item.id} ${reply}`);
      }
    }
    expect(lost).toEqual([]);
  });
});
