import { once } from "node:events";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { openStore } from "@refract/store";
import { buildWeb } from "@refract/web";
import BetterSqlite3 from "better-sqlite3";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { finished, refract, smallStudy, startRefract, workingFolder } from "./command-line.fixture.ts";

beforeAll(buildWeb);

/** What an earlier version accepted: a field that is gone, and a stage that nobody knows any more. */
const ruled = `${smallStudy()}retired: true\n`;
const broken = smallStudy().replace("id: small", "id: lost").replace("type: end", "type: gone");

let folder: Awaited<ReturnType<typeof workingFolder>>;
beforeEach(async () => {
  folder = await workingFolder();
  await using store = await openStore({ file: "data/refract.sqlite" });
  for (const [id, text] of [
    ["small", ruled],
    ["lost", broken],
  ] as const)
    await store.putStudy(
      { id, seed: "s", createdAt: 0 },
      { studyId: id, hash: id, bundle: { "study.yaml": text }, createdAt: 0 },
    );
});
afterEach(() => folder[Symbol.asyncDispose]());

/** As the database of an earlier version would be. */
function takeAwayLastSchema(): void {
  const file = new BetterSqlite3("data/refract.sqlite");
  file.exec("delete from refract_schema where version = (select max(version) from refract_schema)");
  file.close();
}
const schemaOf = () => {
  const file = new BetterSqlite3("data/refract.sqlite");
  const version = file.prepare("select max(version) as version from refract_schema").get();
  file.close();
  return version;
};

test("study stored says before an update which versions run, which are set aside, and changes nothing", async () => {
  takeAwayLastSchema();
  const before = schemaOf();
  const listed = await refract("study", "stored", "--data", "data");
  expect(listed.exitCode).toBe(1);
  expect(listed.out).toMatch(
    /study +version +people under way +here\nlost +1 +0 +set aside\nsmall +1 +0 +runs, 1 warnings/,
  );
  expect(listed.out).toMatch(
    /the tables are of schema \d+; the next start brings them to \d+, which earlier code can't open/,
  );
  expect(listed.out).toContain('study "lost": version 1 is set aside');
  expect(schemaOf()).toEqual(before);
  const one = await refract("study", "stored", "small", "--data", "data", "--json");
  expect(one.exitCode).toBe(0);
  expect(JSON.parse(one.out).versions).toMatchObject([
    { studyId: "small", version: 1, setAside: null, warnings: [expect.stringContaining('"retired"')] },
  ]);
});

test("the files of a stored version are written out for mending", async () => {
  const written = await refract("study", "stored", "lost", "1", "--data", "data", "--out", "mended");
  expect(written).toMatchObject({ exitCode: 0, err: "" });
  expect(await readFile("mended/study.yaml", "utf8")).toBe(broken);
  expect(await refract("study", "stored", "lost", "1", "--data", "data", "--out", "mended")).toMatchObject({
    exitCode: 2,
    err: expect.stringContaining("mended exists, expected a new folder"),
  });
  expect(await refract("study", "stored", "lost", "7", "--data", "data")).toMatchObject({ exitCode: 2 });
  expect(await refract("study", "stored", "none", "--data", "data")).toMatchObject({
    exitCode: 2,
    err: expect.stringContaining("expected one that is stored here: lost, small"),
  });
});

test("a server starts beside a study that is set aside, and with a file that is served already but breaks a new rule", async () => {
  await writeFile("study.yaml", ruled);
  // Served for the first time now, the file is refused.
  const first = await refract("serve", "study.yaml", "--data", "other", "--port", "0");
  expect(first.err).toContain('unknown field "retired"');
  expect(await readdir(".")).not.toContain("other");
  const { bundleHash } = await import("@refract/server");
  const file = new BetterSqlite3("data/refract.sqlite");
  file
    .prepare("update study_versions set hash = ? where study_id = 'small'")
    .run(bundleHash({ "study.yaml": ruled }));
  file.close();
  const child = startRefract(["serve", "study.yaml", "--data", "data", "--port", "0", "--json"]);
  const [chunk] = await once(child.stdout ?? child, "data");
  const started = JSON.parse(String(chunk));
  expect(started.studies.map(({ id }: { id: string }) => id)).toEqual(["small"]);
  expect(started.warnings).toEqual([
    expect.stringMatching(/^study "lost": version 1 is set aside/),
    expect.stringMatching(/^study "small": version 1 is served as it is stored, .*"retired"/),
  ]);
  expect((await fetch(started.studies[0].link)).status).toBe(200);
  child.kill("SIGTERM");
  expect((await finished(child)).exitCode).toBe(0);
});

test.for<[string, string, RegExp]>([
  ["is no JSON", '{"study.yaml": "refr', /is no JSON, expected what Refract wrote there/],
  ["has other shapes", '{"study.yaml": 7}', /has another shape, expected the text of each file by its name/],
  ["is a list", "[]", /has another shape/],
])(
  "a study whose stored files %s is set aside, and mended by serving its files once more",
  async ([, bundle, why]) => {
    await writeFile("study.yaml", smallStudy().replace("id: small", "id: tea"));
    const { bundleHash } = await import("@refract/server");
    const hash = bundleHash({ "study.yaml": await readFile("study.yaml", "utf8") });
    const file = new BetterSqlite3("data/refract.sqlite");
    file.prepare("delete from study_versions where study_id = 'lost'").run();
    file.prepare("update studies set id = 'tea' where id = 'lost'").run();
    file.prepare("insert into study_versions values ('tea', 1, ?, ?, 0)").run(hash, bundle);
    file.close();
    const serve = async (...args: readonly string[]) => {
      const child = startRefract(["serve", ...args, "--data", "data", "--port", "0", "--json"]);
      const [chunk] = await once(child.stdout ?? child, "data");
      const started = JSON.parse(String(chunk));
      child.kill("SIGTERM");
      expect((await finished(child)).exitCode).toBe(0);
      return started;
    };
    const without = await serve();
    expect(without.studies.map(({ id }: { id: string }) => id)).toEqual(["small"]);
    const told = without.warnings.find((warning: string) => warning.includes("tea"));
    expect(told).toMatch(
      /^study "tea": version 1 is set aside, because its files in the database are damaged:/,
    );
    expect(told).toMatch(why);
    const listed = await refract("study", "stored", "--data", "data");
    expect(listed.out).toMatch(/tea +1 +0 +set aside/);
    expect(await refract("study", "stored", "tea", "--data", "data", "--out", "out")).toMatchObject({
      exitCode: 1,
      err: expect.stringContaining("are damaged"),
    });
    const mended = await serve("study.yaml");
    expect(mended.studies.map(({ id }: { id: string }) => id).toSorted()).toEqual(["small", "tea"]);
    expect(mended.warnings.filter((warning: string) => warning.includes('"tea"'))).toEqual([]);
    await using store = await openStore({ file: "data/refract.sqlite" });
    expect(await store.studyVersion("tea")).toMatchObject({ version: 1, damage: null });
  },
);
