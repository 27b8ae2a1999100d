import { mkdir, mkdtemp, readdir, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { StubHub } from "@refract/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { getDataset } from "./get-dataset.ts";
import type { KnownDataset } from "./known-datasets.ts";

const made: KnownDataset = {
  name: "made",
  title: "Made tables",
  repository: "somebody/Made",
  files: "tables",
  extras: ["README.md"],
  licence: ["Licence: none."],
  citation: "none",
};
const files = {
  "README.md": "# Made\n",
  ".gitattributes": "none",
  ".hidden/x.csv": "a\n1\n",
  "en/test.csv": "a\n1\n",
  "sw/test.csv": "a\n2\n",
  "sw/dev.jsonl": '{"a":3}\n',
  "picture.png": "not fetched",
};

let folder: string;
let out: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tables-"));
  out = join(folder, "made");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const names = async () =>
  (await readdir(out, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(out.length + 1))
    .toSorted();

test("all tables of a repository arrive under their names, with the page about them", async () => {
  await using hub = await StubHub.start({ repository: made.repository, files, large: ["en/test.csv"] });
  const got = await getDataset(made, { out, hubUrl: hub.url });
  expect(await names()).toEqual(["README.md", "en/test.csv", "sw/dev.jsonl", "sw/test.csv"]);
  expect(got.files.map(({ verified }) => verified)).toEqual(Array.from({ length: 4 }, () => "checksum"));
  expect(await readFile(join(out, "sw/test.csv"), "utf8")).toBe("a\n2\n");
});

test("patterns choose among them, and one that matches nothing is told with what there is", async () => {
  await using hub = await StubHub.start({ repository: made.repository, files });
  await getDataset(made, { out, hubUrl: hub.url, only: ["sw/*"] });
  expect(await names()).toEqual(["README.md", "sw/dev.jsonl", "sw/test.csv"]);
  await expect(
    getDataset(made, { out: join(folder, "other"), hubUrl: hub.url, only: ["xx/*"] }),
  ).rejects.toThrow(/has no table that matches xx\/\*, it has .*en\/test\.csv/);
  await expect(
    getDataset(
      { ...made, files: ["README.md"] },
      { out: join(folder, "other"), hubUrl: hub.url, only: ["a"] },
    ),
  ).rejects.toThrow(/whole or nothing/);
});

test("tables of a broken attempt that asked for others are no part of the dataset", async () => {
  const repository = made.repository;
  const behaviour = { "sw/test.csv": { kind: "status", status: 500 } } as const;
  {
    await using hub = await StubHub.start({ repository, files, behaviour });
    await expect(getDataset(made, { out, hubUrl: hub.url, only: ["sw/*"] })).rejects.toThrow();
  }
  await using hub = await StubHub.start({ repository, files });
  await getDataset(made, { out, hubUrl: hub.url, only: ["sw/test.csv", "en/*"] });
  expect(await names()).toEqual(["README.md", "en/test.csv", "sw/test.csv"]);
});

test("a gated repository needs a token, which is said, and is sent", async () => {
  await using hub = await StubHub.start({ repository: made.repository, files, token: "hf_made" });
  await expect(getDataset(made, { out, hubUrl: hub.url })).rejects.toMatchObject({
    code: "not-allowed",
    message: expect.stringContaining("set HF_TOKEN"),
  });
  await getDataset(made, { out, hubUrl: hub.url, token: "hf_made" });
  expect(await names()).toHaveLength(4);
});

test.each(["../outside.csv", "/outside.csv", "a/../../outside.csv", "a\\..\\outside.csv"])(
  "a source that lists %j is refused before anything is written",
  async (path) => {
    await using hub = await StubHub.start({
      repository: made.repository,
      files: { ...files, [path]: "a\n1\n" },
    });
    await expect(getDataset(made, { out, hubUrl: hub.url })).rejects.toThrow(/leaves the folder/);
    expect(await readdir(folder)).toEqual([]);
  },
);

test("a link to an empty folder is filled behind the link", async () => {
  await using hub = await StubHub.start({ repository: made.repository, files });
  await mkdir(join(folder, "real"));
  await symlink(join(folder, "real"), out);
  await getDataset(made, { out, hubUrl: hub.url, only: ["en/*"] });
  expect(await readFile(join(folder, "real", "en/test.csv"), "utf8")).toBe("a\n1\n");
});

test("a copy on this machine is taken the same way; a web server can't be asked what it has", async () => {
  await using hub = await StubHub.start({ repository: made.repository, files });
  await getDataset(made, { out, hubUrl: hub.url });
  const copy = join(folder, "copy");
  await getDataset(made, { out: copy, from: out, only: ["en/*"] });
  expect((await readdir(copy, { recursive: true })).toSorted()).toEqual(["README.md", "en", "en/test.csv"]);
  await expect(getDataset(made, { out: join(folder, "web"), from: `${hub.url}/plain/` })).rejects.toThrow(
    /does not list the files/,
  );
});
