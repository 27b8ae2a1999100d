import { execFileSync, spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import type { Answered } from "@refract/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { checkDataset } from "../check/check-dataset.ts";
import type { Codebook } from "../codebook/codebook.ts";
import { describeDataset } from "../describe/describe-dataset.ts";
import { parseCsv } from "../import/csv-rows.ts";
import { absent, answered, each, participant, people, study } from "./fixtures/three-people.ts";
import type { ReleaseParticipant, ReleaseStudy, SurveyField } from "./release-source.ts";
import { type WriteReleaseOptions, writeRelease } from "./write-release.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "own-questions-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const question = (
  name: string,
  kind: SurveyField["kind"],
  changes: Partial<SurveyField> = {},
): SurveyField => ({
  ...{ name, question: `${name}?`, kind, levels: [], minimum: null, maximum: null, origin: "answered" },
  ...changes,
});

const many = Array.from({ length: 190 }, (_, index) => question(`q${index}`, "number"));
const questions: readonly SurveyField[] = [
  // PRISM's schema has an age in groups, and a person's id is the writer's.
  question("age", "number", { minimum: 18, maximum: 99 }),
  question("user_id", "text"),
  question("Gender", "choice", { levels: ["ذكر", "أنثى"] }),
  question("mood", "choice", { levels: ["bad", "so-so", "good"] }),
  question("likert", "choice", { levels: ["1", "2", "3"] }),
  question('reads.paper, "daily"', "number", { levels: ["0", "1"], minimum: 0, maximum: 1 }),
  question("agree.polite", "choice", { levels: ["no", "yes"] }),
  question("places.kind", "number", { minimum: 1, maximum: 3 }),
  question("order_places.kind", "order", { minimum: 1, maximum: 3 }),
  question("passed_correct", "boolean", { levels: ["true", "false"] }),
  question("born", "date"),
  question("words", "text"),
  question("constructor", "text"),
  question("__proto__", "text"),
  question("changed", "mixed", { versions: [1, 2], notice: "Changed." }),
  ...many,
];
const own: ReleaseStudy = { ...study, languages: ["ar"], surveyFields: questions, conversations: null };
const words = '=我喜欢“诚实”,\nو"الصدق"';
const answers: Record<string, Answered> = {
  age: answered(42),
  user_id: answered("me"),
  Gender: answered("أنثى"),
  mood: answered("so-so"),
  likert: answered(3),
  'reads.paper, "daily"': answered(1),
  "agree.polite": answered("yes"),
  "places.kind": answered(2),
  "order_places.kind": answered(3),
  passed_correct: answered(false),
  born: answered("1984-02-29"),
  words: answered(words),
  constructor: answered("built in"),
  ["__proto__"]: answered("of everything"),
  changed: answered(7),
  ...Object.fromEntries(many.map(({ name }, index) => [name, answered(index / 2)])),
};
const refusing: Record<string, Answered> = {
  age: absent("prefer-not-to-say"),
  mood: absent("skipped"),
  changed: answered("seven"),
};
const both: readonly ReleaseParticipant[] = [
  participant({ survey: answers }),
  participant({ survey: refusing }),
];

async function release(changes: Partial<WriteReleaseOptions> = {}) {
  const written = await writeRelease({
    study: own,
    participants: each(both),
    out: join(folder, "d"),
    detectors: { language: null, personalData: null, moderation: null },
    overwrite: true,
    ...changes,
  });
  return (name: string) => join(written.folder, name);
}

async function cells(path: string): Promise<readonly Map<string, string>[]> {
  const { columns, rows } = parseCsv(await readFile(path, "utf8"), path);
  return rows.map((row) => new Map(columns.map((column, index) => [column, row.cells[index] ?? ""])));
}

test("questions of every kind are columns of survey.csv under their names, or with own_ where PRISM has the name", async () => {
  const at = await release();
  const [first, second] = await cells(at("csv/survey.csv"));
  expect(first?.size).toBe(second?.size);
  expect(Object.fromEntries([...(first ?? [])].filter(([name]) => !/^q\d/.test(name)).slice(-15))).toEqual(
    Object.fromEntries([
      ["own_age", "42"],
      ["own_user_id", "me"],
      ["own_Gender", "أنثى"],
      ["mood", "so-so"],
      ["likert", "3"],
      ['reads.paper, "daily"', "1"],
      ["agree.polite", "yes"],
      ["places.kind", "2"],
      ["order_places.kind", "3"],
      ["passed_correct", "false"],
      ["born", "1984-02-29"],
      ["words", `'${words}`],
      ["constructor", "built in"],
      ["__proto__", "of everything"],
      ["changed", "7"],
    ]),
  );
  expect([first?.get("q189"), first?.get("age"), first?.get("user_id"), first?.get("gender")]).toEqual([
    "94.5",
    "",
    "user0",
    "",
  ]);
  expect(first?.get("generated_datetime")).toBe("2026-11-23T09:05:00Z");
  expect([second?.get("own_age"), second?.get("mood"), second?.get("changed")]).toEqual(["", "", "seven"]);
  const rows = await cells(at("csv/answers.csv"));
  const reasons = rows
    .filter(
      (row) => row.get("user_id") === "user1" && ["age", "mood", "likert"].includes(row.get("field") ?? ""),
    )
    .map((row) => [row.get("field"), row.get("missing")]);
  expect(reasons).toEqual([
    ["age", "prefer-not-to-say"],
    ["mood", "skipped"],
    ["likert", "not-asked"],
  ]);
});

test("Parquet has one type a column, real timestamps and dates among them", async () => {
  const at = await release();
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const file = `read_parquet('${at("parquet/survey.parquet")}')`;
  const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${file}`);
  const types = new Map(described.getRowsJS().map((row) => [String(row[0]), String(row[1])]));
  const wanted = [
    "generated_datetime",
    "own_age",
    "likert",
    "passed_correct",
    "born",
    "__proto__",
    "changed",
    "own_Gender",
  ];
  expect(wanted.map((name) => types.get(name))).toEqual([
    ...["TIMESTAMP", "DOUBLE", "BIGINT", "BOOLEAN", "DATE", "VARCHAR", "VARCHAR", "VARCHAR"],
  ]);
  const read = await connection.runAndReadAll(
    `SELECT generated_datetime = TIMESTAMP '2026-11-23 09:05:00', born = DATE '1984-02-29', words, "__proto__", q189 FROM ${file} WHERE user_id = 'user0'`,
  );
  expect(read.getRowsJS()).toEqual([[true, true, words, "of everything", 94.5]]);
  connection.closeSync();
  instance.closeSync();
});

test("the codebook has each question with its version, column and counts, and the types of every table", async () => {
  const at = await release({ study: { ...own, version: 2 } });
  const codebook: Codebook = JSON.parse(await readFile(at("codebook.json"), "utf8"));
  const found = (name: string) => codebook.questions.find((each) => each.name === name);
  expect(found("age")).toMatchObject({ table: "survey", column: "own_age", versions: [2], type: "number" });
  expect(found("age")?.counts).toMatchObject({ present: 1, missing: { "prefer-not-to-say": 1 } });
  expect(found("changed")).toMatchObject({ versions: [1, 2], type: "text", description: "Changed." });
  expect(codebook.tables.find(({ name }) => name === "csv/survey.csv")?.columns.at(-1)).toEqual({
    name: "q189",
    type: "DOUBLE",
  });
  const page = await readFile(at("codebook.md"), "utf8");
  expect(page).toContain("Column `own_age` of survey. Asked in version 2.");
  expect(page).toContain("Changed. Asked in version 1, 2.");
});

test("statements of the study's own are columns of the conversations, each beside its conversation", async () => {
  const at = await release({ study, participants: each(people) });
  const rows = await cells(at("csv/conversations.csv"));
  expect(rows.map((row) => [row.get("conversation_id"), row.get("performance_attributes.humour")])).toEqual([
    ["c0", "33"],
    ["c1", "33"],
  ]);
  const [first] = await cells(at("csv/slots.csv"));
  expect([first?.get("failures"), first?.get("asked_at")]).toEqual(["[]", expect.stringMatching(/Z$/)]);
  expect(await checkDataset(at("."))).toMatchObject({ valid: true });
});

test("the check accepts the folder, and describe sums every question up", async () => {
  const at = await release();
  expect(await checkDataset(at("."))).toMatchObject({ violations: [], valid: true });
  const { questions: told } = await describeDataset(at("."));
  expect(Object.keys(told)).toHaveLength(questions.length);
  expect(told.mood).toEqual({
    ...{ question: "mood?", answered: 1, missing: { skipped: 1 }, mean: null },
    levels: { bad: 0, "so-so": 1, good: 0 },
  });
  expect(told.age).toMatchObject({
    answered: 1,
    missing: { "prefer-not-to-say": 1 },
    levels: null,
    mean: 42,
  });
});

test("a representative sample is a column under its name, and PRISM's where PRISM has it", async () => {
  const at = await release({
    study: { ...own, samples: ["UK", "Chile"] },
    participants: each([
      participant({ survey: answers, representativeSamples: ["UK", "Chile"] }),
      participant(),
    ]),
  });
  const rows = await cells(at("csv/survey.csv"));
  const columns = ["included_in_US_REP", "included_in_UK_REP", "included_in_Chile_REP"];
  expect(rows.map((row) => columns.map((name) => row.get(name)))).toEqual([
    ["false", "true", "true"],
    ["false", "false", "false"],
  ]);
});

test("two exports have the same bytes, and a byte-order mark only where it is asked for", async () => {
  const plain = await release();
  const once = await readFile(plain("manifest.json"), "utf8");
  expect(await readFile((await release())("manifest.json"), "utf8")).toBe(once);
  const marked = await release({ forms: { csvByteOrderMark: true } });
  for (const name of ["survey", "answers", "models"])
    expect((await readFile(marked(`csv/${name}.csv`))).subarray(0, 3)).toEqual(
      Buffer.from([0xef, 0xbb, 0xbf]),
    );
  expect(await checkDataset(marked("."))).toMatchObject({ violations: [], valid: true });
});

const has = (command: string, ...args: readonly string[]) => spawnSync(command, args).status === 0;
const python = "/usr/bin/python3";

describe.skipIf(!has(python, "-c", "import pandas"))("pandas (skipped where it is not installed)", () => {
  test("reads the table with its names, types, times and texts", async () => {
    for (const csvByteOrderMark of [false, true]) {
      const at = await release({ forms: { csvByteOrderMark } });
      const script = `import pandas, json, sys
frame = pandas.read_csv(sys.argv[1], parse_dates=["generated_datetime", "born"], encoding="utf-8-sig")
row = frame.iloc[0]
print(json.dumps([len(frame.columns), row["words"], row["own_Gender"], row["__proto__"], float(row["own_age"]), str(frame["generated_datetime"].dtype), str(row["born"].date()), int(frame["mood"].isna().sum())]))`;
      const said = execFileSync(python, ["-c", script, at("csv/survey.csv")], { encoding: "utf8" });
      const [columns, ...values] = JSON.parse(said);
      expect(columns).toBeGreaterThan(questions.length);
      expect(values).toEqual([
        `'${words}`,
        "أنثى",
        "of everything",
        42,
        "datetime64[ns, UTC]",
        "1984-02-29",
        1,
      ]);
    }
  });
});

describe.skipIf(!has("Rscript", "--version"))("R (skipped where it is not installed)", () => {
  test("reads the table with its names, types and texts", async () => {
    const at = await release();
    const script = `d <- read.csv(commandArgs(TRUE)[1], check.names = FALSE, encoding = "UTF-8", na.strings = "")
cat(class(d$own_age), d$own_age[1], class(d$passed_correct), d[["reads.paper, \\"daily\\""]][1], nchar(d$words[1]), sum(is.na(d$mood)), format(as.POSIXct(d$generated_datetime[1], format = "%Y-%m-%dT%H:%M:%SZ", tz = "UTC"), "%H:%M"), sep = "|")`;
    const said = execFileSync("Rscript", ["-e", script, at("csv/survey.csv")], {
      encoding: "utf8",
      env: { ...process.env, LC_ALL: "C.UTF-8" },
    });
    expect(said).toBe(`integer|42|character|1|${words.length + 1}|1|09:05`);
  });
});
