import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describeWith, sharedData } from "@refract/testing";
import { expect, test } from "vitest";
import * as z from "zod";
import { createNumberTally } from "../describe/tally.ts";
import { battleWinner, openingBattles } from "./battle.ts";
import { type Imported, importFile } from "./import-file.ts";

/** Spec prism-data, "It works when", items 1-4, on the published files. */
await describeWith(sharedData("prism"), "the published files of PRISM", (prism) => {
  async function read<Kind extends Imported["kind"]>(name: string, kind: Kind) {
    const file = await importFile(join(prism, name));
    if (!isKind(file, kind)) throw new Error(`${name} was taken for ${file.kind}`);
    return file;
  }
  const reference = async <Schema extends z.ZodType>(name: string, schema: Schema) =>
    schema.parse(JSON.parse(await readFile(join(prism, "reference", name), "utf8")));
  const openings = (tau: string) => `clusters/local_clusters_opening_prompt_${tau}.csv`;

  test.each([
    ["models.jsonl", "models", 21],
    ["mappings/model_mapping.csv", "model-mapping", 21],
    ["mappings/header_prefs_mapping.csv", "attribute-wordings", 12],
    ["mappings/header_usecases_mapping.csv", "use-case-wordings", 21],
    ["mappings/survey_question_mapping.json", "survey-questions", 109],
    ["census/uk.csv", "uk-census", 101],
    ["census/us_census_long.csv", "us-census", 224],
    ["census/us_census_aggregate.csv", "census-shares", 7],
    ["comparisons/existing_demographics.csv", "study-comparison", 34],
    ["comparisons/existing_geographics.csv", "study-comparison", 5],
    ["clusters/opening_prompt_cluster_df_original.csv", "topics", 23],
    ["clusters/topic_regression_tests.csv", "topic-regressions", 682],
    ["clusters/local_clusters_opening_prompt_0-05.csv", "cluster-membership", 8011],
    ["clusters/local_clusters_opening_prompt_0-125.csv", "cluster-membership", 8011],
    ["clusters/local_clusters_model_response_0-05.csv", "cluster-membership", 68_371],
    ["welfare/welfare_us.json", "welfare-draws", 16 * 7],
    ["raw/participants_partial.jsonl", "participant-excerpts", 9],
    ["raw/opening_prompts.jsonl", "opening-prompts", 115],
    ["raw/field_sites.jsonl", "field-sites", 12],
    ["raw/text_samples.jsonl", "text-samples", 30],
    ["raw/battles_sample.csv", "battles", 15],
  ] as const)("%s is %s with %d rows", async (name, kind, rows) => {
    const file = await importFile(join(prism, name));
    expect([file.kind, file.rowCount]).toEqual([kind, rows]);
  });

  test.each([
    "attributes",
    "census_us",
    "dataset_totals",
    "free_text",
    "lmsys_comparison",
    "model_ranking",
    "neighbourhoods",
    "participants",
    "text_features",
    "welfare_us_summary",
  ])("reference/%s.json is known by its keys", async (name) => {
    expect(await importFile(join(prism, "reference", `${name}.json`))).toMatchObject({
      kind: "figures",
      name,
    });
  });

  test("participants, conversations and responses are as many as published", async () => {
    const { rows } = await read(openings("0-05"), "cluster-membership");
    const responses = await read("clusters/local_clusters_model_response_0-05.csv", "cluster-membership");
    const totals = await reference(
      "dataset_totals.json",
      z.looseObject({
        participants_with_conversations: z.number(),
        conversations: z.number(),
        utterances: z.number(),
        conversations_per_participant: z.strictObject({
          mean: z.number(),
          std_population: z.number(),
          min: z.number(),
          max: z.number(),
        }),
      }),
    );
    const perParticipant = tallyOf(countsBy(rows, (row) => row.userId).values());
    expect(perParticipant.n).toBe(totals.participants_with_conversations);
    expect(new Set(rows.map((row) => row.conversationId)).size).toBe(totals.conversations);
    expect(responses.rowCount).toBe(totals.utterances);
    const expected = totals.conversations_per_participant;
    expect(perParticipant.mean).toBeCloseTo(expected.mean, 6);
    expect(perParticipant.std_population).toBeCloseTo(expected.std_population, 6);
    expect([perParticipant.min, perParticipant.max]).toEqual([expected.min, expected.max]);
  });

  test("demographics add to 1,500, recruitment to 1,500 people and GBP 14,850", async () => {
    const { demographics, recruitment_studies } = await reference(
      "participants.json",
      z.looseObject({
        demographics: z.record(z.string(), z.record(z.string(), z.number())),
        recruitment_studies: z.array(z.looseObject({ approved: z.number(), cost_gbp: z.number() })),
      }),
    );
    for (const counts of Object.values(demographics)) expect(sum(Object.values(counts))).toBe(1500);
    expect(sum(recruitment_studies.map((study) => study.approved))).toBe(1500);
    expect(sum(recruitment_studies.map((study) => study.cost_gbp))).toBeCloseTo(14_850, 6);
  });

  test.each(["0.05", "0.125"])("neighbourhoods at %s have the published sizes and authors", async (tau) => {
    const { rows } = await read(openings(tau.replace(".", "-")), "cluster-membership");
    const { opening_prompt } = await reference(
      "neighbourhoods.json",
      z.looseObject({
        opening_prompt: z.record(
          z.string(),
          z.looseObject({
            neighbourhoods: z.number(),
            singletons: z.number(),
            single_author_non_singletons: z.number(),
            multi_author: z.number(),
            neighbourhoods_over_prompts_percent: z.number(),
            k: z.strictObject({ min: z.number(), max: z.number(), mean: z.number(), std: z.number() }),
          }),
        ),
      }),
    );
    const clusters = Map.groupBy(rows, (row) => row.cluster);
    const sizes = [...clusters.values()].map((members) => ({
      k: members.length,
      authors: new Set(members.map((member) => member.userId)).size,
    }));
    const many = sizes.filter(({ k, authors }) => k > 1 && authors > 1);
    const k = tallyOf(many.map((each) => each.k));
    const expected = opening_prompt[tau];
    expect({
      neighbourhoods: sizes.length,
      singletons: sizes.filter((each) => each.k === 1).length,
      single_author_non_singletons: sizes.filter((each) => each.k > 1 && each.authors === 1).length,
      multi_author: many.length,
      neighbourhoods_over_prompts_percent: rounded((100 * many.length) / rows.length, 2),
      k: { min: k.min, max: k.max, mean: rounded(k.mean ?? 0, 2), std: rounded(k.std ?? 0, 2) },
    }).toEqual({
      neighbourhoods: expected?.neighbourhoods,
      singletons: expected?.singletons,
      single_author_non_singletons: expected?.single_author_non_singletons,
      multi_author: expected?.multi_author,
      neighbourhoods_over_prompts_percent: expected?.neighbourhoods_over_prompts_percent,
      k: expected?.k,
    });
  });

  test("22 topics and 2,578 outliers add to all conversations, and 110 coefficients are starred", async () => {
    const topics = await read("clusters/opening_prompt_cluster_df_original.csv", "topics");
    expect(topics.rows.filter((topic) => topic.cluster >= 0)).toHaveLength(22);
    expect(topics.rows.find((topic) => topic.cluster === -1)?.size).toBe(2578);
    expect(sum(topics.rows.map((topic) => topic.size))).toBe(8011);
    for (const { words, texts } of topics.rows) expect([words.length, texts.length]).toEqual([10, 5]);
    expect(topics.rows.map((topic) => topic.name)).toContain("Popular Culture (Sports, Music, TV)");
    const { rows } = await read("clusters/topic_regression_tests.csv", "topic-regressions");
    const starred = rows.filter((row) => row.isSignificant);
    expect(Object.fromEntries(countsBy(starred, (row) => row.variable))).toEqual({
      conversation_type: 37,
      gender: 24,
      region: 30,
      age: 10,
      religion: 5,
      ethnicity: 4,
    });
    expect(starred).toHaveLength(110);
    expect(rows.filter((row) => row.isSignificant !== row.p < 0.01)).toEqual([]);
  });

  test("the census has the published adults, and every cell its published share", async () => {
    const uk = await read("census/uk.csv", "uk-census");
    expect(uk.rows[0]?.cells).toHaveLength(38);
    expect(uk.rows.at(-1)).toMatchObject({ age: 100, isOpen: true });
    const adults = uk.rows.filter((row) => row.age >= 18).flatMap((row) => row.cells);
    expect(sum(adults.map((cell) => cell.people))).toBe(47_204_870);

    const us = await read("census/us_census_long.csv", "us-census");
    const bands: Readonly<Record<string, string>> = {
      "18 and 19 years": "18-24 years old",
      "20 to 24 years": "18-24 years old",
      "25 to 29 years": "25-34 years old",
      "30 to 34 years": "25-34 years old",
      "35 to 44 years": "35-44 years old",
      "45 to 54 years": "45-54 years old",
      "55 to 64 years": "55-64 years old",
      "65 to 74 years": "65+ years old",
      "75 to 84 years": "65+ years old",
      "85 years and over": "65+ years old",
    };
    const groups: Readonly<Record<string, string>> = {
      white: "White",
      black: "Black",
      asian: "Asian",
      mixed: "Mixed",
    };
    const { census, census_total_count } = await reference(
      "census_us.json",
      z.looseObject({
        census_total_count: z.number(),
        census: z.record(z.string(), z.record(z.string(), z.number())),
      }),
    );
    const shares = new Map<string, number>();
    for (const row of us.rows) {
      const band = bands[row.ageBand];
      if (band === undefined) continue;
      const key = `${band} ${groups[row.race] ?? "Other"}_${row.sex}`;
      shares.set(key, (shares.get(key) ?? 0) + (100 * row.people) / census_total_count);
    }
    const grown = us.rows.filter((row) => bands[row.ageBand] !== undefined);
    expect(sum(grown.map((row) => row.people))).toBe(298_477_760);
    for (const [key, share] of shares) {
      const [band = "", cell = ""] = key.split(/ (?=\w+_(?:Female|Male)$)/);
      expect(share, key).toBeCloseTo(census[band]?.[cell] ?? Number.NaN, 6);
    }
    expect(shares.size).toBe(60);
  });

  test("every welfare distribution has 1,000 draws and the published mean, percentiles and dominance", async () => {
    const { rows } = await read("welfare/welfare_us.json", "welfare-draws");
    const figure = z.strictObject({
      mean: z.number(),
      p5: z.number(),
      p25: z.number(),
      p50: z.number(),
      p75: z.number(),
      p95: z.number(),
      iqr: z.number(),
      distinct: z.number(),
      rep_100_dominates: z.boolean().nullable(),
    });
    const level = <Schema extends z.ZodType>(schema: Schema) => z.record(z.string(), schema);
    const summary = await reference("welfare_us_summary.json", level(level(level(level(figure)))));
    for (const cell of rows) {
      const draws = expand(cell.distribution);
      const best = rows.find(
        (other) =>
          other.scheme === "us_rep_100" &&
          other.data === cell.data &&
          other.measure === cell.measure &&
          other.population === cell.population,
      );
      const representative = expand(best?.distribution ?? []);
      const expected = summary[cell.data]?.[cell.measure]?.[cell.population]?.[cell.scheme];
      expect(draws).toHaveLength(1000);
      expect(sum(draws) / 1000).toBeCloseTo(expected?.mean ?? Number.NaN, 5);
      for (const [key, percent] of [
        ["p5", 5],
        ["p25", 25],
        ["p50", 50],
        ["p75", 75],
        ["p95", 95],
      ] as const) {
        expect(percentile(draws, percent)).toBeCloseTo(expected?.[key] ?? Number.NaN, 6);
      }
      expect(cell.distribution).toHaveLength(expected?.distinct ?? 0);
      expect(
        cell.scheme === "us_rep_100"
          ? null
          : draws.every((value, index) => (representative[index] ?? 0) >= value),
      ).toBe(expected?.rep_100_dominates);
    }
  });

  test("the mismatched denominator shows in the published win matrix: 90 wins are divided by 226", async () => {
    const ranking = await reference(
      "model_ranking.json",
      z.looseObject({
        models_in_index_order: z.array(z.string()),
        command_row_counts_with_alpha_1: z.array(z.number()),
        command_row_after_published_normalisation: z.array(z.number()),
      }),
    );
    const place = ranking.models_in_index_order.indexOf("llama-2-13b-chat");
    const wins = ranking.command_row_counts_with_alpha_1[place] ?? Number.NaN;
    expect(wins).toBe(90);
    expect(wins / (ranking.command_row_after_published_normalisation[place] ?? Number.NaN)).toBeCloseTo(
      226,
      4,
    );
  });

  test("nine participants have the same conversations in both files", async () => {
    const excerpts = await read("raw/participants_partial.jsonl", "participant-excerpts");
    const { rows } = await read(openings("0-05"), "cluster-membership");
    const byUser = Map.groupBy(rows, (row) => row.userId);
    expect(excerpts.rows).toHaveLength(9);
    for (const { user_id, conversation_ids } of excerpts.rows) {
      const found = byUser.get(user_id)?.map((row) => row.conversationId) ?? [];
      expect(found.toSorted(), user_id).toEqual(conversation_ids.toSorted());
    }
  });

  test("the battle rule gives all fifteen published winners, and the two battles of c_b that are not listed", async () => {
    const { rows } = await read("raw/battles_sample.csv", "battles");
    for (const row of rows) expect(battleWinner(row.scoreA, row.scoreB)).toBe(row.winner);
    const opening = [
      { model: "claude-2.1", score: 65 },
      { model: "zephyr-7b-beta", score: 83 },
      { model: "guanaco-33b", score: 40 },
      { model: "llama-2-70b-chat", score: 24 },
    ];
    const listed = rows.filter((row) => row.group === "c_b");
    const missing = openingBattles(opening).filter(
      (battle) => !listed.some((row) => row.modelA === battle.modelA && row.modelB === battle.modelB),
    );
    expect([openingBattles(opening).length, listed.length]).toEqual([6, 4]);
    expect(missing.map(({ modelA, modelB, winner }) => [modelA, modelB, winner])).toEqual([
      ["zephyr-7b-beta", "llama-2-70b-chat", "model_a"],
      ["guanaco-33b", "llama-2-70b-chat", "model_a"],
    ]);
  });
});

function isKind<Kind extends Imported["kind"]>(
  file: Imported,
  kind: Kind,
): file is Extract<Imported, { kind: Kind }> {
  return file.kind === kind;
}

function countsBy<T>(rows: readonly T[], key: (row: T) => string): Map<string, number> {
  return new Map([...Map.groupBy(rows, key)].map(([name, members]) => [name, members.length]));
}

function tallyOf(values: Iterable<number>) {
  const tally = createNumberTally();
  for (const value of values) tally.add(value);
  return tally.summary();
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

/** All draws in ascending order. */
function expand(distribution: readonly (readonly [number, number])[]): number[] {
  return distribution
    .flatMap(([value, draws]) => Array.from({ length: draws }, () => value))
    .toSorted((a, b) => a - b);
}

/** By linear interpolation between sorted values. */
function percentile(sorted: readonly number[], percent: number): number {
  const place = ((sorted.length - 1) * percent) / 100;
  const low = sorted[Math.floor(place)] ?? Number.NaN;
  const high = sorted[Math.ceil(place)] ?? Number.NaN;
  return low + (high - low) * (place - Math.floor(place));
}
