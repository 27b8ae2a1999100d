import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeMadeRelease } from "@refract/testing/made-release";
import { expect, test } from "vitest";
import * as z from "zod";
import { openAnalysisData } from "./analysis-data.ts";

async function emptyFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), "refract-test-"));
}

test("a release becomes relations with flat columns", async () => {
  const folder = await emptyFolder();
  await writeMadeRelease(folder, { seed: "relations", utterances: 400 });
  await using data = await openAnalysisData(folder);
  expect(data.columns("participants")).toEqual(
    expect.arrayContaining([
      "user_id",
      "religion_simplified",
      "location_special_region",
      "stated_prefs_values",
    ]),
  );
  expect(data.columns("conversations")).not.toContain("conversation_history");
  const counted = await data.rows(
    "SELECT count(*) AS utterances, count(DISTINCT model) AS models FROM utterances",
    z.strictObject({ utterances: z.number(), models: z.number() }),
  );
  expect(counted[0]?.utterances).toBeGreaterThanOrEqual(400);
  const { score, model } = await data.arrays(
    "SELECT score, model FROM openings ORDER BY utterance_id LIMIT 5",
    {
      score: "number",
      model: "text",
    },
  );
  expect(score).toHaveLength(5);
  expect(model.every((name) => typeof name === "string")).toBe(true);
  const none = await data.arrays("SELECT score FROM openings WHERE false", { score: "number" });
  expect(none.score).toHaveLength(0);
});

test("Parquet with flat columns gives the relations JSONL gives", async () => {
  const folder = await emptyFolder();
  await writeMadeRelease(folder, { seed: "relations", utterances: 60 });
  await using jsonl = await openAnalysisData(folder);
  const copies = await emptyFolder();
  await jsonl.run(
    `COPY (SELECT user_id, gender, religion_simplified AS "religion.simplified" FROM participants) TO '${join(copies, "survey.parquet")}' (FORMAT parquet)`,
  );
  await jsonl.run(
    `COPY (SELECT * FROM utterance_records) TO '${join(copies, "utterances.parquet")}' (FORMAT parquet)`,
  );
  await using parquet = await openAnalysisData(copies);
  expect(parquet.columns("participants")).toEqual(["user_id", "gender", "religion_simplified"]);
  const query = "SELECT utterance_id, score, model_name FROM openings ORDER BY utterance_id";
  const kinds = { utterance_id: "text", score: "number", model_name: "text" } as const;
  expect(await parquet.arrays(query, kinds)).toEqual(await jsonl.arrays(query, kinds));
});

test("a score that is no finite number is no score", async () => {
  const folder = await emptyFolder();
  await writeMadeRelease(folder, { seed: "relations", utterances: 60 });
  await using jsonl = await openAnalysisData(folder);
  const copies = await emptyFolder();
  await jsonl.run(
    `COPY (SELECT * REPLACE (CASE within_turn_id WHEN 0 THEN 'NaN'::FLOAT WHEN 1 THEN 'inf'::FLOAT ELSE score::FLOAT END AS score) FROM utterance_records) TO '${join(copies, "utterances.parquet")}' (FORMAT parquet)`,
  );
  await using parquet = await openAnalysisData(copies);
  const [counted] = await parquet.rows(
    "SELECT count(*) FILTER (within_turn_id < 2) AS without, count(score) FILTER (within_turn_id < 2) AS scored, count(score) AS others FROM utterances",
    z.strictObject({ without: z.number(), scored: z.number(), others: z.number() }),
  );
  expect(counted?.without).toBeGreaterThan(10);
  expect(counted?.scored).toBe(0);
  expect(counted?.others).toBeGreaterThan(5);
});

test("a late text in a field that began with numbers is read as text, not lost", async () => {
  const folder = await emptyFolder();
  const early = Array.from(
    { length: 21_000 },
    (_, place) => `{"user_id":"u${place}","code":${place}}\n`,
  ).join("");
  await writeFile(join(folder, "survey.jsonl"), `${early}{"user_id":"last","code":"none of these"}\n`);
  await using data = await openAnalysisData(folder);
  const { code } = await data.arrays(
    "SELECT code FROM participants WHERE user_id IN ('u7', 'last') ORDER BY user_id",
    {
      code: "text",
    },
  );
  expect(code).toEqual(["none of these", "7"]);
});

test.each([
  ["survey", "user_id"],
  ["conversations", "conversation_id"],
  ["utterances", "utterance_id"],
])(
  "a record of %s that stands twice would count twice, and is an error; records without %s may be many",
  async (file, field) => {
    const folder = await emptyFolder();
    const write = (...ids: readonly (string | null)[]) =>
      writeFile(
        join(folder, `${file}.jsonl`),
        ids.map((id) => `${JSON.stringify({ [field]: id })}\n`).join(""),
      );
    await write("a", "b", "c", "b", "b", "a");
    await expect(openAnalysisData(folder)).rejects.toThrow(
      `${file}.jsonl: 2 values of ${field} stand more than once ("a" 2 times), and each would count as often`,
    );
    await write("a", null, "b", null);
    await using data = await openAnalysisData(folder);
    expect(data.folder).toBe(folder);
  },
);

test("a folder without a dataset, and a line that is no record, are errors that name the file", async () => {
  const folder = await emptyFolder();
  await expect(openAnalysisData(folder)).rejects.toThrow(/no dataset, expected survey/);
  await writeFile(join(folder, "utterances.jsonl"), '{"utterance_id":"ut0"}\n\n{"utterance_id":\n');
  await expect(openAnalysisData(folder)).rejects.toThrow(
    /^utterances\.jsonl line 3: not JSON, expected one record$/,
  );
  await writeFile(
    join(folder, "utterances.jsonl"),
    '{"utterance_id":"ut0","model_response":"\\\\ud83d and \\ud83d\\ude42"}\n\n{"utterance_id":"ut1","model_response":"\\ud83d Oh"}\n',
  );
  await expect(openAnalysisData(folder)).rejects.toThrow(
    /^utterances\.jsonl line 3: .*, expected whole characters: a text holds half a surrogate pair$/,
  );
  await rm(join(folder, "utterances.jsonl"));
  await writeFile(join(folder, "utterances.parquet"), "PAR1");
  const refused = openAnalysisData(folder);
  await expect(refused).rejects.toThrow(/utterances\.parquet: .*too small to be a Parquet file$/);
});
