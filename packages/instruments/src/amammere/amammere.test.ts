import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ScoredRow } from "@refract/core";
import { describeWith, sharedData } from "@refract/testing";
import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import { amammere } from "./amammere.ts";

const row = (ID: string, more: Readonly<Record<string, string>> = {}) => ({
  ID,
  Question: "Which made-up bell rings?",
  "Option A": "one",
  "Option B": "two",
  "Option C": "three",
  "Option D": "four",
  "Answer Key": "B",
  ...more,
});
const load = (rows: readonly Readonly<Record<string, string>>[]) =>
  amammere.load(
    { names: ["items.csv"], rows: async () => rows, json: async () => null },
    amammere.options.parse({}),
  );

test("versions without both keys are left out, counted and named, and so is every other wrong row", async () => {
  const { items, problems } = await load([
    row("1-GH"),
    row("1-GH"),
    row("1-UN"),
    row("2-UN", { gh_key: "A" }),
    row("3-XX"),
    row("4-US", { "Answer Key": "E" }),
    row("5-UN", { gh_key: "A", us_key: "A" }),
    row("6-US", { "Option B": "one" }),
  ]);
  expect(items.map(({ id }) => id)).toEqual(["1-GH", "6-US"]);
  expect(problems.map(({ place, problem }) => `${place}: ${problem}`)).toEqual([
    'items.csv row 2: ID "1-GH" stands twice, the first is kept',
    'items.csv row 5: ID "3-XX": expected one that ends in GH, US or UN, or an ending or country named in the option versions',
    'items.csv row 6: ID "4-US": Answer Key "E", expected A to D',
    'items.csv row 7: ID "5-UN": both pools have the key A, which distinguishes nothing',
    "versions that name no country: 2 without gh_key and us_key, which their scoring needs: 1-UN, 2-UN",
    "options: 1 items have equal or empty options, expected four different texts: 6-US",
    "question seeds: 2 lack one of the versions GH, US, UN: 1, 6",
  ]);
  await expect(load([{ ID: "1-GH", Frage: "?" }])).rejects.toThrow(
    /no items: expected a table with ID, .* found items\.csv: ID, Frage/,
  );
});

test("how a version hints at its country is kept where the data say it, and results are cut by it", async () => {
  const { items } = await load([row("1-GH", { hint_type: "currency" }), row("1-US")]);
  expect(items.map(({ attributes }) => attributes)).toEqual([
    { version: "ghana", hint: "currency" },
    { version: "us" },
  ]);
  expect(amammere.cuts.map(({ attribute }) => attribute)).toContain("hint");
});

test("the four rotations put each option in each place once", async () => {
  const { items } = await load([row("1-GH")]);
  const [item] = items;
  if (item === undefined) throw new Error("no item");
  const orders = amammere.variants
    .filter((variant) => variant.attributes.rotation !== undefined && amammere.applies(item, variant))
    .map((variant) => amammere.order(item, variant, "s", amammere.options.parse({})).join(""));
  expect(orders).toEqual(["abcd", "bcda", "cdab", "dabc"]);
});

test("seeds are told apart by number or name, and their versions belong together", async () => {
  const ids = ["137-5-2-GH", "137-5-2-US", "S1-GH", "market-1-GH", "market-2-GH", "market-2-US"];
  const { items } = await load(ids.map((id) => row(id)));
  expect(items.map(({ cluster }) => cluster)).toEqual([
    "137",
    "137",
    "S1",
    "market-1",
    "market-2",
    "market-2",
  ]);
});

test("an option's text is an answer with a full stop, in Markdown and in quotes too", async () => {
  const { items } = await load([row("1-GH", { "Option A": "a susu box", "Option B": "a bank" })]);
  const [item] = items;
  if (item === undefined) throw new Error("no item");
  const optionOrder = ["d", "b", "a", "c"];
  const shown = { itemId: item.id, variantId: "ghana", repeat: 0, optionOrder, seed: "s" };
  const read = (reply: string) =>
    amammere.parse(reply, item, shown, "generate", amammere.options.parse({})).value;
  expect(["A susu box.", "**a bank**", "“Three”", " a susu box"].map(read)).toEqual(["a", "b", "c", "a"]);
  expect(["", "…", "A susu box or not"].map(read)).toEqual([null, null, null]);
});

test("by likelihood the answer follows the question after a blank", async () => {
  const { items } = await load([row("1-GH")]);
  const [item] = items;
  const variant = amammere.variants.find(({ id }) => id === "ghana");
  if (item === undefined || variant === undefined) throw new Error("no item");
  const shown = { itemId: item.id, variantId: "ghana", repeat: 0, optionOrder: [], seed: "s" };
  const call = amammere.prompt(item, variant, shown, "likelihood", amammere.options.parse({}));
  expect(call.candidates?.map(({ text }) => text)).toEqual([" one", " two", " three", " four"]);
});

test("options that are equally likely share the point, and shares still sum to 1", async () => {
  const { items } = await load([row("1-GH", { gh_key: "B", us_key: "A" })]);
  const [item] = items;
  const variant = amammere.variants.find(({ id }) => id === "ghana");
  if (item === undefined || variant === undefined) throw new Error("no item");
  const parsed = { value: ["a", "b", "c"], missing: null, rule: "likelihood/3-tied" };
  const scores = amammere.score(
    [{ item, variant, repeat: 0, respondent: "m", mode: "likelihood", reply: "", parsed }],
    amammere.options.parse({}),
  );
  expect(scores.map(({ metric, points }) => [metric, points.value])).toEqual([
    ["accuracy", 1 / 3],
    ["share-gh", 1 / 3],
    ["share-us", 1 / 3],
    ["share-wrong", 1 / 3],
    ["share-no-answer", 0],
  ]);
});

test("choices of stage 3 beside the items give the keys of versions that name no country", async () => {
  const choice = (item: string, pool: string, person: string, selected: string) => ({
    ...{ item_id: item, pool, participant_id: person, selected },
  });
  const tables: Readonly<Record<string, readonly Readonly<Record<string, string>>[]>> = {
    "items.csv": [row("1-GH"), row("1-US", { "Answer Key": "A" }), row("1-UN"), row("2-UN")],
    "choices.csv": [
      ...["B", "B", "C"].map((letter, place) => choice("1-UN", "GH", `g${place}`, letter)),
      ...["A", "A", "A"].map((letter, place) => choice("1-UN", "US", `u${place}`, letter)),
      // one of two is no two thirds
      ...["A", "B"].map((letter, place) => choice("2-UN", "GH", `g${place}`, letter)),
      ...["C", "C"].map((letter, place) => choice("1-GH", "GH", `g${place}`, letter)),
      choice("1-UN", "GH", "w1", "D"),
      choice("1-UN", "Mars", "m1", "D"),
    ],
    "writing.csv": [{ seed_id: "S1", pool: "GH", participant_id: "w1", role: "correct", text: "x" }],
  };
  const { items, problems } = await amammere.load(
    { names: Object.keys(tables), rows: async (name) => tables[name] ?? [], json: async () => null },
    amammere.options.parse({}),
  );
  expect(items.map(({ id, gold }) => [id, gold])).toEqual([
    ["1-GH", { kind: "per-population", keys: { GH: "b" } }],
    ["1-US", { kind: "per-population", keys: { US: "a" } }],
    ["1-UN", { kind: "per-population", keys: { GH: "b", US: "a" } }],
  ]);
  expect(problems.map(({ place, problem }) => `${place}: ${problem}`)).toEqual([
    "versions that name no country: 1 without gh_key and us_key, which their scoring needs: 2-UN",
    "stage 3: 1 items whose key two thirds of the named country's pool did not choose; they are kept: 1-GH",
    'pool "Mars": 1 row, first choices.csv row 12: left out of the choices, expected one of GH, US',
    "choices.csv: 1 choice left out: took part in stage write of seed 1",
  ]);
});

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
    const all: ScoredRow[] = [];
    const predictions = await read("made_predictions.csv");
    for (const prediction of [...predictions, { model: "m3", item_id: "1-UN", selected: "?" }]) {
      const item = items.find(({ id }) => id === prediction.item_id);
      const variant = amammere.variants.find(({ id }) => id === item?.attributes.version);
      if (item === undefined || variant === undefined) throw new Error("no item");
      const optionOrder = amammere.order(item, variant, "s", options);
      const presentation = { itemId: item.id, variantId: variant.id, repeat: 0, optionOrder, seed: "s" };
      const reply = prediction.selected ?? "";
      const parsed = amammere.parse(reply, item, presentation, "generate", options);
      all.push({
        item,
        variant,
        repeat: 0,
        respondent: prediction.model ?? "",
        mode: "generate",
        reply,
        parsed,
      });
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
    const gaps = amammere.summaries?.(all, options)[0]?.rows ?? [];
    const values = (model: string) =>
      gaps.filter(([respondent]) => respondent === model).map(([, , value]) => Number(value).toFixed(4));
    // US minus Ghana without a country, US minus Ghana when named, adaptation to Ghana and to the US
    expect(values("m1")).toEqual(["-0.3333", "0.3333", "0.0000", "0.6667"]);
    expect(values("m2")).toEqual(["1.0000", "0.3333", "0.6667", "0.0000"]);
    // three seeds that agree make nobody certain
    const [, , , lower, upper, seeds] = gaps.find(([respondent]) => respondent === "m2") ?? [];
    expect(lower).toBeCloseTo(-0.12299, 4);
    expect([upper, seeds]).toEqual([1, 3]);
  });

  test("without gh_key and us_key the choices of stage 3 give the same keys to versions that name no country", async () => {
    const rows = (await read("made_items.csv")).map(({ gh_key: _gh, us_key: _us, ...rest }) => rest);
    const tables: Readonly<Record<string, readonly Readonly<Record<string, string>>[]>> = {
      "made_items.csv": rows,
      "made_stage1_writing.csv": await read("made_stage1_writing.csv"),
      "made_stage2_ratings.csv": await read("made_stage2_ratings.csv"),
      "made_stage3_selection.csv": await read("made_stage3_selection.csv"),
    };
    const { items, problems } = await amammere.load(
      { names: Object.keys(tables), rows: async (name) => tables[name] ?? [], json: async () => null },
      amammere.options.parse({}),
    );
    expect(problems).toEqual([]);
    expect(items.filter(({ id }) => id.endsWith("UN")).map(({ gold }) => gold)).toEqual(
      [1, 2, 3].map(() => ({ kind: "per-population", keys: { GH: "b", US: "a" } })),
    );
  });
});
