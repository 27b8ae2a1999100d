import { ParticipantClient, startTestServer } from "@refract/testing";
import { describe, expect, test, vi } from "vitest";
import { grantPanelCredits, isCreditDue, mostCreditAttempts, type PanelCall } from "./jobs/panel-credits.ts";
import { listPeople } from "./people/people-list.ts";

const address = (code: string) =>
  `https://school.sona-systems.com/services/SonaAPI.svc/WebstudyCredit?experiment_id=1&credit_token=t2&survey_code=${code}`;
const study = {
  "study.yaml": `
refract: 1
id: tea
title: Tea
entry: {panel: {use: sona, serverCredit: "${address("{id}")}"}}
stages:
  - {id: consent, type: consent, version: "1", statements: [{id: consent, text: I agree}]}
  - {id: end, type: end}
`,
};
const granted = '<R><a:Errors i:nil="true"/><a:Result><a:credit_status>G</a:credit_status></a:Result></R>';
const secretCode = "77310442";

/** Stands in for SONA: gives the answers in order and notes what it was asked. */
function panel(...answers: (() => Response)[]) {
  const asked: { readonly address: string; readonly redirect: RequestInit["redirect"] }[] = [];
  const call: PanelCall = async (url, { redirect }) => {
    const answer = answers[Math.min(asked.length, answers.length - 1)];
    asked.push({ address: url, redirect });
    if (answer === undefined) throw new Error("nothing to answer with");
    return answer();
  };
  return { asked, call };
}

const walk = async (baseUrl: string, code: string, query: Readonly<Record<string, string>> = {}) => {
  const person = new ParticipantClient(baseUrl, "tea");
  await person.arrive({ survey_code: code, ...query });
  await person.does("consent", { type: "consent.given", statements: { consent: true } });
};

test("who completes is credited by the server, once, and test people are not", async () => {
  const sona = panel(() => new Response(granted));
  await using running = await startTestServer({ study, panelCall: sona.call });
  const people = () =>
    listPeople({
      store: running.store,
      shelf: running.server.shelf,
      secrets: running.secrets,
      studyId: "tea",
    });
  await walk(running.server.baseUrl, "test", { test: "" });
  await walk(running.server.baseUrl, secretCode);
  await vi.waitFor(async () => expect((await people()).people[1]?.credit?.granted).toBe(true), 20_000);
  await walk(running.server.baseUrl, "second");
  await vi.waitFor(async () => expect((await people()).people[2]?.credit?.granted).toBe(true), 20_000);
  expect(sona.asked).toEqual(
    [secretCode, "second"].map((code) => ({ address: address(code), redirect: "manual" })),
  );
  expect((await people()).people[0]?.credit).toBeNull();
  expect(running.notes.some(({ message }) => message === "panel credited a person")).toBe(true);
  expect(JSON.stringify([running.log, running.notes])).not.toContain(secretCode);
});

test("a redirect is not followed, the reason is kept and the code is in no log", async () => {
  const sona = panel(
    () => new Response(null, { status: 302, headers: { location: "http://127.0.0.1/secret" } }),
  );
  await using running = await startTestServer({ study, panelCall: sona.call });
  await walk(running.server.baseUrl, secretCode);
  const credit = async () =>
    (
      await listPeople({
        store: running.store,
        shelf: running.server.shelf,
        secrets: running.secrets,
        studyId: "tea",
      })
    ).people[0]?.credit ?? null;
  await vi.waitFor(async () => expect(await credit()).not.toBeNull(), 20_000);
  expect(await credit()).toMatchObject({
    granted: false,
    attempts: 1,
    problem: "HTTP 302: leads elsewhere, and the server follows no such redirect",
  });
  expect(sona.asked).toHaveLength(1);
  expect(JSON.stringify([running.log, running.notes])).not.toContain(secretCode);
});

test("who withdraws while the credit is retried is still credited, and whoever is rejected is not", async () => {
  let isUp = false;
  const sona = panel(() => (isUp ? new Response(granted) : new Response("busy", { status: 500 })));
  await using running = await startTestServer({ study, panelCall: sona.call });
  const { store, secrets, server } = running;
  const people = async () =>
    (await listPeople({ store, shelf: server.shelf, secrets, studyId: "tea" })).people;
  const withdrawing = new ParticipantClient(server.baseUrl, "tea");
  await withdrawing.arrive({ survey_code: secretCode });
  await withdrawing.does("consent", { type: "consent.given", statements: { consent: true } });
  await walk(server.baseUrl, "rejected");
  await vi.waitFor(async () => {
    const attempts = (await people()).map(({ credit }) => credit?.attempts);
    expect(attempts).toEqual([1, 1]);
  }, 20_000);
  await withdrawing.request("/api/p/withdraw", { studyId: "tea" });
  const rejected = (await store.people("tea"))[1];
  await store.decide({
    participantId: rejected?.participant.id ?? "",
    at: Date.now(),
    kind: "reject",
    reason: "no",
  });
  expect((await store.people("tea"))[0]).toMatchObject({
    sealed: null,
    participant: { status: "withdrawn" },
  });
  expect((await store.creditsDue("tea")).map(({ ending }) => ending)).toEqual(["completed"]);

  // A later look: the first attempts lie an hour back for it.
  isUp = true;
  sona.asked.length = 0;
  const later = Date.now() + 3_600_000;
  const credits = grantPanelCredits({
    ...{ store, shelf: server.shelf, secrets, call: sona.call, log: () => {}, now: () => later },
    onError: (error) => {
      throw error;
    },
  });
  await vi.waitFor(async () => expect((await people())[0]?.credit?.granted).toBe(true), 20_000);
  await credits[Symbol.asyncDispose]();
  expect(sona.asked.map((call) => call.address)).toEqual([address(secretCode)]);
  expect(await store.creditsDue("tea")).toEqual([]);
  expect(JSON.stringify([running.log, running.notes])).not.toContain(secretCode);
});

test.each([
  ["[completed]", null],
  ["[completed, declined]", "declined"],
])("who withdraws before the end is credited where paid is %s: %s", async (paid, ending) => {
  const text = study["study.yaml"].replace("use: sona,", `use: sona, paid: ${paid},`);
  const sona = panel(() => new Response("busy", { status: 500 }));
  const asking = text.replace("  - {id: end", "  - {id: you, type: survey, survey: s.json}\n  - {id: end");
  const files = {
    "study.yaml": asking,
    "s.json": '{"pages":[{"name":"p","elements":[{"type":"boolean","name":"tea","title":"Tea?"}]}]}',
  };
  await using running = await startTestServer({ study: files, panelCall: sona.call });
  const person = new ParticipantClient(running.server.baseUrl, "tea");
  await person.arrive({ survey_code: secretCode });
  await person.does("consent", { type: "consent.given", statements: { consent: true } });
  await person.request("/api/p/withdraw", { studyId: "tea" });
  expect((await running.store.creditsDue("tea")).map((due) => due.ending)).toEqual(
    ending === null ? [] : [ending],
  );
});

describe("a failed attempt is repeated after one minute, two, four and so on, for days", () => {
  test.each([
    [0, null, true],
    [1, 59_999, false],
    [1, 60_000, true],
    [4, 8 * 60_000 - 1, false],
    [4, 8 * 60_000, true],
    [15, 6 * 3_600_000, true],
    [mostCreditAttempts, 1e12, false],
  ])("after %i attempts and %s ms: %s", (attempts, ago, isDue) => {
    expect(isCreditDue({ attempts, lastAt: ago === null ? null : 0 }, ago ?? 0)).toBe(isDue);
  });
});
