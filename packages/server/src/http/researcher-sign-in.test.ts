import { openStore } from "@refract/store";
import { createSqliteDatabase, ParticipantClient, signInResearcher, startTestServer } from "@refract/testing";
import { Hono } from "hono";
import { expect, test } from "vitest";
import { createSecrets } from "../secrets.ts";
import { linkLifetimeMs, mintResearcherToken, researcherSignIn } from "./researcher-sign-in.ts";

const study = {
  "study.yaml":
    "refract: 1\nid: researcher\ntitle: R\nstages: [{id: c, type: consent, version: '1', statements: [{id: a, text: Yes}]}]\n",
};
const pages = { styles: [], serve: () => new Response("") };
interface Overview {
  readonly onlyHere: boolean;
}

test("a study called researcher is no door to the start page, and does not shut it", async () => {
  await using running = await startTestServer({ study, pages });
  const { baseUrl } = running.server;
  const { headers } = await signInResearcher(running.server);
  const [name = "", value = ""] = headers.cookie.split("=");
  const browser = new ParticipantClient(baseUrl, "researcher", new Map([[name, value]]));
  const key = { "x-refract-key": headers["x-refract-key"] };
  expect((await browser.enter()).status).toBe(200);
  expect((await browser.request("/api/r/overview", undefined, key)).status).toBe(200);
  expect((await browser.session()).status).toBe(200);
  const person = new ParticipantClient(baseUrl, "researcher");
  await person.enter();
  expect((await person.request("/api/r/overview", undefined, key)).status).toBe(403);
});

test.each([
  ["alone", {}, true],
  ["behind a proxy", { publicUrl: "https://study.example.org" }, false],
  ["on every address", { host: "0.0.0.0" }, false],
])("the start page is told whether others reach it: %s", async (_, options, onlyHere) => {
  await using running = await startTestServer({ study, pages, ...options });
  const { entryUrl } = running.server;
  const baseUrl = running.server.baseUrl.replace("0.0.0.0", "127.0.0.1");
  const { headers } = await signInResearcher({ baseUrl, entryUrl });
  const response = await fetch(`${baseUrl}/api/r/overview`, { headers });
  expect(response.status).toBe(200);
  const body = (await response.json()) as Overview;
  expect(body.onlyHere).toBe(onlyHere);
});

test("a look at the link that reads no page does not spend it", async () => {
  await using running = await startTestServer({ study, pages });
  const looked = await fetch(running.server.entryUrl, { method: "HEAD", redirect: "manual" });
  expect([looked.status, looked.headers.get("set-cookie"), looked.headers.get("location")]).toEqual([
    303,
    null,
    "/",
  ]);
  await signInResearcher(running.server);
  await expect(signInResearcher(running.server)).rejects.toThrow("the link lets nobody in");
});

test("the cookie that a program on another port collects opens nothing without the page's key", async () => {
  await using running = await startTestServer({ study, pages });
  const { baseUrl } = running.server;
  const { headers, key } = await signInResearcher(running.server);
  const { cookie } = headers;
  const get = async (path: string, more: Record<string, string> = {}) =>
    (await fetch(`${baseUrl}${path}`, { headers: { cookie, ...more } })).status;
  expect(await get("/api/r/overview")).toBe(403);
  expect(await get("/api/r/overview", { "x-refract-key": "0".repeat(64) })).toBe(403);
  expect(await get("/api/r/overview", { "x-refract-key": key })).toBe(200);
  expect(await get(`/api/r/overview?key=${key}`)).toBe(200);
  expect((await fetch(`${baseUrl}/api/r/overview?key=${key}`)).status).toBe(403);
});

test("signing out ends the session for every copy of its cookie, also after a restart", async () => {
  await using database = await createSqliteDatabase();
  const store = await openStore(database.options);
  const door = doorOf(store);
  const one = await door.enter(door.link());
  const other = await door.enter(door.link());
  expect([await door.see(one), await door.see(other)]).toEqual([200, 200]);
  expect((await door.app.request("/api/r/out", { headers: one })).headers.get("set-cookie")).toMatch(
    /Max-Age=0/,
  );
  expect([await door.see(one), await door.see(other)]).toEqual([403, 200]);
  const next = doorOf(store);
  expect([await next.see(one), await next.see(other)]).toEqual([403, 200]);
  await store[Symbol.asyncDispose]();
});

test("a session that was ended stays so for as long as its cookie is good, whoever signs out meanwhile", async () => {
  await using database = await createSqliteDatabase();
  await using store = await openStore(database.options);
  const door = doorOf(store);
  const one = await door.enter(door.link());
  await door.app.request("/api/r/out", { headers: one });
  door.wait(29 * 24 * 60 * 60 * 1000);
  const other = await door.enter(door.link());
  await door.app.request("/api/r/out", { headers: other });
  expect([await door.see(one), await door.see(other)]).toEqual([403, 403]);
});

test("a link is good once, within its hour, at the server that runs; a session for thirty days", async () => {
  await using database = await createSqliteDatabase();
  await using store = await openStore(database.options);
  const door = doorOf(store);
  const early = door.link();
  door.wait(linkLifetimeMs - 1);
  const session = await door.enter(early);
  expect(await door.see(session)).toBe(200);
  expect(await door.enter(early)).toEqual({});
  const late = door.link();
  door.wait(linkLifetimeMs);
  expect(await door.enter(late)).toEqual({});
  expect(await door.enter("1.2.3")).toEqual({});
  // a clock may be five seconds ahead, and no more
  expect(await door.enter(mintResearcherToken(secrets, startedAt + 2 * linkLifetimeMs + 5_000))).toEqual({});
  expect(await door.enter(mintResearcherToken(secrets, startedAt + 2 * linkLifetimeMs + 4_000))).not.toEqual(
    {},
  );
  // the server before this one may have spent it
  const earlier = mintResearcherToken(secrets, startedAt - 1);
  expect(await doorOf(store).enter(earlier)).toEqual({});
  const day = 24 * 60 * 60 * 1000;
  door.wait(30 * day - linkLifetimeMs - 1);
  expect(await door.see(session)).toBe(200);
  door.wait(1);
  expect(await door.see(session)).toBe(403);
  // a clock that was set back makes it younger, and no session good for ever
  door.wait(-31 * day);
  expect(await door.see(session)).toBe(200);
  door.wait(-30 * day);
  expect(await door.see(session)).toBe(403);
});

test("who signed out stays out when others sign out later, also on a clock that is set back then", async () => {
  await using database = await createSqliteDatabase();
  await using store = await openStore(database.options);
  const door = doorOf(store);
  const day = 24 * 60 * 60 * 1000;
  const first = await door.enter(door.link());
  await door.app.request("/api/r/out", { headers: first });
  door.wait(40 * day);
  const second = await door.enter(door.link());
  expect(await door.see(second)).toBe(200);
  await door.app.request("/api/r/out", { headers: second });
  door.wait(-20 * day);
  expect([await door.see(first), await door.see(second)]).toEqual([403, 403]);
});

const startedAt = Date.parse("2026-01-01T00:00:00Z");
const secrets = createSecrets(Buffer.alloc(32, 7));

/** The door alone, with a clock that is moved by hand. */
function doorOf(store: Awaited<ReturnType<typeof openStore>>) {
  let time = startedAt;
  const signIn = researcherSignIn({ secrets, store, secure: false, now: () => time });
  const app = new Hono();
  app.onError((_error, context) => context.text("", 403));
  app.get("/", (context) => context.text(signIn.enter(context, context.req.query("token") ?? "") ?? ""));
  app.use("/api/r/*", signIn.required);
  app.get("/api/r/see", (context) => context.text("seen"));
  app.get("/api/r/out", async (context) => {
    await signIn.leave(context);
    return context.text("");
  });
  return {
    app,
    wait: (milliseconds: number) => {
      time += milliseconds;
    },
    link: () => mintResearcherToken(secrets, time),
    /** The headers of a browser that was let in; none where it was not. */
    enter: async (token: string): Promise<Record<string, string>> => {
      const response = await app.request(`/?token=${token}`);
      const key = await response.text();
      const [cookie = ""] = (response.headers.get("set-cookie") ?? "").split(";");
      return key === "" ? {} : { cookie, "x-refract-key": key };
    },
    see: async (headers: Record<string, string>) => (await app.request("/api/r/see", { headers })).status,
  };
}
