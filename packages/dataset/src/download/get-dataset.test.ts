import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type StubFileBehaviour, StubHub } from "@refract/testing";
import { madeFolder, madeReleaseFiles } from "@refract/testing/made-release";
import { afterEach, beforeEach, expect, test } from "vitest";
import { checkDataset } from "../check/check-dataset.ts";
import { localFailure } from "./download-failure.ts";
import { getDataset } from "./get-dataset.ts";
import { datasetNamed } from "./known-datasets.ts";

const prism = datasetNamed("prism");
const repository = "HannahRoseKirk/prism-alignment";
const lines = (records: readonly unknown[]) =>
  records.map((record) => `${JSON.stringify(record)}\n`).join("");
const release = madeReleaseFiles({ seed: "download", participants: 45, responseCharacters: 300 });
const files: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(release).map(([name, records]) => [name, lines(records)])),
  "README.md": "# Made\n",
  "images/unrelated.png": "not fetched",
};
const wanted = Object.keys(files)
  .filter((name) => !name.startsWith("images"))
  .toSorted();

let folder: string;
let out: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "download-"));
  out = join(folder, "prism");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const startHub = (behaviour: Readonly<Record<string, StubFileBehaviour>> = {}, changed = files) =>
  StubHub.start({
    repository,
    files: changed,
    behaviour,
    large: ["utterances.jsonl", "conversations.jsonl"],
  });

async function expectWhole(): Promise<void> {
  expect((await readdir(out)).toSorted()).toEqual(wanted);
  for (const name of wanted) expect(await readFile(join(out, name), "utf8")).toBe(files[name]);
  expect(await readdir(folder)).toEqual(["prism"]);
}

test("the release comes from the hub, every checksum is held, the licence is said, and the folder is valid", async () => {
  await using hub = await startHub();
  const progress: number[] = [];
  const result = await getDataset(prism, {
    out,
    hubUrl: hub.url,
    onProgress: ({ bytes, bytesTotal }) => progress.push(bytes / (bytesTotal ?? 0)),
  });
  await expectWhole();
  expect(result).toMatchObject({
    name: "prism",
    directory: out,
    source: `${hub.url}/datasets/${repository}`,
  });
  expect(result.files.map((file) => file.verified)).toEqual(wanted.map(() => "checksum"));
  expect(result.licence.join(" ")).toContain("CC-BY-NC-4.0");
  expect(progress.at(-1)).toBe(1);
  expect((await checkDataset(out)).violations).toEqual([]);
});

test("a broken connection says how far it came, leaves no folder, and the same command goes on from there", async () => {
  await using hub = await startHub({ "utterances.jsonl": { kind: "cut", afterBytes: 40_000, times: 1 } });
  const size = Buffer.byteLength(files["utterances.jsonl"] ?? "");
  expect(size).toBeGreaterThan(1_000_000);
  await expect(getDataset(prism, { out, hubUrl: hub.url })).rejects.toThrow(
    new RegExp(`utterances\\.jsonl: \\d+ of ${size} bytes arrived; the same command goes on from here$`),
  );
  expect(await readdir(folder)).toEqual([".prism.download"]);
  const before = hub.requests.length;
  await getDataset(prism, { out, hubUrl: hub.url });
  await expectWhole();
  const again = hub.requests.slice(before);
  expect(again.filter((request) => request.includes("resolve/main/survey.jsonl"))).toEqual([]);
  const ranges = again.filter((request) => /utterances\.jsonl bytes=[1-9]\d*-/.test(request));
  expect(ranges).toHaveLength(1);
});

test("content that was changed on its way is refused", async () => {
  await using hub = await startHub({ "utterances.jsonl": { kind: "changed" } });
  await expect(getDataset(prism, { out, hubUrl: hub.url })).rejects.toMatchObject({
    code: "invalid-input",
    message: expect.stringMatching(
      /utterances\.jsonl: the checksum is [0-9a-f]{64}, expected [0-9a-f]{64}; the content/,
    ),
  });
  await expect(readdir(out)).rejects.toThrow("ENOENT");
});

test.each([
  [404, "not-found", "is not there (HTTP 404)"],
  [401, "not-allowed", "needs an account that may read it (HTTP 401)"],
  [503, "unavailable", "the server answered HTTP 503, try again later"],
] as const)("HTTP %d is said as %s", async (status, code, message) => {
  await using hub = await startHub({ "survey.jsonl": { kind: "status", status } });
  await expect(getDataset(prism, { out, hubUrl: hub.url })).rejects.toMatchObject({
    code,
    message: expect.stringContaining(`survey.jsonl: ${message}`),
  });
});

test("a dataset that is not there, one without a file, and a hub that nobody answers for", async () => {
  const { "survey.jsonl": _, ...rest } = files;
  {
    await using hub = await StubHub.start({ repository: "somebody/else", files: {} });
    await expect(getDataset(prism, { out, hubUrl: hub.url })).rejects.toThrow(
      /prism-alignment: is not there \(HTTP 404\)/,
    );
  }
  {
    await using hub = await startHub({}, rest);
    await expect(getDataset(prism, { out, hubUrl: hub.url })).rejects.toThrow(/has no file survey\.jsonl$/);
  }
  await expect(getDataset(prism, { out, hubUrl: "http://127.0.0.1:9" })).rejects.toMatchObject({
    code: "unavailable",
    message: expect.stringContaining("check the network, or give a copy with --from"),
  });
});

test("the release comes from any web server and from a folder, metadata in a folder of its own included", async () => {
  const { "metadata.jsonl": metadata, ...rest } = files;
  const nested = { ...rest, "metadata/metadata.jsonl": metadata ?? "" };
  await using hub = await startHub({}, nested);
  const result = await getDataset(prism, { out, from: `${hub.url}/plain/` });
  await expectWhole();
  expect(result.files.map((file) => file.verified)).toEqual(wanted.map(() => "length"));
  await rm(out, { recursive: true });
  await using copy = await madeFolder(nested);
  await getDataset(prism, { out, from: copy.path });
  await expectWhole();
});

test("web pages and pointers are no records", async () => {
  await using page = await madeFolder({ ...files, "survey.jsonl": "<!doctype html>" });
  await expect(getDataset(prism, { out, from: page.path })).rejects.toThrow(
    /survey\.jsonl: a web page, expected/,
  );
  await page.write("survey.jsonl", "version https://git-lfs.github.com/spec/v1\noid sha256:00\n");
  await expect(getDataset(prism, { out, from: page.path })).rejects.toThrow(/a Git LFS pointer, expected/);
});

test("nothing is written over, and unknown names are answered with the known ones", async () => {
  await mkdir(out);
  await writeFile(join(out, "mine.txt"), "mine");
  await expect(getDataset(prism, { out, from: folder })).rejects.toMatchObject({ code: "invalid-input" });
  expect(() => datasetNamed("prisma")).toThrow('unknown dataset "prisma", expected "prism"');
  expect(await readdir(out)).toEqual(["mine.txt"]);
});

test("a download can be stopped and gone on with", async () => {
  await using hub = await startHub();
  const stop = new AbortController();
  const stopped = getDataset(prism, {
    out,
    hubUrl: hub.url,
    signal: stop.signal,
    onProgress: ({ file }) => {
      if (file === "conversations.jsonl") stop.abort();
    },
  });
  await expect(stopped).rejects.toThrow("stopped; the same command goes on from here");
  await getDataset(prism, { out, hubUrl: hub.url });
  await expectWhole();
});

test("a full disk is said as such", () => {
  const failed = (code: string, path?: string) =>
    Object.assign(new Error("failed"), { code, syscall: "open", ...(path === undefined ? {} : { path }) });
  expect(localFailure("/out/.prism.download", failed("ENOSPC"))).toMatchObject({
    code: "storage-full",
    message: "/out/.prism.download: the disk is full; with more room the same command goes on from here",
  });
  expect(localFailure("/out", failed("EACCES", "/out/survey.jsonl.part"))?.message).toBe(
    "/out/survey.jsonl.part: this user may not write here",
  );
  expect(localFailure("/out", failed("EACCES", "/copy/survey.jsonl"))?.message).toBe(
    "/copy/survey.jsonl: may not be read by this user",
  );
  expect(localFailure("/out", failed("ECONNREFUSED"))).toBeNull();
});
