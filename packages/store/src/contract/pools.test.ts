import { describeOnEachDatabase, type TestDatabase } from "@refract/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openStore, type Pool, type Store } from "../index.ts";
import { addStudy, enter, event, hour, morning, response } from "./sample-rows.ts";

await describeOnEachDatabase("a pool of items", (createDatabase) => {
  let database: TestDatabase;
  let store: Store;
  let second: Store;
  beforeAll(async () => {
    database = await createDatabase();
    store = await openStore(database.options);
    second = await openStore(database.options);
  });
  afterAll(async () => {
    await store[Symbol.asyncDispose]();
    await second[Symbol.asyncDispose]();
    await database[Symbol.asyncDispose]();
  });

  const poolOf = (studyId: string, changes: Partial<Pool> = {}): Pool => ({
    studyId,
    scope: "opinions",
    simulated: false,
    test: false,
    activeSince: morning - hour,
    ...changes,
  });

  /** What somebody who draws nothing sees of the pool. */
  const loadOf = async (participantId: string, pool: Pool) => {
    const seen: Record<string, number> = {};
    await store.commitDraw(participantId, pool, (load) => {
      Object.assign(seen, Object.fromEntries(load));
      return { events: [], rows: [] };
    });
    return seen;
  };

  test("forty people who draw at once through two processes are given every item alike", async () => {
    await addStudy(store, "rush");
    const people = Array.from({ length: 40 }, (_, index) => `rush-${index}`);
    for (const id of people) await enter(store, "rush", id);
    const items = ["a", "b", "c", "d", "e"];
    await Promise.all(
      people.map((id, index) =>
        (index % 2 === 0 ? store : second).commitDraw(id, poolOf("rush"), (load) => ({
          events: [event(id, 2)],
          rows: items
            .toSorted((a, b) => (load.get(a) ?? 0) - (load.get(b) ?? 0))
            .slice(0, 2)
            .map((item, place) => response(id, item, place)),
        })),
      ),
    );
    // 40 people x 2 items = 80 over 5 items.
    expect(await loadOf("rush-0", poolOf("rush"))).toEqual({ a: 16, b: 16, c: 16, d: 16, e: 16 });
  });

  test("counts answers and what is open with somebody active, and frees what was abandoned or passed over", async () => {
    await addStudy(store, "counts");
    for (const id of ["c1", "c2", "c3"]) await enter(store, "counts", id);
    await store.commit({
      participantId: "c1",
      events: [event("c1", 2)],
      rows: [
        response("c1", "answered", 0, { answeredAt: morning, value: "agree", missing: null }),
        response("c1", "passed", 1, { answeredAt: morning, missing: "skipped" }),
        response("c1", "open", 2),
      ],
    });
    await store.commit({
      participantId: "c2",
      events: [event("c2", 2, { at: morning + 2 * hour })],
      rows: [response("c2", "open", 0), response("c2", "elsewhere", 1, { scope: "another" })],
    });
    expect(await loadOf("c3", poolOf("counts"))).toEqual({ answered: 1, open: 2 });
    expect(await loadOf("c3", poolOf("counts", { activeSince: morning + hour }))).toEqual({
      answered: 1,
      open: 1,
    });
    expect(await loadOf("c3", poolOf("counts", { simulated: true }))).toEqual({});
    await store.withdraw("c1", morning);
    expect(await loadOf("c3", poolOf("counts"))).toEqual({ open: 1 });
    expect(await store.totals("counts")).toMatchObject({ people: 3, withdrawn: 1, responses: 0 });
  });

  test("a draw that is refused writes nothing", async () => {
    await addStudy(store, "refused");
    await enter(store, "refused", "r1");
    const draw = (seq: number) =>
      store.commitDraw("r1", poolOf("refused"), () => ({
        events: [event("r1", seq)],
        rows: [response("r1", "a", 0)],
      }));
    await expect(draw(1)).rejects.toMatchObject({ code: "conflict" });
    expect(await loadOf("r1", poolOf("refused"))).toEqual({});
    await draw(2);
    expect(await loadOf("r1", poolOf("refused"))).toEqual({ a: 1 });
  });
});
