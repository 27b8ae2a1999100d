import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { repositoryRoot } from "@refract/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod";

// Spec kornat, "Collection protocol" 3 and 4: people are surveyed, their shares are the label, models are scored against it.

const run = promisify(execFile);
const command = join(repositoryRoot(), "packages", "cli", "src", "main.ts");
const people = 20;
const perPerson = 8;
const opinions = ["strongly_disagree", "disagree", "neutral", "agree", "strongly_agree"];

const responseSchema = z.object({
  item: z.string(),
  variant: z.string(),
  respondent: z.string(),
  value: z.string().nullable(),
  missing: z.string().nullable(),
  optionOrder: z.array(z.string()),
});
type Row = z.output<typeof responseSchema>;

let work = "";
const refract = (...args: string[]) =>
  run(process.execPath, ["--disable-warning=ExperimentalWarning", command, ...args], { cwd: work });
const lines = async (file: string) =>
  (await readFile(join(work, file), "utf8"))
    .split("\n")
    .filter((line) => line !== "")
    .map((line): unknown => JSON.parse(line));
const responses = async (folder: string): Promise<Row[]> =>
  (await lines(join(folder, "responses.jsonl"))).map((row) => responseSchema.parse(row));

beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), "refract-survey-"));
  await refract("study", "new", "survey-distribution", "opinions");
  for (const out of ["answers", "again"])
    await refract("simulate", "opinions", "--people", `${people}`, "--seed", "kornat", "--out", out);
  await refract("ask", "kornat", "--from", "answers", "--model", "demo:plain", "--out", "run", "--no-cache");
}, 120_000);
afterAll(() => rm(work, { recursive: true, force: true }));

test("every person gets eight of the twelve statements, and every statement its share of answers", async () => {
  const rows = await responses("answers");
  expect(rows).toHaveLength(people * perPerson);
  const perStatement = Map.groupBy(
    rows.filter(({ missing }) => missing === null),
    ({ item }) => item,
  );
  expect(perStatement.size).toBe(12);
  const counts = [...perStatement.values()].map((answers) => answers.length);
  expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
  for (const { optionOrder } of rows) expect(optionOrder).toEqual(opinions);
});

test("the same seed gives the same bytes", async () => {
  for (const file of ["responses.jsonl", "items.jsonl", "manifest.json"])
    expect(await readFile(join(work, "again", file), "utf8")).toBe(
      await readFile(join(work, "answers", file), "utf8"),
    );
});

test("the dataset has nothing wrong with it", async () => {
  const { stdout } = await refract("dataset", "check", "answers");
  expect(stdout).toContain("ok: nothing is wrong");
});

test("a model's score is the mean share of people who gave its answer", async () => {
  const ofPeople = (await responses("answers")).filter(({ missing }) => missing === null);
  const ofModel = (await responses("run")).filter(({ variant }) => variant === "t1");
  expect(ofModel).toHaveLength(12);
  const shares = ofModel.map(({ item, value }) => {
    const answers = ofPeople.filter((row) => row.item === item);
    return answers.filter((row) => row.value === value).length / answers.length;
  });
  const scores = z
    .array(
      z.object({
        variant: z.string(),
        metric: z.string(),
        cut: z.string().nullable(),
        mean: z.number().nullable(),
      }),
    )
    .parse(JSON.parse(await readFile(join(work, "run", "scores.json"), "utf8")));
  const sva = scores.find((row) => row.variant === "t1" && row.metric === "sva");
  expect(sva?.mean).toBeCloseTo(shares.reduce((sum, share) => sum + share, 0) / 12, 12);
});

test("a report shows people and models side by side", async () => {
  await refract("report", "run", "--people", "answers", "--out", "report");
  const table = async (name: string) =>
    z
      .object({ rows: z.array(z.record(z.string(), z.unknown())) })
      .parse(JSON.parse(await readFile(join(work, "report", "tables", "people-1-1", `${name}.json`), "utf8")))
      .rows;
  const ofPeople = (await responses("answers")).filter(({ missing }) => missing === null);
  const counts = [...Map.groupBy(ofPeople, ({ item }) => item).values()].map((rows) =>
    [...Map.groupBy(rows, ({ value }) => value).values()].map(({ length }) => length),
  );
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const mean = (values: readonly number[]) => sum(values) / values.length;
  const agreement = (await table("agreement")).filter(({ variant }) => variant === "t1");
  expect(agreement.map(({ who }) => who)).toEqual(["People", "demo:plain"]);
  expect(agreement[0]?.mean).toBeCloseTo(
    mean(counts.map((of) => sum(of.map((n) => n * (n - 1))) / (sum(of) * (sum(of) - 1)))),
    12,
  );
  const sva = (await table("people-scores")).filter(
    ({ variant, metric }) => variant === "t1" && metric === "SVA",
  );
  // a person's SVA is the share of those who answered alike, the person among them
  const people = mean(counts.map((of) => sum(of.map((n) => n * n)) / sum(of) ** 2));
  expect(sva[0]).toMatchObject({ who: "People", groups: 12 });
  expect(sva[0]?.mean).toBeCloseTo(people, 12);
  expect(sva[1]?.difference).toBeCloseTo(Number(agreement[1]?.mean) - people, 12);
  const page = await readFile(join(work, "report", "index.html"), "utf8");
  expect(page).toContain("People beside models: KorNAT");
  expect(page).toContain("Some or all of these people are programs");
});

test("rows of people have the columns of a model's rows, in their order", async () => {
  const [person] = await lines("answers/responses.jsonl");
  const [model] = await lines("run/responses.jsonl");
  const columns = Object.keys(Object(model));
  expect(Object.keys(Object(person)).slice(0, columns.length)).toEqual(columns);
});
