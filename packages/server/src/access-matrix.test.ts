import { readFile } from "node:fs/promises";
import { ParticipantClient, signInResearcher, startTestServer, type TestServer } from "@refract/testing";
import { afterAll, beforeAll, expect, test } from "vitest";

const study = (id: string) => ({
  "study.yaml": `refract: 1
id: ${id}
title: ${id}
entry: {panel: {idParameter: PID}}
models: [demo:plain]
stages:
  - {id: consent, type: consent, version: "1", statements: [{id: consent, text: I agree}]}
  - {id: end, type: end}
`,
});

/** Who asks: headers of their browser, and whose page it is. */
interface Asker {
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly person?: string;
}

let running: TestServer;
const askers: Asker[] = [];
beforeAll(async () => {
  running = await startTestServer({
    study: study("tea"),
    pages: { styles: [], serve: (context) => context.body("") },
    actions: () => ({
      simulate: async () => ({ folder: null, files: [], problems: null }),
      export: async () => ({ folder: null, files: [], problems: 0 }),
    }),
  });
  const { server } = running;
  await server.addStudy(study("coffee"));
  const cookiesOf = (client: ParticipantClient) => ({
    cookie: [...client.cookies].map(([name, value]) => `${name}=${value}`).join("; "),
  });
  const arrive = async (studyId: string, id: string) => {
    const client = new ParticipantClient(server.baseUrl, studyId);
    const { body } = await client.arrive({ PID: id });
    return { ...cookiesOf(client), person: body.person };
  };
  const ann = await arrive("tea", "ann");
  const bob = await arrive("tea", "bob");
  const cyd = await arrive("coffee", "cyd");
  const { headers } = await signInResearcher(server);
  const used = await fetch(server.entryUrl, { redirect: "manual" });
  expect(used.headers.getSetCookie()).toEqual([]);
  const left = await signedOut();
  askers.push(
    { name: "nobody", headers: {} },
    { name: "this person", headers: { cookie: ann.cookie }, person: ann.person },
    { name: "another person's page", headers: { cookie: ann.cookie }, person: bob.person },
    { name: "person of another study", headers: { cookie: cyd.cookie }, person: cyd.person },
    // What a browser has for `coffee`, under the name of `tea`.
    {
      name: "another study's cookie renamed",
      headers: { cookie: cyd.cookie.replace("refract_coffee", "refract_tea") },
      person: cyd.person,
    },
    { name: "researcher", headers },
    // Another port of the machine is sent the cookie, and has no key.
    { name: "researcher's cookie alone", headers: { cookie: headers.cookie } },
    { name: "researcher's key alone", headers: { "x-refract-key": headers["x-refract-key"] } },
    { name: "researcher who signed out", headers: left },
    {
      name: "researcher's cookie changed",
      headers: { ...headers, cookie: `${headers.cookie.slice(0, -1)}0` },
    },
  );
});
afterAll(() => running[Symbol.asyncDispose]());

/** What a browser has that opened a link of its own and signed out. */
async function signedOut(): Promise<Readonly<Record<string, string>>> {
  const { mintResearcherLink } = await import("./http/researcher-sign-in.ts");
  const { server, secrets } = running;
  const entryUrl = mintResearcherLink(secrets, server.baseUrl, Date.now());
  const { headers } = await signInResearcher({ baseUrl: server.baseUrl, entryUrl });
  expect((await fetch(`${server.baseUrl}/api/r/sign-out`, { method: "POST", headers })).status).toBe(200);
  return headers;
}

interface Route {
  readonly route: string;
  readonly path?: string;
  readonly body?: unknown;
  /** Statuses by asker; `others` for everybody who is not named. */
  readonly answers: Readonly<Record<string, number>> & { readonly others: number };
}

const command = () => ({
  id: crypto.randomUUID(),
  stageId: "consent",
  command: { type: "consent.given", statements: { consent: true } },
});
const parameters = { PID: "dan" };
const routes: readonly Route[] = [
  { route: "GET /p/studies/:studyId", path: "/p/studies/tea", answers: { others: 200 } },
  {
    route: "POST /p/studies/:studyId",
    path: "/p/studies/tea",
    body: { parameters },
    answers: { others: 200 },
  },
  // A token that was not made here lets nobody in, whoever they are.
  {
    route: "POST /p/enter",
    body: { studyId: "tea", entryToken: "made up", language: "en", parameters },
    answers: { others: 403 },
  },
  { route: "POST /p/recover", body: { studyId: "tea", code: "MAPLE-0000-RIVER" }, answers: { others: 403 } },
  { route: "GET /p/session", answers: { "this person": 200, others: 401 } },
  { route: "GET /p/stream", answers: { "this person": 200, others: 403 } },
  { route: "GET /p/receipt", answers: { "this person": 200, others: 403 } },
  { route: "GET /p/data", answers: { "this person": 200, others: 403 } },
  // The study shows no ratings.
  { route: "GET /p/ratings", answers: { "this person": 404, others: 403 } },
  { route: "POST /p/command", body: command(), answers: { "this person": 200, others: 403 } },
  { route: "GET /r/overview", answers: { researcher: 200, others: 403 } },
  { route: "GET /r/stream", answers: { researcher: 200, others: 403 } },
  { route: "POST /r/models/check", body: { studyId: "tea" }, answers: { researcher: 200, others: 403 } },
  {
    route: "POST /r/simulate",
    body: { studyId: "tea", people: 1 },
    answers: { researcher: 200, others: 403 },
  },
  {
    route: "POST /r/export",
    body: { studyId: "tea", simulated: "include" },
    answers: { researcher: 200, others: 403 },
  },
  { route: "GET /r/jobs/:id/stream", path: "/r/jobs/none/stream", answers: { researcher: 200, others: 403 } },
  {
    route: "GET /r/jobs/:id/files/:name",
    path: "/r/jobs/none/files/..%2Fsecret.key",
    answers: { researcher: 404, others: 403 },
  },
  // Last: it takes this person away, and nobody else.
  { route: "POST /p/withdraw", body: { studyId: "tea" }, answers: { "this person": 200, others: 403 } },
];

/** The status of one request, and nothing of a stream but its beginning. */
async function ask({ headers, person }: Asker, { route, path, body }: Route, origin: string) {
  const [method = "", named = ""] = route.split(" ");
  const query = person === undefined ? "?study=tea" : `?study=tea&person=${person}`;
  const stop = new AbortController();
  const { status } = await fetch(`${running.server.baseUrl}/api${path ?? named}${query}`, {
    method,
    headers: { "content-type": "application/json", ...headers, origin },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: stop.signal,
  });
  stop.abort();
  return status;
}

test.each(routes)("$route answers those it is for, and nobody else", async (route) => {
  const found: Record<string, number> = {};
  const expected: Record<string, number> = {};
  // Whoever it is for comes last, so that what they change is not there for the others.
  const order = askers.toSorted((a, b) => Number(a.name in route.answers) - Number(b.name in route.answers));
  for (const asker of order) {
    found[asker.name] = await ask(asker, route, running.server.baseUrl);
    expected[asker.name] = route.answers[asker.name] ?? route.answers.others;
  }
  expect(found).toEqual(expected);
});

test("no route that changes something hears a page of another site, whoever's browser shows it", async () => {
  for (const route of routes.filter(({ route }) => route.startsWith("POST")))
    for (const asker of askers)
      expect(await ask(asker, route, "https://elsewhere.example"), `${route.route}, ${asker.name}`).toBe(403);
});

test("every route there is stands in this table", async () => {
  const declared = await Promise.all(
    (["participant", "researcher"] as const).map(async (whose) => {
      const text = await readFile(new URL(`./http/${whose}-routes.ts`, import.meta.url), "utf8");
      return [...text.matchAll(/\broutes\.(get|post|put|delete|patch)\(\s*"([^"]+)"/g)].map(
        ([, method = "", path]) => `${method.toUpperCase()} /${whose[0]}${path}`,
      );
    }),
  );
  expect(routes.map(({ route }) => route).toSorted()).toEqual(declared.flat().toSorted());
});
