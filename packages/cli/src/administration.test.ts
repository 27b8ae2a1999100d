import { once } from "node:events";
import { chmod, chown, mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { openStore } from "@refract/store";
import { ParticipantClient } from "@refract/testing";
import { buildWeb } from "@refract/web";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { finished, refract, smallStudy, startRefract, workingFolder } from "./command-line.fixture.ts";

// Commands are processes of their own here, on a machine that may be busy.
vi.setConfig({ testTimeout: 600_000 });

// The server says so when it builds the pages itself.
beforeAll(buildWeb);

const study = `refract: 1
id: tea
title: Tea
entry: {panel: {idParameter: PID, testIds: [tester]}}
stages:
  - {id: consent, type: consent, version: "1", statements: [{id: consent, text: I agree}]}
  - {id: end, type: end}
`;

let folder: Awaited<ReturnType<typeof workingFolder>>;
beforeEach(async () => {
  folder = await workingFolder();
  await writeFile("study.yaml", study);
});
afterEach(() => folder[Symbol.asyncDispose]());

/** Serves as a process of its own, does something, and stops it with a signal. */
async function served(
  args: readonly string[],
  work: (baseUrl: string, started: { readonly warnings: readonly string[] }) => Promise<void>,
  signal: NodeJS.Signals = "SIGTERM",
): Promise<void> {
  const child = startRefract(["serve", ...args, "--port", "0", "--json"]);
  const ended = finished(child);
  const [chunk] = await Promise.race([
    once(child.stdout ?? child, "data"),
    ended.then(({ err }) => Promise.reject(new Error(err))),
  ]);
  try {
    const started = JSON.parse(String(chunk));
    if (started.error !== undefined) throw new Error(started.error.message);
    await work(new URL(started.startPage).origin, started);
  } finally {
    child.kill(signal);
    await ended;
  }
}

async function arrive(baseUrl: string, id: string): Promise<void> {
  const { status, body } = await new ParticipantClient(baseUrl, "tea").arrive({ PID: id });
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
}

const panelIds = async () => {
  const { out, err } = await refract("people", "tea", "--data", "data", "--json");
  if (out === "") throw new Error(err);
  return JSON.parse(out).people?.map(({ panelId }: { panelId: string | null }) => panelId) ?? JSON.parse(out);
};

test("owner-link makes no key, and prints no link that the server would refuse", async () => {
  vi.stubEnv("REFRACT_SECRET", "a key in the environment, long enough");
  await served(["study.yaml", "--data", "data"], async () => {
    // Another shell, which does not have the service's environment.
    vi.stubEnv("REFRACT_SECRET", undefined);
    expect(await refract("owner-link", "--data", "data")).toMatchObject({
      exitCode: 2,
      out: "",
      err: expect.stringMatching(
        /has the key [0-9a-f]{16}, and none is here; expected secret\.key in that folder, or REFRACT_SECRET as the server has it\n$/,
      ),
    });
    expect(await readdir("data")).not.toContain("secret.key");
    vi.stubEnv("REFRACT_SECRET", "another key in the environment, long enough");
    expect((await refract("owner-link", "--data", "data")).err).toMatch(
      /has the key [0-9a-f]{16}, and here is [0-9a-f]{16};/,
    );
    vi.stubEnv("REFRACT_SECRET", "a key in the environment, long enough");
    expect((await refract("owner-link", "--data", "data")).out).toContain("?token=");
  });
});

test("the note of a server that was killed is not taken for the server that listens there now", async () => {
  await served(["study.yaml", "--data", "killed"], async () => {}, "SIGKILL");
  const note = await readFile("killed/serving.json", "utf8");
  await served(["study.yaml", "--data", "data"], async (baseUrl) => {
    const noted = JSON.parse(note);
    await writeFile("killed/serving.json", JSON.stringify({ ...noted, baseUrl, linkUrl: baseUrl }));
    expect((await refract("owner-link", "--data", "killed")).err).toContain("no server runs on");
    expect((await refract("key", "rotate", "--data", "killed")).exitCode).toBe(0);
    expect((await refract("owner-link", "--data", "data")).out).toContain(`${baseUrl}/?token=`);
  });
});

test("after a rotation that was killed, people and export find the key that the database has", async () => {
  await served(["study.yaml", "--data", "data"], (baseUrl) => arrive(baseUrl, "ann"));
  const old = await readFile("data/secret.key", "utf8");
  await refract("key", "rotate", "--data", "data");
  await rename("data/secret.key", "data/secret.key.next");
  await writeFile("data/secret.key", old);
  expect(await panelIds()).toEqual(["ann"]);
  expect(await readFile("data/secret.key", "utf8")).not.toBe(old);
});

test("people and export refuse another key by name, and say what they can't do without one", async () => {
  await served(["study.yaml", "--data", "data"], (baseUrl) => arrive(baseUrl, "ann"));
  await rename("data/secret.key", "kept.key");
  await writeFile("data/secret.key", "0".repeat(64));
  for (const command of [
    ["people", "tea"],
    ["export", "tea", "--out", "out"],
  ])
    expect(await refract(...command, "--data", "data")).toMatchObject({
      exitCode: 2,
      err: expect.stringMatching(
        /secret\.key: is the key [0-9a-f]{16}, and the database belongs to the key [0-9a-f]{16} of /,
      ),
    });
  await rm("data/secret.key");
  const exported = await refract("export", "tea", "--data", "data", "--out", "out");
  expect(exported).toMatchObject({
    exitCode: 0,
    err: expect.stringContaining("warning: nobody was left out for the study's test ids: the key"),
  });
});

test("a key that is there is not given up, however it is asked", async () => {
  await served(["study.yaml", "--data", "data"], (baseUrl) => arrive(baseUrl, "ann"));
  const key = await readFile("data/secret.key", "utf8");
  const refused = await refract("key", "rotate", "--data", "data", "--old-key-lost");
  expect(refused).toMatchObject({
    exitCode: 1,
    err: expect.stringMatching(
      /--old-key-lost: .*secret\.key is the key that the database belongs to, expected it to be lost/,
    ),
  });
  expect(await readFile("data/secret.key", "utf8")).toBe(key);
  // Nor the next one of a rotation that was killed.
  await refract("key", "rotate", "--data", "data");
  await rename("data/secret.key", "data/secret.key.next");
  await writeFile("data/secret.key", key);
  expect((await refract("key", "rotate", "--data", "data", "--old-key-lost")).exitCode).toBe(1);
  expect(await panelIds()).toEqual(["ann"]);
});

test("of rotations that run at once, one counts and no panel id is lost", async () => {
  await served(["study.yaml", "--data", "data"], (baseUrl) => arrive(baseUrl, "ann"));
  const rotations = Array.from({ length: 4 }, () =>
    finished(startRefract(["key", "rotate", "--data", "data", "--json"])),
  );
  const ended = await Promise.all(rotations);
  expect(ended.map(({ exitCode }) => exitCode)).toContain(0);
  expect(await panelIds()).toEqual(["ann"]);
  await served(["study.yaml", "--data", "data"], async () => {});
});

test("a stored study whose cap can't be kept any more is a warning, and the others are served", async () => {
  const prices = "prices:\n  openai:own: {inputUsdPerMillion: 1, outputUsdPerMillion: 1, asOf: 2026-11-01}\n";
  const capped = smallStudy(["openai:own", "demo:plain"], "budget: {capUsd: 1}\n");
  await mkdir("data");
  await writeFile("data/prices.yaml", prices);
  await writeFile("capped.yaml", capped);
  await served(["capped.yaml", "--data", "data"], async () => {});
  await rm("data/prices.yaml");
  await served(["study.yaml", "--data", "data"], async (baseUrl, { warnings }) => {
    expect(warnings).toContainEqual(expect.stringMatching(/^small: no price for openai:own/));
    await arrive(baseUrl, "ann");
  });
  // Whoever names it means to serve it.
  expect(await refract("serve", "capped.yaml", "--data", "data", "--port", "0")).toMatchObject({
    exitCode: 2,
    err: expect.stringContaining("small: no price for openai:own"),
  });
});

test("a backup on a disk that takes no files beside it is restored", async () => {
  await served(["study.yaml", "--data", "data"], (baseUrl) => arrive(baseUrl, "ann"));
  await mkdir("backups");
  await refract("backup", "--data", "data", "--out", "backups/one.sqlite");
  const before = await readFile("backups/one.sqlite");
  await chmod("backups/one.sqlite", 0o400);
  await chmod("backups", 0o500);
  const restored =
    process.getuid?.() === 0
      ? // Root may write everywhere but on what is immutable or mounted for reading.
        await asNobody(["restore", "backups/one.sqlite", "--data", "restored"])
      : await refract("restore", "backups/one.sqlite", "--data", "restored");
  expect(restored).toMatchObject({ exitCode: 0, err: "" });
  await chmod("backups", 0o700);
  expect(await readFile("backups/one.sqlite")).toEqual(before);
  expect(await readdir("backups")).toEqual(["one.sqlite"]);
  expect(await readdir("restored")).toEqual(["refract.sqlite"]);
  await using store = await openStore({ file: "restored/refract.sqlite" });
  expect((await store.people("tea")).length).toBe(1);
});

test.skipIf(process.getuid?.() !== 0)(
  "what root puts into a data folder belongs to the folder's account",
  async () => {
    await served(["study.yaml", "--data", "data"], (baseUrl) => arrive(baseUrl, "ann"));
    await refract("backup", "--data", "data", "--out", "one.sqlite");
    await chown("data", 65_534, 65_534);
    await refract("key", "rotate", "--data", "data");
    await rm("data/refract.sqlite");
    await refract("restore", "one.sqlite", "--data", "data");
    for (const name of ["secret.key", "refract.sqlite"])
      expect((await stat(`data/${name}`)).uid, name).toBe(65_534);
  },
);

/** The command as an account that owns the working folder and little else. */
async function asNobody(args: readonly string[]) {
  for (const name of [".", "backups", "backups/one.sqlite"]) await chown(name, 65_534, 65_534);
  return finished(startRefract(args, [], { uid: 65_534, gid: 65_534 }));
}
