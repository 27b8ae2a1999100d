import { cp, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { startServer } from "@refract/server";
import { openStore } from "@refract/store";
import { createPostgresDatabase, describeWith, ParticipantClient, postgres } from "@refract/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { refract, workingFolder } from "./command-line.fixture.ts";
import { noteServedAddress } from "./served-address.ts";
import { openWorkspace } from "./workspace.ts";

const study = `refract: 1
id: tea
title: Tea
entry: {panel: {idParameter: PID, idCase: insensitive}, returning: resume}
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

/** Serves the study from a data folder as the command does, does something there, and stops. */
async function served(
  data: string,
  work: (baseUrl: string) => Promise<void>,
  databaseUrl?: string,
): Promise<void> {
  await using workspace = await openWorkspace({ data, databaseUrl });
  await using server = await startServer({
    store: workspace.store,
    models: workspace.models,
    secrets: workspace.secrets,
    pages: null,
    dataFolder: workspace.dataFolder,
    logger: { info: () => {}, error: () => {} },
    studies: [{ "study.yaml": study }],
  });
  await using _note = await noteServedAddress(workspace.dataFolder, {
    ...{ id: server.id, baseUrl: server.baseUrl, linkUrl: server.linkUrl },
    key: workspace.secrets.fingerprint,
  });
  await work(server.baseUrl);
}

async function arrive(baseUrl: string, id: string): Promise<ParticipantClient> {
  const person = new ParticipantClient(baseUrl, "tea");
  const { status, body } = await person.arrive({ PID: id });
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
  return person;
}

const panelIds = async (data: string) => {
  const { out } = await refract("people", "tea", "--data", data, "--json");
  return JSON.parse(out).people.map(({ panelId }: { panelId: string | null }) => panelId);
};

test("another secret.key is refused with both named, and a missing one is not made anew", async () => {
  await served("data", async (baseUrl) => void (await arrive(baseUrl, "ann")));
  const key = await readFile("data/secret.key", "utf8");
  await writeFile("data/secret.key", "0".repeat(64));
  const other = await refract("serve", "study.yaml", "--data", "data", "--port", "0");
  expect(other.exitCode).toBe(2);
  expect(other.err).toMatch(
    new RegExp(
      `^refract: ${folder.path}/data/secret\\.key: is the key [0-9a-f]{16}, and the database belongs to the key [0-9a-f]{16} of ${folder.path}/data; expected --data `,
    ),
  );
  expect(other.err).not.toContain(key);
  await rm("data/secret.key");
  const missing = await refract("serve", "study.yaml", "--data", "data", "--port", "0");
  expect(missing.err).toMatch(
    /secret\.key: is missing, and the database belongs to the key [0-9a-f]{16} of /,
  );
  await expect(readFile("data/secret.key")).rejects.toThrow("ENOENT");
  // The folder may move with its key.
  await writeFile("data/secret.key", key);
  await rename("data", "moved");
  await served("moved", async (baseUrl) => void (await arrive(baseUrl, "bob")));
  expect(await panelIds("moved")).toEqual(["ann", "bob"]);
});

test("a database from before keys were noted takes the key that opens what is sealed in it, and no other", async () => {
  await served("data", async (baseUrl) => void (await arrive(baseUrl, "ann")));
  const forget = async () => {
    const BetterSqlite3 = (await import("better-sqlite3")).default;
    new BetterSqlite3("data/refract.sqlite").exec("delete from installation").close();
  };
  await forget();
  await cp("data", "other", { recursive: true });
  await writeFile("other/secret.key", "1".repeat(64));
  const refused = await refract("serve", "study.yaml", "--data", "other", "--port", "0");
  expect(refused).toMatchObject({
    exitCode: 2,
    err: expect.stringContaining("which does not open the panel ids of the database"),
  });
  await served("data", async () => {});
  await using store = await openStore({ file: "data/refract.sqlite" });
  expect((await store.installation())?.dataFolder).toBe(`${folder.path}/data`);
});

test("key rotate seals panel ids anew, knows people again, and gives other recovery codes", async () => {
  let before = "";
  const again: { cookies: ReadonlyMap<string, string> } = { cookies: new Map() };
  await served("data", async (baseUrl) => {
    const person = await arrive(baseUrl, "Ann");
    before = (await person.request<{ recoveryCode: string }>("/api/p/receipt?study=tea")).body.recoveryCode;
    again.cookies = person.cookies;
    expect(await refract("key", "rotate", "--data", "data")).toMatchObject({
      exitCode: 1,
      err: expect.stringContaining("expected it to be stopped"),
    });
  });
  const old = await readFile("data/secret.key", "utf8");
  const rotated = await refract("key", "rotate", "--data", "data", "--json");
  expect(JSON.parse(rotated.out)).toMatchObject({ identities: 1, kept: 0 });
  expect(await readFile("data/secret.key", "utf8")).not.toBe(old);
  expect(await panelIds("data")).toEqual(["Ann"]);
  await served("data", async (baseUrl) => {
    // The browser that was in stays in, and the same panel id is the same person.
    const person = new ParticipantClient(baseUrl, "tea", again.cookies);
    const receipt = await person.request<{ recoveryCode: string }>("/api/p/receipt?study=tea");
    expect(receipt.status).toBe(200);
    expect(receipt.body.recoveryCode).not.toBe(before);
    const recover = (code: string) =>
      new ParticipantClient(baseUrl, "tea").request("/api/p/recover", { studyId: "tea", code });
    expect((await recover(before)).status).toBe(403);
    expect((await recover(receipt.body.recoveryCode)).status).toBe(200);
    await arrive(baseUrl, "ANN");
  });
  expect(await panelIds("data")).toEqual(["Ann"]);
});

test("a rotation that was killed before it swapped the files is finished at the next start", async () => {
  await served("data", async (baseUrl) => void (await arrive(baseUrl, "ann")));
  const old = await readFile("data/secret.key", "utf8");
  await refract("key", "rotate", "--data", "data");
  await rename("data/secret.key", "data/secret.key.next");
  await writeFile("data/secret.key", old);
  await served("data", async () => {});
  expect(await panelIds("data")).toEqual(["ann"]);
});

test("a key that is lost for good can be gone on without", async () => {
  await served("data", async (baseUrl) => void (await arrive(baseUrl, "ann")));
  await rm("data/secret.key");
  const rotated = await refract("key", "rotate", "--data", "data", "--old-key-lost");
  expect(rotated.out).toContain("1 panel ids were sealed with a key that is not here and can't be read");
  await served("data", async (baseUrl) => void (await arrive(baseUrl, "bob")));
  expect(await panelIds("data")).toEqual([null, "bob"]);
});

test("a study is closed, archived, loses its panel ids and is deleted, while the server runs", async () => {
  const life = (...args: string[]) => refract("study", ...args, "--data", "data");
  await served("data", async (baseUrl) => {
    const person = await arrive(baseUrl, "ann");
    expect(await life("erase-ids", "tea")).toMatchObject({ exitCode: 1 });
    expect((await life("close", "tea")).out).toContain("tea is closed: nobody new can begin");
    const late = new ParticipantClient(baseUrl, "tea");
    expect((await late.landing()).body).toMatchObject({ open: false });
    expect((await late.arrive({ PID: "bob" })).body.error.userMessage).toBe("study-full");
    // Who began goes on, also from another window of theirs.
    await person.does("consent", { type: "consent.given", statements: { consent: true } });
    await life("reopen", "tea");
    const early = await arrive(baseUrl, "cyd");
    await life("archive", "tea");
    const command = { type: "consent.given", statements: { consent: true } };
    expect((await early.send("consent", command)).body.error.userMessage).toBe("session-ended");
    // Whoever wants their data out still can.
    expect((await early.request("/api/p/withdraw", { studyId: "tea" })).status).toBe(200);
    expect((await life("erase-ids", "tea")).out).toContain("erased 1 panel ids");
    expect(await panelIds("data")).toEqual([null, null]);
    expect(await life("delete", "tea")).toMatchObject({
      exitCode: 2,
      err: expect.stringContaining("--confirm: missing, expected tea"),
    });
    expect((await life("delete", "tea", "--confirm", "tea")).out).toContain(
      "tea: deleted, with 2 people and 1 versions",
    );
    expect((await late.landing()).status).toBe(404);
  });
});

await describeWith(postgres, "move", (server) => {
  test("copies the data folder's rows to PostgreSQL, says how they compare, and people go on there", async () => {
    await using database = await createPostgresDatabase(server);
    await served("data", async (baseUrl) => {
      await arrive(baseUrl, "ann");
      expect(await refract("move", "--data", "data", "--to", database.options.databaseUrl)).toMatchObject({
        exitCode: 1,
        err: expect.stringContaining("a server runs on"),
      });
    });
    const moved = await refract("move", "--data", "data", "--to", database.options.databaseUrl);
    expect(moved).toMatchObject({ exitCode: 0, err: "" });
    expect(moved.out).toMatch(/participants +1 +[0-9a-f]{16}\n/);
    const url = ["--database-url", database.options.databaseUrl];
    await served(
      "data",
      async (baseUrl) => void (await arrive(baseUrl, "bob")),
      database.options.databaseUrl,
    );
    const { out } = await refract("people", "tea", "--data", "data", "--json", ...url);
    expect(JSON.parse(out).people.map(({ panelId }: { panelId: string }) => panelId)).toEqual(["ann", "bob"]);
    // Another data folder has another key.
    await mkdir("other");
    const other = await refract("serve", "study.yaml", "--data", "other", "--port", "0", ...url);
    expect(other.err).toMatch(/other\/secret\.key: is missing, and the database belongs to the key /);
    expect(await refract("move", "--data", "data", "--to", database.options.databaseUrl)).toMatchObject({
      err: expect.stringContaining("expected an empty database"),
    });
  });
});
