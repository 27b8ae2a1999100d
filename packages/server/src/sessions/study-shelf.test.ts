import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { builtInStages } from "@refract/collect";
import { RefractError } from "@refract/core";
import { openStore } from "@refract/store";
import { createSqliteDatabase, ParticipantClient, signInResearcher, startTestServer } from "@refract/testing";
import { expect, test } from "vitest";
import { exportStudy } from "../export/export-study.ts";
import { listPeople } from "../people/people-list.ts";
import { tokenHash } from "../secrets.ts";
import { StudyShelf } from "./study-shelf.ts";

const study = (id: string) =>
  [
    "refract: 1",
    `id: ${id}`,
    "title: Small",
    'stages: [{id: consent, type: consent, version: "1", statements: [{id: c, text: I agree}]}, {id: end, type: end}]',
    "models: [demo:plain]",
  ].join("\n");
const good = study("small");
const broken = { "study.yaml": good.replace("type: end", "type: none") };
const setAside =
  /^study "small": version 2 is set aside, because this version of Refract can't run it:\nstudy\.yaml:4:.*\nto mend it: refract study stored small 2 --out FOLDER writes its files;/;

/** As an earlier version of the program may have stored it. */
const put = (store: Awaited<ReturnType<typeof openStore>>, bundle: Record<string, string>) =>
  store.putStudy(
    { id: "small", seed: "s", createdAt: 0 },
    { studyId: "small", hash: JSON.stringify(bundle), bundle, createdAt: 0 },
  );

test("a stored version that can't be run is named with the way to mend it, and new files are told as they are", async () => {
  const folder = await mkdtemp(join(tmpdir(), "refract-shelf-"));
  try {
    await using store = await openStore({ file: join(folder, "refract.sqlite") });
    const shelf = new StudyShelf(store, builtInStages);
    expect((await shelf.add({ "study.yaml": good }, 0)).version.version).toBe(1);
    await expect(shelf.add(broken, 0)).rejects.toThrow(/^study\.yaml:4:/);
    await put(store, broken);
    await expect(shelf.get("small")).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringMatching(setAside),
    });
    expect((await shelf.get("small", 1)).opened.study.title).toBeDefined();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test("a database that is away is no version that is set aside", async () => {
  const folder = await mkdtemp(join(tmpdir(), "refract-shelf-"));
  try {
    await using store = await openStore({ file: join(folder, "refract.sqlite") });
    await new StudyShelf(store, builtInStages).add({ "study.yaml": good }, 0);
    await put(store, { "study.yaml": `${good}\ndescription: Two` });
    let asked = 0;
    const away = new Proxy(store, {
      get: (target, key) => {
        const value: unknown = Reflect.get(target, key);
        if (key === "studyVersion")
          return (...question: [string, number?]) => {
            asked += 1;
            if (asked === 2) throw new RefractError("unavailable", "the database is away");
            return target.studyVersion(...question);
          };
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
    await expect(new StudyShelf(away, builtInStages).newest("small")).rejects.toThrow("the database is away");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test("a stored version that breaks a rule for new files runs", async () => {
  const folder = await mkdtemp(join(tmpdir(), "refract-shelf-"));
  try {
    await using store = await openStore({ file: join(folder, "refract.sqlite") });
    const ruled = { "study.yaml": `${good}\nretired: true` };
    const shelf = new StudyShelf(store, builtInStages);
    await expect(shelf.add(ruled, 0)).rejects.toThrow(/unknown field "retired"/);
    await put(store, ruled);
    expect((await shelf.get("small")).opened.study.id).toBe("small");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test("one study that can't be run leaves the others served, and its people paid and its earlier versions exported", async () => {
  await using running = await startTestServer({
    study: { "study.yaml": good },
    pages: { styles: [], serve: (context) => context.body("") },
  });
  const { server, store } = running;
  const person = new ParticipantClient(server.baseUrl, "small");
  await person.enter();
  await person.does("consent", { type: "consent.given", statements: { c: true } });
  await put(store, broken);
  await server.addStudy({ "study.yaml": study("other") });
  const { headers } = await signInResearcher(server);
  const overview = await fetch(`${server.baseUrl}/api/r/overview`, { headers });
  expect(await overview.json()).toMatchObject({
    studies: [{ id: "other" }],
    setAside: [{ id: "small", message: expect.stringMatching(setAside) }],
  });
  // Whoever comes by the study's address is led back; whoever is in it goes on from there.
  const landed = await fetch(`${server.baseUrl}/api/p/studies/small`);
  expect([landed.status, await landed.json()]).toMatchObject([200, { open: false, session: "none" }]);
  expect((await person.landing()).body).toMatchObject({ session: "completed" });
  expect((await person.arrive({})).body).toMatchObject({ status: "completed" });
  const newcomer = await new ParticipantClient(server.baseUrl, "small").enter();
  expect(newcomer.body.error).toMatchObject({ userMessage: "study-full" });
  expect((await fetch(`${server.baseUrl}/api/p/studies/other`)).status).toBe(200);
  // Whoever began the version before goes on.
  expect((await person.session()).body.status).toBe("completed");
  const list = await listPeople({ store, shelf: server.shelf, secrets: null, studyId: "small" });
  expect(list.people.map(({ person: number, status }) => [number, status])).toEqual([[1, "completed"]]);
  const folder = await mkdtemp(join(tmpdir(), "refract-shelf-"));
  try {
    const written = await exportStudy({
      store,
      shelf: server.shelf,
      studyId: "small",
      out: join(folder, "out"),
      simulated: "exclude",
      codings: [],
      env: {},
      generatedBy: "test",
      generatedAt: 0,
    });
    // Read, and without a survey or conversation to release.
    expect(written.manifest.counts.left_out.participants).toBe(1);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test("whoever is in a version that is set aside has their receipt and their data, and can withdraw until the day it names", async () => {
  const day = (text: string) => ({
    "study.yaml": `${good}\nwithdrawUntil: ${text}\ncontact: tea@example.org`,
  });
  for (const [until, mayWithdraw] of [
    ["2999-01-31", true],
    ["2020-01-31", false],
    ["soon", true],
  ] as const) {
    await using database = await createSqliteDatabase();
    const before = await startTestServer({ study: day("2999-01-31"), database });
    const person = new ParticipantClient(before.server.baseUrl, "small");
    await person.enter();
    await person.does("consent", { type: "consent.given", statements: { c: true } });
    const token = tokenHash(person.cookies.get("refract_small") ?? "");
    const id = (await before.store.participantByToken(token))?.id ?? "";
    await before[Symbol.asyncDispose]();
    // As a later Refract finds it that knows such a stage no more.
    const gone = { "study.yaml": day(until)["study.yaml"].replace("type: end", "type: none") };
    await using after = await startTestServer({
      study: { "study.yaml": study("other") },
      database,
      wrapStore: (store) =>
        new Proxy(store, {
          get: (target, key) => {
            const value: unknown = Reflect.get(target, key);
            if (key === "studyVersion")
              return async (studyId: string, version?: number) => {
                const found = await target.studyVersion(studyId, version);
                return found === null || studyId !== "small" ? found : { ...found, bundle: gone };
              };
            return typeof value === "function" ? value.bind(target) : value;
          },
        }),
    });
    const again = person.again(after.server.baseUrl);
    const session = await again.request("/api/p/session?study=small");
    expect([session.status, session.body]).toMatchObject([
      503,
      { error: { userMessage: "study-set-aside" } },
    ]);
    const receipt = await again.request("/api/p/receipt?study=small");
    expect([receipt.status, receipt.body]).toMatchObject([
      200,
      {
        status: "completed",
        mayWithdraw,
        withdrawUntil: until === "soon" ? null : until,
        consentVersion: "1",
      },
    ]);
    const own = await again.request("/api/p/data?study=small");
    expect([own.status, own.body]).toMatchObject([
      200,
      { consent: { version: "1", statements: { c: true } } },
    ]);
    const withdrawn = await again.request("/api/p/withdraw", { studyId: "small" });
    const row = await after.store.participant(id);
    if (mayWithdraw) {
      expect([withdrawn.status, withdrawn.body]).toEqual([200, { view: null }]);
      expect(row?.status).toBe("withdrawn");
      expect((await after.store.events(id)).every(({ payload }) => payload === null)).toBe(true);
      expect((await again.request("/api/p/receipt?study=small")).status).toBe(403);
    } else {
      expect([withdrawn.status, withdrawn.body]).toMatchObject([
        422,
        { error: { userMessage: "withdraw-over" } },
      ]);
      expect(row?.status).toBe("completed");
    }
  }
});
