import { ParticipantClient, startTestServer } from "@refract/testing";
import { expect, test } from "vitest";
import { simulatePeople } from "../simulation/simulate-people.ts";
import { ShownRatings } from "./shown-ratings.ts";

const study = (places: number, ratings: string, id = "talk") => ({
  "study.yaml": `refract: 1
id: ${id}
title: Talk
seed: fixed
participants: ${places}
models: [demo:plain, demo:warm]
stages:
  - id: talk
    type: conversation
    types: [{id: any, title: Any, count: 1}]
    opening: {models: 2}
    turns: {minimum: 1, maximum: 1}
    judge: {kind: scale, minimumLabel: Terrible, maximumLabel: Perfect}
  - {id: end, type: end, ratings: ${ratings}}
`,
});

test("people see everybody's ratings when all are done, in steps of the minimum, with names only where they are revealed", async () => {
  await using running = await startTestServer({
    study: study(7, "{minimumPeople: 5}"),
    instant: true,
  });
  const { server, store } = running;
  const walk = async (people: number, firstOrdinal: number) => {
    const { opened } = await server.shelf.get("talk");
    const { failures } = await simulatePeople({ server, study: opened, people, firstOrdinal, seed: "1" });
    expect(failures).toEqual([]);
  };
  await walk(6, 1);
  const [first] = (await store.people("talk")).map(({ participant }) => participant);
  if (first === undefined) throw new Error("nobody came");
  const ratings = new ShownRatings(store, server.shelf);
  expect(await ratings.of(first)).toEqual({ kind: "later" });
  await walk(1, 7);
  const view = await ratings.of(first);
  expect(view).toMatchObject({ kind: "scale", people: 5, models: [] });
  expect(JSON.stringify(view)).not.toMatch(/demo|plain|warm/);
  if (view.kind !== "scale") throw new Error("expected a scale");
  expect(view.parts.map(({ from, to }) => [from, to])).toEqual([
    [1, 20],
    [21, 40],
    [41, 60],
    [61, 80],
    [81, 100],
  ]);
  expect(view.parts.reduce((sum, { you }) => sum + (you ?? 0), 0)).toBeCloseTo(1, 1);
  expect(view.average.everybody).toBeGreaterThan(0);

  // Real people have ratings of their own, and nothing is shown of too few.
  const person = new ParticipantClient(server.baseUrl, "talk");
  await person.enter();
  expect((await person.request("/api/p/ratings?study=talk")).status).toBe(422);
  expect(await store.completedPeople("talk", false)).toBe(0);
  expect(await ratings.of({ ...first, simulated: false, id: "nobody" })).toEqual({ kind: "later" });
});

test("at once and named: every model with its average where the study says so; a study without them shows none", async () => {
  await using running = await startTestServer({
    study: study(100, "{when: at-once, minimumPeople: 5, namesModels: true}"),
    instant: true,
  });
  const { server, store } = running;
  const { opened } = await server.shelf.get("talk");
  await simulatePeople({ server, study: opened, people: 9, seed: "1" });
  const [first] = (await store.people("talk")).map(({ participant }) => participant);
  if (first === undefined) throw new Error("nobody came");
  const ratings = new ShownRatings(store, server.shelf);
  const view = await ratings.of(first);
  expect(view).toMatchObject({ kind: "scale", people: 5 });
  expect(view.kind === "scale" ? view.models.map(({ model }) => model) : []).toEqual([
    "demo:plain",
    "demo:warm",
  ]);
  await expect(ratings.of({ ...first, status: "active" })).rejects.toMatchObject({ code: "rejected" });

  const plain = study(5, "{}", "other")["study.yaml"].replace(", ratings: {}", "");
  await server.addStudy({ "study.yaml": plain });
  const person = new ParticipantClient(server.baseUrl, "other");
  await person.enter();
  expect((await person.request("/api/p/ratings?study=other")).status).toBe(404);
});
