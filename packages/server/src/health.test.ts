import { RefractError } from "@refract/core";
import { startTestServer } from "@refract/testing";
import { expect, test } from "vitest";

const study = {
  "study.yaml": "refract: 1\nid: small\ntitle: Small\nstages: [{id: end, type: end}]\n",
};

test("a monitor is told whether the database answers, the version and the commit", async () => {
  let isAway = false;
  await using running = await startTestServer({
    study,
    commit: "abc1234",
    wrapStore: (store) =>
      new Proxy(store, {
        get: (target, name) => {
          if (name === "ping" && isAway)
            return () => Promise.reject(new RefractError("unavailable", "postgres://db: is away"));
          const member = Reflect.get(target, name);
          return typeof member === "function" ? member.bind(target) : member;
        },
      }),
  });
  const health = async () => {
    const response = await fetch(`${running.server.baseUrl}/health`);
    return { status: response.status, body: await response.json() };
  };
  expect(await health()).toEqual({
    status: 200,
    body: { ok: true, version: "0.1.0", commit: "abc1234", database: true },
  });
  isAway = true;
  expect(await health()).toEqual({
    status: 503,
    body: { ok: false, version: "0.1.0", commit: "abc1234", database: false },
  });
});
