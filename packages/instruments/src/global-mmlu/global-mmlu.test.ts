import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describeWith, sharedData } from "@refract/testing";
import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import { aggregateAnnotations, annotationForm } from "./annotations.ts";
import { globalMmlu } from "./global-mmlu.ts";
import { rankChanges } from "./rank-changes.ts";

test("the form refuses none with another choice and asks region and country only after regional", () => {
  expect(annotationForm(["none", "cultural"]).refused).not.toBeNull();
  expect(annotationForm(["cultural"])).toEqual({ refused: null, fields: ["culture"] });
  expect(annotationForm(["regional"]).fields).toEqual(["region", "country"]);
});

await describeWith(sharedData("global-mmlu"), "the shared data of Global MMLU", (folder) => {
  const read = async (name: string): Promise<readonly Readonly<Record<string, string>>[]> =>
    parse(await readFile(join(folder, name), "utf8"), { columns: true });

  test("three rows load with their labels and lists", async () => {
    const rows = await read("made_rows_en.csv");
    const { items } = await globalMmlu.load(
      { names: ["made_rows_en.csv"], rows: async () => rows, json: async () => null },
      globalMmlu.options.parse({ shots: 0 }),
    );
    expect(items.map(({ attributes }) => attributes.sensitivity)).toEqual(["CS", "CA", "not annotated"]);
    expect(items.map(({ record }) => record.knowledge)).toEqual([
      ["cultural", "regional", "cultural"],
      ["none", "none", "none"],
      [],
    ]);
  });

  test("annotations aggregate by majority, half is not enough", async () => {
    const found = aggregateAnnotations(
      (await read("made_annotations.csv")).map((row) => ({
        sample: row.sample_id ?? "",
        knowledge: (row.required_knowledge ?? "").split("|"),
        timeSensitive: row.time_sensitive === "Yes",
      })),
    );
    const named = (holds: (of: (typeof found)[number]) => boolean) =>
      found.filter(holds).map(({ sample }) => sample);
    expect(found).toHaveLength(8);
    expect(named(({ label }) => label === "CS")).toEqual([
      "high_school_us_history/test/3",
      "world_religions/test/9",
      "professional_law/test/40",
    ]);
    expect(named(({ timeSensitive }) => timeSensitive)).toEqual(["global_facts/test/2", "virology/test/7"]);
  });

  test("ranks and changes against all annotated questions", async () => {
    const rows = await read("made_predictions.csv");
    const share = (labels: readonly string[]) =>
      ["m1", "m2", "m3", "m4", "m5"].map((model) => {
        const of = rows.filter(
          (row) => row.model === model && labels.includes(row.cultural_sensitivity_label ?? ""),
        );
        return Number((of.filter(({ correct }) => correct === "1").length / of.length).toFixed(4));
      });
    const [all, cs, ca] = [share(["CS", "CA"]), share(["CS"]), share(["CA"])];
    expect(all).toEqual([0.75, 0.725, 0.75, 0.6, 0.6]);
    expect(cs).toEqual([0.5625, 0.75, 0.625, 0.3125, 0.5]);
    expect(ca).toEqual([0.875, 0.7083, 0.8333, 0.7917, 0.6667]);
    expect(rankChanges(all, cs)).toMatchObject({
      reference: [1, 3, 1, 4, 4],
      compared: [3, 1, 2, 5, 4],
      rankChanges: 4,
      positionChanges: 6,
    });
    expect(rankChanges(all, ca)).toMatchObject({
      compared: [1, 4, 2, 3, 5],
      rankChanges: 4,
      positionChanges: 4,
    });
  });
});
