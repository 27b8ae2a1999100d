import { ParticipantClient, signInResearcher, startTestServer } from "@refract/testing";
import { expect, test } from "vitest";
import { isLoopback, listeningAddress, namesThisMachine } from "./listening-address.ts";

const study = {
  "study.yaml":
    "refract: 1\nid: s\ntitle: S\nstages: [{id: c, type: consent, version: '1', statements: [{id: a, text: Yes}]}]\n",
};
const pages = { styles: [], serve: () => new Response("") };
const address = (address: string, internal: boolean, family: "IPv4" | "IPv6" = "IPv4") => ({
  address,
  internal,
  family,
  netmask: "",
  mac: "",
  cidr: null,
  ...(family === "IPv6" ? { scopeid: 0 } : {}),
});
const interfaces = {
  lo: [address("127.0.0.1", true)],
  eth0: [address("fe80::1", false, "IPv6"), address("192.168.1.5", false)],
} as Parameters<typeof listeningAddress>[2];

test.each([
  ["127.0.0.1", "http://127.0.0.1:80", "http://127.0.0.1:80"],
  ["localhost", "http://localhost:80", "http://localhost:80"],
  ["::1", "http://[::1]:80", "http://[::1]:80"],
  ["192.168.1.5", "http://192.168.1.5:80", "http://192.168.1.5:80"],
  ["0.0.0.0", "http://127.0.0.1:80", "http://192.168.1.5:80"],
  ["::", "http://[::1]:80", "http://192.168.1.5:80"],
])("%s is reached at %s, by others at %s", (host, own, forOthers) => {
  expect(listeningAddress(host, 80, interfaces)).toEqual({ own, forOthers });
});

test.each([
  ["localhost", true],
  ["::1", true],
  ["127.0.0.1", true],
  ["127.9.9.9", true],
  ["::", false],
  ["0.0.0.0", false],
  ["192.168.1.5", false],
  ["127.0.0.1.example.org", false],
])("only this machine reaches a server on %s: %s", (host, alone) => {
  expect(isLoopback(host)).toBe(alone);
});

test("a name that leads here by a stranger's DNS is none of this machine's", () => {
  for (const name of ["localhost:80", "127.0.0.1", "127.0.0.2:8787", "[::1]:1", "LOCALHOST"])
    expect(namesThisMachine(name, "127.0.0.1"), name).toBe(true);
  expect(namesThisMachine("192.168.1.5:80", "192.168.1.5")).toBe(true);
  expect(namesThisMachine("[fe80::1]:80", "fe80::1")).toBe(true);
  expect(namesThisMachine("192.168.1.6:80", "192.168.1.5")).toBe(false);
  for (const name of [
    "evil.example:80",
    "127.0.0.1.evil.example",
    "localhost.evil.example",
    "",
    "127.evil.example",
  ])
    expect(namesThisMachine(name, "127.0.0.1"), name).toBe(false);
});

test.each(["127.0.0.1", "127.0.0.2", "localhost", "0.0.0.0"])(
  "people and the researcher get in at a server on %s",
  async (host) => {
    await using running = await startTestServer({ study, pages, host });
    const { baseUrl, entryUrl } = running.server;
    expect((await new ParticipantClient(baseUrl, "s").enter()).status).toBe(200);
    const { headers } = await signInResearcher({ baseUrl, entryUrl });
    expect((await fetch(`${baseUrl}/api/r/overview`, { headers })).status).toBe(200);
  },
);
