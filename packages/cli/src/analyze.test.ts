import { readFile, writeFile } from "node:fs/promises";
import { analyses } from "@refract/analyze";
import { madeFolder, madeReleaseFiles } from "@refract/testing/made-release";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { refract, workingFolder } from "./command-line.fixture.ts";

let release: Awaited<ReturnType<typeof madeFolder>>;
beforeAll(async () => {
  release = await madeFolder(madeReleaseFiles({ seed: "analyze", participants: 12 }));
});
afterAll(() => release[Symbol.asyncDispose]());

let folder: Awaited<ReturnType<typeof workingFolder>>;
beforeEach(async () => {
  folder = await workingFolder();
});
afterEach(() => folder[Symbol.asyncDispose]());

const quick = ["--only", "near-duplicates", "--embeddings", "none"];

test("a dataset becomes a report, and the last line says where it is; again gives the same bytes", async () => {
  const first = await refract("analyze", release.path, ...quick, "--out", "report");
  expect(first).toMatchObject({ exitCode: 0, err: "" });
  expect(first.out).toMatch(/^analysis +status +finding\nnear-duplicates +done +\S/);
  expect(first.out).toMatch(/written: report \(\d+ files\); open report\/index\.html\n$/);
  const page = await readFile("report/index.html", "utf8");
  expect(page).toMatch(/utterances\.jsonl<\/dt><dd>[\d,]+ records, SHA-256 [0-9a-f]{64}/);
  expect(page).toContain("nothing in it says whether people or programs made its records");
  expect((await refract("analyze", release.path, ...quick, "--out", "report")).exitCode).toBe(0);
  expect(await readFile("report/index.html", "utf8")).toBe(page);
});

test("what the dataset does not allow is told, and is a failure only when nothing could be done", async () => {
  await using part = await madeFolder({ "survey.jsonl": [{ user_id: "user0", age: "18-24 years old" }] });
  const { exitCode, out } = await refract("--json", "analyze", part.path, ...quick, "--out", "report");
  expect(exitCode).toBe(1);
  expect(JSON.parse(out).analyses).toMatchObject([{ id: "near-duplicates", status: "impossible" }]);
});

test.each<[args: string[], message: string]>([
  [
    ["--only", "rank"],
    `--only: invalid value "rank", expected one of ${analyses.map(({ id }) => id).join(", ")}`,
  ],
  [["--skip", "x"], `--skip: invalid value "x", expected one of ${analyses.map(({ id }) => id).join(", ")}`],
  [["--skip", analyses.map(({ id }) => id).join(",")], "leaves no analysis, expected at least one"],
  [["--mode", "loud"], '--mode: invalid value "loud", expected one of corrected, published'],
  [["--groups", "none.yaml"], "--groups: ENOENT"],
])("%j is bad input", async (args, message) => {
  const { exitCode, err } = await refract("analyze", release.path, ...args, "--out", "report");
  expect(exitCode).toBe(2);
  expect(err).toContain(message);
});

test("a groups file that is wrong is told with line and column", async () => {
  await writeFile("groups.yaml", "attributes:\n  age: { column: age }\n");
  const { exitCode, err } = await refract(
    "analyze",
    release.path,
    "--groups",
    "groups.yaml",
    "--out",
    "report",
  );
  expect(exitCode).toBe(2);
  expect(err).toContain("groups.yaml:2:8: attributes.age.title: missing, expected string");
});

test("a folder that holds other files is refused before any work", async () => {
  await writeFile("thesis.docx", "years of work");
  const { exitCode, err } = await refract("analyze", "no-such-dataset", ...quick, "--out", ".");
  expect(exitCode).toBe(2);
  expect(err).toContain("holds other files, expected an empty folder or an earlier report");
});

test("the analyses are listed with what they need", async () => {
  const { out } = await refract("analyses");
  expect(out).toMatch(/^analysis +title +needs +source\n/);
  const document = JSON.parse((await refract("--json", "analyses")).out);
  expect(document.map(({ id }: { readonly id: string }) => id)).toEqual(analyses.map(({ id }) => id));
});

test("published mode says at the terminal and at the figures that weights are left out, and at the findings that they are its own", async () => {
  await writeFile(
    "groups.yaml",
    "attributes:\n  age: {column: age, title: Age}\nweights: {scheme: raking, targets: {age: {18-24 years old: 1}}}\n",
  );
  const { exitCode, err } = await refract(
    ...["analyze", release.path, "--only", "ranks", "--embeddings", "none"],
    ...["--mode", "published", "--groups", "groups.yaml", "--out", "report"],
  );
  expect(exitCode).toBe(0);
  const left = "groups.yaml asks for raking to age, which is left out";
  expect(err).toContain(left);
  const page = await readFile("report/index.html", "utf8");
  expect(page.split(left).length - 1).toBeGreaterThanOrEqual(2);
  expect(page).toContain("none (raking to age is asked for, and left out in published mode)");
  expect(page).toMatch(/As published: Models: /);
});
