import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { refract, workingFolder } from "./command-line.fixture.ts";
import { servedStudy } from "./served-study.fixture.ts";

let folder: Awaited<ReturnType<typeof workingFolder>>;
beforeEach(async () => {
  folder = await workingFolder();
  await servedStudy(join(folder.path, "data"), 2);
});
afterEach(() => folder[Symbol.asyncDispose]());

const exported = (...options: string[]) =>
  refract("export", "small", "--data", "data", "--out", "out", ...options);

async function counts(): Promise<{ participants: number; simulated_participants: number }> {
  return JSON.parse(await readFile("out/manifest.json", "utf8")).counts;
}

test("simulated people are left out, or in, or alone, as is said", async () => {
  expect(await exported()).toMatchObject({ exitCode: 0, err: "" });
  expect(await counts()).toMatchObject({ participants: 0, simulated_participants: 0 });
  for (const choice of ["include", "only"]) {
    expect(await exported("--simulated", choice, "--overwrite")).toMatchObject({ exitCode: 0, err: "" });
    expect(await counts()).toMatchObject({ participants: 2, simulated_participants: 2 });
    expect(await refract("dataset", "check", "out")).toMatchObject({ exitCode: 0 });
  }
});

test.each([
  ["prism", ["csv", "parquet"]],
  ["csv", ["csv"]],
  ["parquet", ["parquet"]],
])("--format %s writes the tables %j beside the JSON lines", async (format, tables) => {
  const written = await exported("--format", format, "--simulated", "only");
  expect(written.exitCode).toBe(0);
  expect(written.out).toContain(`\nwrote ${join(folder.path, "out")}\n`);
  const names = await readdir("out");
  expect(names.filter((name) => ["csv", "parquet"].includes(name)).toSorted()).toEqual(tables);
  expect(names).toEqual(expect.arrayContaining(["survey.jsonl", "utterances.jsonl", "manifest.json"]));
  expect(await refract("dataset", "check", "out")).toMatchObject({ exitCode: 0 });
});

test.each([
  [["--format", "xlsx"], '--format: invalid value "xlsx", expected one of prism, csv, parquet'],
  [["--bom", "--format", "parquet"], "--bom: has no effect with --format parquet, expected prism or csv"],
  [["--simulated", "yes"], '--simulated: invalid value "yes", expected one of exclude, include, only'],
])("%j is refused", async (options, message) => {
  expect(await exported(...options)).toEqual({ exitCode: 2, out: "", err: `refract: ${message}\n` });
  expect(await readdir(".")).not.toContain("out");
});

test("CSV files begin with a byte-order mark when it is asked for", async () => {
  for (const [options, first] of [
    [["--bom"], "\u{feff}user_id"],
    [["--overwrite"], "user_id,"],
  ] as const) {
    expect(await exported("--simulated", "only", ...options)).toMatchObject({ exitCode: 0 });
    expect((await readFile("out/csv/survey.csv", "utf8")).slice(0, 8)).toBe(first);
    expect(await refract("dataset", "check", "out")).toMatchObject({ exitCode: 0 });
  }
});

test("a moderation service that does not answer is told, and the dataset is written", async () => {
  vi.stubEnv("REFRACT_MODERATION_URL", "http://127.0.0.1:9/v1");
  vi.stubEnv("REFRACT_MODERATION_KEY", "key");
  const written = await exported("--simulated", "only");
  expect(written.exitCode).toBe(0);
  expect(written.err).toMatch(
    /^warning: the moderation service said nothing of \d+ texts; their moderation_flag is null \(detections\.jsonl\)\n$/,
  );
});

test("a folder that holds something is left alone, and an earlier dataset unless it may be replaced", async () => {
  await mkdir("out");
  await writeFile("out/notes.txt", "mine");
  for (const more of [[], ["--overwrite"]]) {
    expect((await exported(...more)).exitCode).toBe(2);
    expect(await readdir("out")).toEqual(["notes.txt"]);
  }
});

describe("what is not there", () => {
  test("an unknown study is named", async () => {
    expect(await refract("export", "large", "--data", "data", "--out", "out")).toEqual({
      exitCode: 2,
      out: "",
      err: 'refract: study: invalid value "large", expected the id of a study served from here: small\n',
    });
  });

  test("a data folder is not made by reading it", async () => {
    expect(await refract("export", "small", "--data", "elsewhere", "--out", "out")).toEqual({
      exitCode: 2,
      out: "",
      err: `refract: ${folder.path}/elsewhere/refract.sqlite: no such file, expected a database of Refract\n`,
    });
    expect(await readdir(".")).not.toContain("elsewhere");
  });

  test("a file that is no database is said to be none", async () => {
    await mkdir("other");
    await writeFile(
      "other/refract.sqlite",
      "this is a text, not a database, and long enough to be sure of it",
    );
    const refused = await refract("export", "small", "--data", "other", "--out", "out");
    expect(refused).toMatchObject({ exitCode: 2, out: "" });
    expect(refused.err).toContain("other/refract.sqlite");
  });
});

test("a database of a later version is refused by every command that opens it, and left as it was", async () => {
  const database = new Database("data/refract.sqlite");
  database.exec("insert into refract_schema (version, name, applied_at) values (99, 'later', 0)");
  database.close();
  const before = await readFile("data/refract.sqlite");
  for (const args of [
    ["export", "small", "--data", "data", "--out", "out"],
    ["backup", "--data", "data", "--out", "copy.sqlite"],
    ["restore", "data/refract.sqlite", "--data", "restored"],
    ["serve", "--data", "data", "--port", "0"],
  ]) {
    const refused = await refract(...args);
    expect(refused).toMatchObject({ exitCode: 1, out: "" });
    expect(refused.err).toMatch(/^refract: .*version 99.*\n$/);
  }
  expect((await readFile("data/refract.sqlite")).equals(before)).toBe(true);
  expect((await readdir(".")).toSorted()).toEqual(["data", "served.yaml"]);
});

describe("backup and restore", () => {
  test("bring everything to another folder", async () => {
    const backup = await refract("backup", "--data", "data", "--out", "copies/monday.sqlite");
    expect(backup).toMatchObject({ exitCode: 0, err: "" });
    expect(backup.out).toContain(`wrote ${folder.path}/copies/monday.sqlite\n`);
    await chmod("copies/monday.sqlite", 0o644);
    expect(await refract("restore", "copies/monday.sqlite", "--data", "restored")).toEqual({
      exitCode: 0,
      out: `restored 1 study to ${folder.path}/restored/refract.sqlite\n`,
      err: "",
    });
    expect((await stat("restored/refract.sqlite")).mode & 0o777).toBe(0o600);
    expect(await readdir("restored")).toEqual(["refract.sqlite"]);
    const from = ["--simulated", "only", "--format", "csv"];
    expect(await exported(...from)).toMatchObject({ exitCode: 0 });
    expect(await refract("export", "small", "--data", "restored", "--out", "again", ...from)).toMatchObject({
      exitCode: 0,
    });
    expect(await readFile("again/utterances.jsonl", "utf8")).toBe(
      await readFile("out/utterances.jsonl", "utf8"),
    );
    expect(await readFile("again/manifest.json", "utf8")).toBe(await readFile("out/manifest.json", "utf8"));
  });

  test("write over nothing", async () => {
    await writeFile("copy.sqlite", "mine");
    expect(await refract("backup", "--data", "data", "--out", "copy.sqlite")).toEqual({
      exitCode: 2,
      out: "",
      err: `refract: --out: ${folder.path}/copy.sqlite exists, expected a new file\n`,
    });
    expect(await readFile("copy.sqlite", "utf8")).toBe("mine");
    await refract("backup", "--data", "data", "--out", "good.sqlite");
    expect(await refract("restore", "good.sqlite", "--data", "data")).toEqual({
      exitCode: 2,
      out: "",
      err: `refract: --data: ${folder.path}/data/refract.sqlite exists, expected a folder without a database\n`,
    });
  });

  test("are not for a PostgreSQL, whatever the folder still holds", async () => {
    vi.stubEnv("REFRACT_DATABASE_URL", "postgres://refract@127.0.0.1:9/refract");
    expect(await refract("backup", "--data", "data", "--out", "copy.sqlite")).toEqual({
      exitCode: 2,
      out: "",
      err: "refract: backup: REFRACT_DATABASE_URL is set and names a PostgreSQL, expected pg_dump for that; unset it to copy the SQLite of a data folder\n",
    });
    vi.stubEnv("REFRACT_DATABASE_URL", undefined);
  });

  test("are refused for a damaged database, and so is serving it", async () => {
    await refract("backup", "--data", "data", "--out", "good.sqlite");
    const bytes = await readFile("good.sqlite");
    bytes.fill(0xee, 3 * 4096, 5 * 4096);
    await writeFile("damaged.sqlite", bytes);
    await rm("data/refract.sqlite-wal", { force: true });
    await writeFile("data/refract.sqlite", bytes);
    const says = (file: string) =>
      expect.stringMatching(
        new RegExp(`^refract: .*${file}: the database is damaged \\(.*\\); restore a backup`),
      );
    expect(await refract("restore", "damaged.sqlite", "--data", "restored")).toMatchObject({
      exitCode: 1,
      err: says("damaged.sqlite"),
    });
    expect(await refract("backup", "--data", "data", "--out", "copy.sqlite")).toMatchObject({
      exitCode: 1,
      err: says("data/refract.sqlite"),
    });
    expect(await refract("serve", "--data", "data", "--port", "0")).toMatchObject({
      exitCode: 1,
      err: says("data/refract.sqlite"),
    });
    expect((await readFile("damaged.sqlite")).equals(bytes)).toBe(true);
    expect(await readdir(".")).not.toContain("copy.sqlite");
    expect(await readdir("restored").catch(() => [])).toEqual([]);
  });

  test("of an empty file, or of a later version, restore nothing", async () => {
    await writeFile("empty.sqlite", "");
    expect(await refract("restore", "empty.sqlite", "--data", "restored")).toMatchObject({
      exitCode: 2,
      err: `refract: ${folder.path}/empty.sqlite: is empty, expected a backup of a Refract store\n`,
    });
    await refract("backup", "--data", "data", "--out", "later.sqlite");
    const later = new Database("later.sqlite");
    later.exec("insert into refract_schema values (999, 'later', 1)");
    later.close();
    expect(await refract("restore", "later.sqlite", "--data", "restored")).toMatchObject({
      exitCode: 1,
      err: expect.stringContaining("schema version 999"),
    });
    expect(await readdir("restored").catch(() => [])).toEqual([]);
  });

  test("name the file that is missing", async () => {
    expect(await refract("backup", "--data", "nowhere", "--out", "copy.sqlite")).toEqual({
      exitCode: 2,
      out: "",
      err: `refract: ${folder.path}/nowhere/refract.sqlite: no such file, expected a database of Refract\n`,
    });
    expect(await refract("restore", "nowhere.sqlite", "--data", "restored")).toEqual({
      exitCode: 2,
      out: "",
      err: `refract: ${folder.path}/nowhere.sqlite: no such file, expected a database of Refract\n`,
    });
    expect(await readdir(".")).not.toContain("restored");
  });
});
