import { expect, test } from "vitest";
import { madeFiles } from "../record-files.fixture.ts";
import { normad } from "./normad.ts";

const row = (id: number, label: string, subaxis: string, country = "japan") => ({
  ...{ ID: String(id), Country: country, Subaxis: subaxis, Value: "Tidiness" },
  ...{ "Rule-of-Thumb": "Coats are hung up.", Story: `Story ${id}?`, "Gold Label": label },
});
const files = madeFiles({
  "a.csv": [
    ...["yes", "yes", "yes", "no", "neutral"].map((label, place) => row(place, label, "visiting")),
    row(5, "yes", "gifts"),
    ...["yes", "no"].map((label, place) => row(10 + place, label, "eating", "egypt")),
  ],
});

test("stories for raters are drawn by country, with labels and subaxes mixed", async () => {
  const load = (seed: string) =>
    normad.load(files, normad.options.parse({ sample_per_country: 4, sample_seed: seed }));
  const { items, dataVersion } = await load("one");
  const japan = items.filter(({ attributes }) => attributes.country === "japan");
  expect(japan).toHaveLength(4);
  expect(new Set(japan.map(({ attributes }) => attributes.label))).toEqual(new Set(["yes", "no", "neutral"]));
  expect(japan.map(({ attributes }) => attributes.subaxisGroup)).toContain("gifts");
  expect(items.filter(({ attributes }) => attributes.country === "egypt")).toHaveLength(2);
  expect(dataVersion).toBe("6 of 8 rows, 2 countries");
  expect((await load("one")).items.map(({ id }) => id)).toEqual(items.map(({ id }) => id));
});

test("of stories of one label and group the subaxes differ", async () => {
  const { items } = await normad.load(
    madeFiles({
      "a.csv": ["eating", "eating", "eating", "drinking", "eating", "toasting"].map((subaxis, place) =>
        row(place, "yes", subaxis),
      ),
    }),
    normad.options.parse({ sample_per_country: 3 }),
  );
  expect(items.map(({ record }) => record.subaxis).toSorted()).toEqual(["drinking", "eating", "toasting"]);
  expect(new Set(items.map(({ attributes }) => attributes.subaxisGroup))).toEqual(new Set(["eating"]));
});

test("new tokens are a setting, and several repeats have a spread", async () => {
  const options = normad.options.parse({ max_tokens: 20 });
  const { items } = await normad.load(files, options);
  const [item] = items;
  const variant = normad.variants.find(({ id }) => id === "rot");
  if (item === undefined || variant === undefined) throw new Error("no item");
  const presentation = { itemId: "", variantId: "", repeat: 0, optionOrder: [], seed: "s" };
  expect(normad.prompt(item, variant, presentation, "generate", options).parameters.maxTokens).toBe(20);
  const rows = [0, 1].map((repeat) => ({
    ...{ item, variant, repeat, respondent: "m", mode: "generate" as const, reply: "" },
    parsed: { value: repeat === 0 ? "yes" : "no", missing: null, rule: "only/word" },
  }));
  const spread = normad.summaries?.(rows, options).find(({ id }) => id === "normad-spread");
  expect(spread?.rows[0]?.slice(0, 4)).toEqual(["m", "Rule of thumb", 2, 0.5]);
  expect(spread?.rows[0]?.[4]).toBeCloseTo(Math.SQRT1_2, 10);
  expect(normad.summaries?.(rows.slice(0, 1), options).map(({ id }) => id)).toEqual(["normad-f1"]);
});
