import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describeWith, sharedData } from "@refract/testing";
import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import { amammere } from "./amammere.ts";

await describeWith(sharedData("amammere"), "the shared data of AMAMMERe", (folder) => {
  const read = async (name: string): Promise<readonly Readonly<Record<string, string>>[]> =>
    parse(await readFile(join(folder, name), "utf8"), { columns: true });

  test("m1 and m2 score as the specification says, and shares sum to 1, also for an unreadable reply", async () => {
    const rows = await read("made_items.csv");
    const options = amammere.options.parse({ shuffle: false });
    const { items } = await amammere.load(
      { names: ["made_items.csv"], rows: async () => rows, json: async () => null },
      options,
    );
    const totals: Record<string, number> = {};
    const predictions = await read("made_predictions.csv");
    for (const prediction of [...predictions, { model: "m3", item_id: "1-UN", selected: "?" }]) {
      const item = items.find(({ id }) => id === prediction.item_id);
      const variant = amammere.variants.find(({ id }) => id === item?.attributes.version);
      if (item === undefined || variant === undefined) throw new Error("no item");
      const optionOrder = amammere.order(item, variant, "s", options);
      const presentation = { itemId: item.id, variantId: variant.id, repeat: 0, optionOrder, seed: "s" };
      const reply = prediction.selected ?? "";
      const parsed = amammere.parse(reply, item, presentation, "generate", options);
      const scores = amammere.score(
        [{ item, variant, repeat: 0, respondent: "m", mode: "generate", reply, parsed }],
        options,
      );
      let sum = 0;
      for (const { metric, points } of scores) {
        const key = `${prediction.model} ${variant.id} ${metric}`;
        totals[key] = (totals[key] ?? 0) + Number(points.value);
        if (metric.startsWith("share-")) sum += Number(points.value);
      }
      expect(sum).toBe(1);
    }
    expect(totals).toMatchObject({
      "m1 ghana accuracy": 2,
      "m1 us accuracy": 3,
      "m1 unspecified share-gh": 2,
      "m1 unspecified share-us": 1,
      "m2 ghana accuracy": 2,
      "m2 us accuracy": 3,
      "m2 unspecified share-gh": 0,
      "m2 unspecified share-us": 3,
      "m3 unspecified share-no-answer": 1,
    });
  });
});
