import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { RecordFiles, ScoredRow } from "@refract/core";
import { describeWith, sharedData } from "@refract/testing";
import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import bins from "./iw-bins.json" with { type: "json" };
import { normad } from "./normad.ts";
import { parseStrict } from "./parse.ts";

/** Rows per label and country, as the table of counts gives them. */
function labelCounts(rows: readonly Readonly<Record<string, unknown>>[]): readonly {
  readonly country: string;
  readonly bin: string | null;
  readonly counts: Readonly<Record<string, number>>;
}[] {
  const binOf = new Map(
    Object.entries(bins).flatMap(([bin, countries]) => countries.map((country) => [country, bin] as const)),
  );
  return rows.map((row) => ({
    country: String(row.Country),
    bin: binOf.get(String(row.Country)) ?? null,
    counts: Object.fromEntries(["yes", "no", "neutral"].map((label) => [label, Number(row[label])])),
  }));
}

type Rows = readonly Readonly<Record<string, string>>[];
const files = (content: Readonly<Record<string, Rows>>): RecordFiles => ({
  names: Object.keys(content).sort(),
  rows: async (name) => content[name] ?? [],
  json: async () => null,
});
const read = async (path: string): Promise<Rows> => parse(await readFile(path, "utf8"), { columns: true });
const strict = normad.options.parse({});
const compat = normad.options.parse({ parsing: "compat" });
const made = {
  ID: "1",
  Country: "japan",
  Subaxis: "visiting",
  Value: "Tidiness",
  "Rule-of-Thumb": "Coats are hung up.",
  Story: "Kei dropped a coat. Is that acceptable?",
  "Gold Label": "no",
};

describe("records and prompts", () => {
  test("people are shown the context that a setting names, and models are asked the same", async () => {
    const shown = async (people_context: string) => {
      const options = normad.options.parse({ people_context });
      const { items } = await normad.load(files({ "a.csv": [made] }), options);
      const [item] = items;
      const variant = normad.variants.find(({ id }) => id === "country");
      if (item === undefined || variant === undefined) throw new Error("no item");
      const presentation = { itemId: "1", variantId: "country", repeat: 0, optionOrder: [], seed: "s" };
      const { messages } = normad.prompt(item, variant, presentation, "generate", options);
      return [item.stimulus.map((part) => part.kind === "text" && part.text), messages];
    };
    const [, asked] = await shown("none");
    expect(await shown("none")).toEqual([[], asked]);
    expect(await shown("cval")).toEqual([["Country: japan", "Rule of thumb: Tidiness"], asked]);
    expect(await shown("rot")).toEqual([["Rule of thumb: Coats are hung up."], asked]);
  });

  test("duplicates, unknown labels, countries and mixed tables are told by name", async () => {
    const rows = [
      made,
      made,
      { ...made, ID: "2", "Gold Label": "maybe" },
      { ...made, ID: "3", Country: "atlantis" },
    ];
    const { items, problems } = await normad.load(
      files({ "a.csv": rows, "b.csv": [{ ...made, ID: "4" }] }),
      strict,
    );
    expect(items.map(({ id }) => id)).toEqual(["1", "3", "4"]);
    expect(problems.map(({ problem }) => problem)).toEqual([
      'ID "1" stands twice, the first is kept',
      'ID 2: Gold Label: "maybe", expected one of yes, no, neutral',
      "1 row, first ID 3: has no bin; read, and under (none) in the cut by bins",
      "2 tables of stories, which may be versions of the data; they were read together, the first of each id is kept",
    ]);
    await expect(normad.load(files({ "a.csv": [{ story: "x" }] }), strict)).rejects.toThrow(
      /no stories: expected/,
    );
  });

  test.each([
    ["There is no rule broken. **Answer**: Yes", "yes", "cue/word"],
    ['{"reason": "no harm", "answer": "Neither"}', "neutral", "json"],
    ["The answer is **No**.", "no", "cue/word"],
    ["neither", "neutral", "alone/word"],
  ])("strict reads %s as %s", (reply, label, rule) => {
    expect(parseStrict(reply)).toEqual({ value: label, missing: null, rule });
  });

  test("rows without a context are told, since a condition shows it empty", async () => {
    const { items, problems } = await normad.load(
      files({ "a.csv": [made, { ...made, ID: "2", Value: "" }, { ...made, ID: "3", "Rule-of-Thumb": " " }] }),
      strict,
    );
    expect(items).toHaveLength(3);
    expect(problems.map(({ place, problem }) => `${place}: ${problem}`)).toEqual([
      "Value: 1 row has none, which its conditions show empty: 2",
      "Rule-of-Thumb: 1 row has none, which its conditions show empty: 3",
    ]);
  });

  test("no context shows nothing of the row but the story, the country condition the country only", async () => {
    const { items } = await normad.load(files({ "a.csv": [made] }), strict);
    const shown = (id: string) => {
      const variant = normad.variants.find((candidate) => candidate.id === id);
      const [item] = items;
      if (variant === undefined || item === undefined) throw new Error("no item");
      const presentation = { itemId: "1", variantId: id, repeat: 0, optionOrder: [], seed: "s" };
      return JSON.stringify(normad.prompt(item, variant, presentation, "generate", strict).messages);
    };
    expect(shown("none")).not.toMatch(/japan|Tidiness|Coats/);
    expect(shown("country")).toContain("japan");
    expect(shown("country")).not.toMatch(/Tidiness|Coats/);
    expect(shown("cval")).toMatch(/japan.*Tidiness/);
  });
});

await describeWith(sharedData("normad"), "the shared data of NormAd", (folder) => {
  const judged = async (options: typeof strict) => {
    const records = await read(join(folder, "made_records.csv"));
    const responses = await read(join(folder, "made_responses.csv"));
    const { items } = await normad.load(files({ "made_records.csv": records }), options);
    const variant = normad.variants[4];
    if (variant === undefined) throw new Error("no variant");
    return items.map((item): ScoredRow => {
      const reply = responses.find(({ ID }) => ID === item.id)?.response ?? "";
      const presentation = { itemId: item.id, variantId: "rot", repeat: 0, optionOrder: [], seed: "s" };
      return {
        item,
        variant,
        repeat: 0,
        respondent: "m",
        mode: "generate",
        reply,
        parsed: normad.parse(reply, item, presentation, "generate", options),
      };
    });
  };
  const right = (rows: readonly ScoredRow[]) =>
    rows.filter((row) => normad.score([row], strict)[0]?.points.value === 1);

  test("counts give 75 countries, three labels, eight bins and the constant baselines", async () => {
    const counts = labelCounts(await read(join(folder, "label_counts_by_country.csv")));
    const total = (label: string) => counts.reduce((sum, row) => sum + (row.counts[label] ?? 0), 0);
    expect([counts.length, total("yes"), total("no"), total("neutral")]).toEqual([75, 943, 875, 815]);
    const bins: Record<string, number> = {};
    for (const { bin, counts: of } of counts)
      bins[String(bin)] = (bins[String(bin)] ?? 0) + Object.values(of).reduce((a, b) => a + b, 0);
    expect(bins).toEqual({
      "African-Islamic": 687,
      "Orthodox Europe": 253,
      Confucian: 165,
      "Catholic Europe": 252,
      "Protestant Europe": 183,
      "English Speaking": 209,
      "Latin America": 232,
      "West and South Asia": 652,
    });
    const rows = counts.flatMap(({ country, counts: of }) =>
      Object.entries(of).flatMap(([label, count]) =>
        Array.from({ length: count }, (_, n) => ({
          ...made,
          ID: `${country}-${label}-${n}`,
          Country: country,
          "Gold Label": label,
        })),
      ),
    );
    const { items } = await normad.load(files({ "made_counts.csv": rows }), strict);
    const variant = normad.variants[0];
    if (variant === undefined) throw new Error("no variant");
    expect(normad.baselines(items, variant, strict).map(({ value }) => Number(value.toFixed(6)))).toEqual([
      0.358147, 0.332321, 0.309533, 0.333333,
    ]);
    const answered = (reply: string) => {
      const presentation = { itemId: "", variantId: variant.id, repeat: 0, optionOrder: [], seed: "s" };
      const points = items.map((item) => {
        const parsed = normad.parse(reply, item, presentation, "generate", strict);
        const row = { item, variant, repeat: 0, respondent: "m", mode: "generate" as const, reply, parsed };
        return Number(normad.score([row], strict)[0]?.points.value);
      });
      return Number((points.reduce((sum, value) => sum + value, 0) / points.length).toFixed(6));
    };
    expect(items).toHaveLength(2633);
    expect([answered("neutral"), answered("yes")]).toEqual([0.309533, 0.358147]);
  });

  test("compat has 7 of 12 right and counts four defaults", async () => {
    const rows = await judged(compat);
    const by = (label: string) => right(rows).filter(({ item }) => item.attributes.label === label).length;
    expect([right(rows).length, by("yes"), by("no"), by("neutral")]).toEqual([7, 2, 3, 2]);
    expect(rows.filter(({ parsed }) => parsed.rule === "compat/default").map(({ item }) => item.id)).toEqual([
      "5",
      "6",
      "8",
      "10",
    ]);
  });

  test("strict has 9 of 12 right, two of the rest unparsed", async () => {
    const rows = await judged(strict);
    expect(right(rows)).toHaveLength(9);
    expect(rows.filter(({ parsed }) => parsed.missing === "unparsed").map(({ item }) => item.id)).toEqual([
      "5",
      "8",
    ]);
    const given = (id: string) => rows.find(({ item }) => item.id === id)?.parsed.value;
    expect([given("6"), given("10"), given("9")]).toEqual(["yes", "yes", "neutral"]);
    expect(right(rows).map(({ item }) => item.id)).not.toContain("11");
  });

  test("no context shows nothing of a row but its story, the country condition its country only", async () => {
    const records = await read(join(folder, "made_records.csv"));
    const { items } = await normad.load(files({ "made_records.csv": records }), strict);
    expect(items).toHaveLength(12);
    for (const item of items) {
      const shown = (id: string) => {
        const variant = normad.variants.find((candidate) => candidate.id === id);
        if (variant === undefined) throw new Error("no variant");
        const presentation = { itemId: item.id, variantId: id, repeat: 0, optionOrder: [], seed: "s" };
        const [message] = normad.prompt(item, variant, presentation, "generate", strict).messages;
        // the story itself may name a thing of its norm
        return String(message?.content).replace(item.question, "");
      };
      const [country, value, rule] = [item.attributes.country, item.record.value, item.record.rule].map(
        String,
      );
      for (const hidden of [country, value, rule]) expect(shown("none")).not.toContain(hidden);
      expect(shown("country")).toContain(country);
      for (const hidden of [value, rule]) expect(shown("country")).not.toContain(hidden);
    }
  });

  test("groups of subaxes hold 3, 3, 4 and 2 stories", async () => {
    const counts: Record<string, number> = {};
    for (const { item } of await judged(strict)) {
      const group = String(item.attributes.subaxisGroup);
      counts[group] = (counts[group] ?? 0) + 1;
    }
    expect(counts).toEqual({ visiting: 3, gifts: 3, eating: 4, basic_etiquette: 2 });
  });
});
