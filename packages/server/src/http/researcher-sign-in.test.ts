import { ParticipantClient, startTestServer } from "@refract/testing";
import { expect, test } from "vitest";

const study = {
  "study.yaml":
    "refract: 1\nid: researcher\ntitle: R\nstages: [{id: c, type: consent, version: '1', statements: [{id: a, text: Yes}]}]\n",
};
const pages = { serve: () => new Response("") };
interface Overview {
  readonly onlyHere: boolean;
}

test("a study called researcher is no door to the start page, and does not shut it", async () => {
  await using running = await startTestServer({ study, pages });
  const { baseUrl, entryUrl } = running.server;
  const browser = new ParticipantClient(baseUrl, "researcher");
  await browser.request(new URL(entryUrl).pathname + new URL(entryUrl).search);
  expect((await browser.enter()).status).toBe(200);
  expect((await browser.request("/api/r/overview")).status).toBe(200);
  expect((await browser.session()).status).toBe(200);
  const person = new ParticipantClient(baseUrl, "researcher");
  await person.enter();
  expect((await person.request("/api/r/overview")).status).toBe(403);
});

test.each([
  ["alone", {}, true],
  ["behind a proxy", { publicUrl: "https://study.example.org" }, false],
  ["on every address", { host: "0.0.0.0" }, false],
])("the start page is told whether others reach it: %s", async (_, options, onlyHere) => {
  await using running = await startTestServer({ study, pages, ...options });
  const entry = new URL(running.server.entryUrl);
  const browser = new ParticipantClient(running.server.baseUrl.replace("0.0.0.0", "127.0.0.1"), "researcher");
  await browser.request(entry.pathname + entry.search);
  const { status, body } = await browser.request<Overview>("/api/r/overview");
  expect(status).toBe(200);
  expect(body.onlyHere).toBe(onlyHere);
});

test("a look at the link that reads no page does not spend it", async () => {
  await using running = await startTestServer({ study, pages });
  const { baseUrl, entryUrl } = running.server;
  const looked = await fetch(entryUrl, { method: "HEAD", redirect: "manual" });
  expect([looked.status, looked.headers.get("set-cookie")]).toEqual([303, null]);
  const browser = new ParticipantClient(baseUrl, "researcher");
  await browser.request(new URL(entryUrl).pathname + new URL(entryUrl).search);
  expect((await browser.request("/api/r/overview")).status).toBe(200);
});
