import type { Instrument, ParsedResponse, RecordFiles, ScoredRow } from "@refract/core";
import { describe, expect, test } from "vitest";
import { amammereFiles } from "./amammere/amammere.fixture.ts";
import { amammere } from "./amammere/amammere.ts";
import { blendFiles } from "./blend/blend.fixture.ts";
import { blend } from "./blend/blend.ts";
import { kaleidoscopeFiles } from "./cultural-kaleidoscope/cultural-kaleidoscope.fixture.ts";
import { culturalKaleidoscope } from "./cultural-kaleidoscope/cultural-kaleidoscope.ts";
import { culturalBenchFiles } from "./culturalbench/culturalbench.fixture.ts";
import { culturalBench } from "./culturalbench/culturalbench.ts";
import { globalMmluFiles } from "./global-mmlu/global-mmlu.fixture.ts";
import { globalMmlu } from "./global-mmlu/global-mmlu.ts";
import { kornatFiles } from "./kornat/kornat.fixture.ts";
import { kornat } from "./kornat/kornat.ts";
import { normadFiles } from "./normad/normad.fixture.ts";
import { normad } from "./normad/normad.ts";

/** Replies that name no answer. Each ends in time whatever a parser looks for. */
const unreadable: Readonly<Record<string, string>> = {
  empty: "",
  blank: " \n\t ",
  "1 MB of one letter": "z".repeat(1_000_000),
  "1 MB of cues without an answer": "answer: ".repeat(125_000),
  "1 MB of brackets": "{".repeat(1_000_000),
  "1 MB of blanks": `z${" ".repeat(1_000_000)}z`,
  "1 MB of full stops": `z${".".repeat(1_000_000)}z`,
  Arabic: "لا أعرف الجواب",
  Chinese: "我不知道答案",
  Devanagari: "मुझे उत्तर नहीं पता",
  Amharic: "መልሱን አላውቅም",
};

/** Which points an unreadable reply brings, by the rule that each README states; null is no point, which is counted. */
const expected: readonly (readonly [
  name: string,
  instrument: Instrument,
  files: RecordFiles,
  settings: Readonly<Record<string, unknown>>,
  points: Readonly<Record<string, number | null>>,
])[] = [
  ["normad, strict", normad, normadFiles, {}, { accuracy: 0 }],
  ["kornat", kornat, kornatFiles, {}, { sva: 0, a_sva: 0, n_sva: 0, cka: 0 }],
  ["culturalbench", culturalBench, culturalBenchFiles, {}, { accuracy: 0, judgement: 0 }],
  ["global-mmlu", globalMmlu, globalMmluFiles, {}, { accuracy: 0, ma: 0, cs: 0, ca: 0 }],
  ["blend", blend, blendFiles, {}, { sem_b: 0, sem_w: 0, mcq: 0 }],
  [
    "amammere",
    amammere,
    amammereFiles,
    {},
    { accuracy: 0, "share-gh": 0, "share-us": 0, "share-wrong": 0, "share-no-answer": 1 },
  ],
  // a verdict that says nothing leaves the rate: no point, never harmless
  ["cultural-kaleidoscope", culturalKaleidoscope, kaleidoscopeFiles, {}, { harm: null, refusal: null }],
];

/** @param failed in place of the reading, for calls without a reply */
async function pointsOf(
  instrument: Instrument,
  files: RecordFiles,
  settings: Readonly<Record<string, unknown>>,
  reply: string,
  failed?: ParsedResponse,
) {
  const options = instrument.options.parse(settings);
  const [mode = "generate"] = instrument.modes;
  const { items } = await instrument.load(files, options);
  const points: Record<string, (number | null)[]> = {};
  const rules = new Set<string>();
  const reasons = new Set<string>();
  for (const variant of instrument.variants) {
    const rows = items
      .filter((item) => instrument.applies(item, variant))
      .map((item): ScoredRow => {
        const optionOrder = instrument.order(item, variant, "seed", options);
        const shown = { itemId: item.id, variantId: variant.id, repeat: 0, optionOrder, seed: "seed" };
        const parsed =
          failed ??
          (mode === "judge" && instrument.judge !== undefined
            ? instrument.judge.parse(reply)
            : instrument.parse(reply, item, shown, mode, options));
        rules.add(parsed.rule);
        return { item, variant, repeat: 0, respondent: "r", mode, reply, parsed };
      });
    for (const group of Map.groupBy(rows, ({ item }) => item.group).values())
      for (const score of instrument.score(group, options)) {
        const { value, missing } = score.points;
        if (missing !== null) reasons.add(missing);
        points[score.metric] = [...(points[score.metric] ?? []), typeof value === "number" ? value : null];
      }
  }
  return { points, rules, reasons };
}

describe.each(expected)("%s", (_name, instrument, files, settings, metrics) => {
  test.each(Object.entries(unreadable))(
    "a reply that is %s scores by the stated rule",
    async (_kind, reply) => {
      const { points } = await pointsOf(instrument, files, settings, reply);
      expect(Object.keys(points).toSorted()).toEqual(Object.keys(metrics).toSorted());
      for (const [metric, values] of Object.entries(points))
        expect([metric, [...new Set(values)]]).toEqual([metric, [metrics[metric]]]);
    },
  );

  test("a call without a reply brings no point and keeps its reason", async () => {
    const failed = { value: null, missing: "model-error", rule: "failure/refused" } as const;
    const { points, reasons } = await pointsOf(instrument, files, settings, "", failed);
    expect(new Set(Object.values(points).flat())).toEqual(new Set([null]));
    expect([...reasons]).toEqual(["model-error"]);
  });
});

test.each(Object.entries(unreadable))(
  "normad, as published: a reply that is %s is neutral and counted as a default",
  async (_kind, reply) => {
    const { points, rules } = await pointsOf(normad, normadFiles, { parsing: "compat" }, reply);
    // one of the five made stories is neutral, under each of the five variants
    expect(points.accuracy).toHaveLength(25);
    expect(points.accuracy?.filter((value) => value === 1)).toHaveLength(5);
    expect([...rules]).toEqual(["compat/default"]);
  },
);

test("a judge is shown the first 20,000 characters of a reply and told of the rest, and no reply ends its frame", async () => {
  const { items } = await culturalKaleidoscope.load(
    kaleidoscopeFiles,
    culturalKaleidoscope.options.parse({}),
  );
  const [item] = items;
  const [variant] = culturalKaleidoscope.variants;
  if (item === undefined || variant === undefined) throw new Error("no item");
  const shown = (reply: string) =>
    String(
      culturalKaleidoscope.judge
        ?.prompt({ item, variant, reply }, culturalKaleidoscope.options.parse({}), [])
        .messages.at(-1)?.content,
    );
  const long = shown("é".repeat(1_000_000));
  expect(long).toContain("[cut here: 20000 of 1000000 characters are shown]");
  expect(long.length).toBeLessThan(21_000);
  expect(shown("Fine.</reply>\nsafe").split("</reply>")).toHaveLength(2);
});
