import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { basename, dirname } from "node:path";
import {
  createPostgresDatabase,
  createSqliteDatabase,
  describeWith,
  postgres,
  queryPostgres,
} from "@refract/testing";
import { expect, test } from "vitest";
import {
  addStudy,
  answer,
  call,
  collect,
  enter,
  response,
  wholeConversation,
} from "./contract/sample-rows.ts";
import { moveStore, openStore, type Store } from "./index.ts";

async function fill(store: Store): Promise<void> {
  for (const id of ["s", "t"]) await addStudy(store, id);
  for (let person = 1; person <= 30; person += 1) {
    const id = `p${person}`;
    await enter(store, "s", id, {
      simulated: person % 2 === 0,
      test: person % 7 === 0,
      identity: { lookup: `l${person}`, sealed: new Uint8Array([0, 255, person]) },
    });
    await store.commit(wholeConversation(id, 2));
    await store.commit({
      participantId: id,
      events: [],
      rows: [
        // A NUL and half a character inside JSON, exact fractions, and big whole numbers.
        answer(id, "words", { value: "لماذا؟ \u0000 \ud83d 😀" }),
        answer(id, "numbers", { value: [0.1, 1 / 3, 2 ** 53 - 1, -0, 1e-320] }),
        call(id, `call of ${id}`, { costUsd: 0.1 + 0.2, totalMs: 1 / 3 }),
        response(id, "item", 0),
      ],
    });
  }
  await store.withdraw("p5", 9);
  await store.decide({ participantId: "p6", kind: "reject", at: 9, reason: "no" });
  await store.setStudyState("t", "closed", 9);
  await store.noteInstallation({ keyFingerprint: "f", dataFolder: "/d" }, 9);
  await store.settle(
    await store.reserve({ name: "s", account: "a", reference: "r", usd: 0.3, capUsd: 5 }),
    0.2,
  );
  await store.signOutResearcher("session", 9, 0);
}

const hashOf = (file: string) => createHash("sha256").update(readFileSync(file)).digest("hex");

await describeWith(postgres, "moving to PostgreSQL", (server) => {
  test("every row arrives as it was, the counts and hashes say so, and the source is not touched", async () => {
    await using from = await createSqliteDatabase();
    await using to = await createPostgresDatabase(server);
    {
      await using store = await openStore(from.options);
      await fill(store);
    }
    const before = hashOf(from.options.file);
    const tables = await moveStore(from.options, to.options);
    expect(hashOf(from.options.file)).toBe(before);
    expect(tables.map(({ name, rows }) => [name, rows])).toContainEqual(["participants", 30]);
    expect(tables.every(({ hash }) => /^[0-9a-f]{64}$/.test(hash))).toBe(true);
    await using source = await openStore(from.options);
    await using target = await openStore(to.options);
    const everybody = { simulated: "include" } as const;
    expect(await collect(target.records("s", everybody))).toEqual(
      await collect(source.records("s", everybody)),
    );
    expect(await target.totals("s")).toEqual(await source.totals("s"));
    expect(await target.people("s")).toEqual(await source.people("s"));
    expect(await target.events("p1")).toEqual(await source.events("p1"));
    expect(await target.studyState("t")).toBe("closed");
    expect(await target.installation()).toEqual({ keyFingerprint: "f", dataFolder: "/d" });
    expect(await target.isResearcherSignedOut("session")).toBe(true);
    // People go on there.
    await enter(target, "s", "p31");
    expect((await target.participant("p31"))?.ordinal).toBe(31);
  });

  test("a move clears its copy away, and that of one that was killed", async () => {
    await using from = await createSqliteDatabase();
    await using to = await createPostgresDatabase(server);
    {
      await using store = await openStore(from.options);
      await fill(store);
    }
    await mkdir(`${from.options.file}.moving`);
    await writeFile(`${from.options.file}.moving/copy.sqlite`, "half a copy");
    await moveStore(from.options, to.options);
    const left = readdirSync(dirname(from.options.file));
    expect(left).toContain(basename(from.options.file));
    expect(left.filter((name) => name.includes("moving"))).toEqual([]);
  });

  test("a database in an encoding that lacks most letters is refused before it takes anything", async () => {
    await using to = await createPostgresDatabase(server);
    const name = `${new URL(to.options.databaseUrl).pathname.slice(1)}_latin`;
    await queryPostgres(
      server.url,
      `create database ${name} encoding 'LATIN1' lc_collate 'C' lc_ctype 'C' template template0`,
    );
    const url = new URL(to.options.databaseUrl);
    url.pathname = name;
    try {
      await expect(openStore({ databaseUrl: url.href })).rejects.toMatchObject({
        code: "invalid-input",
        message: expect.stringContaining("its encoding is LATIN1, expected UTF8"),
      });
    } finally {
      await queryPostgres(server.url, `drop database ${name}`);
    }
  });

  test("a database that holds something is refused and stays as it is", async () => {
    await using from = await createSqliteDatabase();
    await using to = await createPostgresDatabase(server);
    {
      await using store = await openStore(from.options);
      await fill(store);
      await using target = await openStore(to.options);
      await addStudy(target, "mine");
    }
    await expect(moveStore(from.options, to.options)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("the table studies has rows already, expected an empty database"),
    });
    await using target = await openStore(to.options);
    expect((await target.studies()).map(({ id }) => id)).toEqual(["mine"]);
  });
});
