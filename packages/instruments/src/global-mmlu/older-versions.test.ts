import { expect, test } from "vitest";
import { madeFiles } from "../record-files.fixture.ts";
import { globalMmlu } from "./global-mmlu.ts";
import { rankTables } from "./rank-table.ts";

const row = (subject: string, question: string, more: Readonly<Record<string, string>> = {}) => ({
  ...{ subject, question, option_a: "1", option_b: "2", option_c: "3", option_d: "4", answer: "A" },
  ...more,
});
const options = globalMmlu.options.parse({ shots: 1 });

test("older files without sample_id are read, their ids made of subject, split and place", async () => {
  const { items, problems } = await globalMmlu.load(
    madeFiles({
      "en/dev.csv": [row("logic", "An example?")],
      "en/test.csv": [row("logic", "One?"), row("law", "Two?"), row("logic", "Three?")],
    }),
    options,
  );
  expect(items.map(({ id }) => id)).toEqual(["en:logic/test/0", "en:law/test/0", "en:logic/test/1"]);
  expect(items[0]?.record.shots).toEqual([expect.stringContaining("An example?")]);
  expect(problems.map(({ problem }) => problem)).toContainEqual(
    expect.stringMatching(/^2 of 2 tables have no sample_id; ids are made of subject, split and place/),
  );
});

test("the columns of annotators are kept, and results cut by whether the answer changes over time", async () => {
  const { items } = await globalMmlu.load(
    madeFiles({
      "en/test.csv": [
        row("law", "One?", {
          sample_id: "law/test/1",
          time_sensitive: "['Yes', 'Yes', 'No']",
          culture: "['Western Culture']",
          region: "['Europe']",
          country: "['France']",
        }),
      ],
    }),
    options,
  );
  expect(items[0]?.attributes.timeSensitive).toBe("yes");
  expect(items[0]?.record).toMatchObject({
    cultures: ["Western Culture"],
    regions: ["Europe"],
    countries: ["France"],
  });
});

test("the instruction and cue of a language can be given", async () => {
  const own = globalMmlu.options.parse({
    shots: 0,
    instructions: { sw: { instruction: "Jibu kwa herufi moja.", cue: "Jibu:" } },
  });
  const { items } = await globalMmlu.load(
    madeFiles({ "sw/test.csv": [row("law", "Nini?", { sample_id: "law/test/1" })] }),
    own,
  );
  const [item] = items;
  const [variant] = globalMmlu.variants;
  if (item === undefined || variant === undefined) throw new Error("no item");
  const presentation = { itemId: "", variantId: "", repeat: 0, optionOrder: [], seed: "s" };
  const [message] = globalMmlu.prompt(item, variant, presentation, "generate", own).messages;
  expect(message?.content).toMatch(/^Jibu kwa herufi moja\.[\s\S]*Jibu:$/);
});

test("models of one accuracy share a rank, or are told apart by all questions", () => {
  const answer = (model: string, question: string, label: "CS" | "CA" | null, right: boolean) => ({
    ...{ model, question, label, right },
  });
  const answers = [
    ...[answer("a", "1", "CS", true), answer("b", "1", "CS", true)],
    ...[answer("a", "2", null, false), answer("b", "2", null, true)],
  ];
  const ranks = (ties: "shared" | "full") =>
    rankTables(answers, "seed", ties)
      .tables.find(({ subset }) => subset === "sensitive")
      ?.models.map(({ rank }) => rank);
  expect(ranks("shared")).toEqual([1, 1]);
  expect(ranks("full")).toEqual([2, 1]);
});
