import { describeOnEachDatabase } from "@refract/testing";
import { expect, test } from "vitest";
import { openStore, type Store } from "../index.ts";
import { addStudy, answer, call, enter, event, newParticipant } from "./sample-rows.ts";

const nobodyWaits = { isAgreed: false, isWaitingForCredit: () => false };
const sealed = new Uint8Array([1, 2, 3]);

async function enterNamed(store: Store, studyId: string, id: string): Promise<void> {
  await store.addParticipant(
    newParticipant(studyId, id, { identity: { lookup: `lookup of ${id}`, sealed } }),
    {
      events: [event(id, 1)],
      rows: [answer(id, "age")],
    },
  );
}

await describeOnEachDatabase("the life of a study and of a key", (createDatabase) => {
  test("a study is open until it is closed, may be opened again, and one that is not there is refused", async () => {
    await using database = await createDatabase();
    await using store = await openStore(database.options);
    await addStudy(store, "s");
    expect(await store.studyState("s")).toBe("open");
    await store.setStudyState("s", "closed", 5);
    await store.setStudyState("s", "archived", 6);
    expect(await store.studyState("s")).toBe("archived");
    await store.setStudyState("s", "open", 7);
    expect(await store.studyState("s")).toBe("open");
    await expect(store.setStudyState("none", "closed", 5)).rejects.toMatchObject({ code: "not-found" });
  });

  test("panel ids are erased once a study is closed, and of this study only", async () => {
    await using database = await createDatabase();
    await using store = await openStore(database.options);
    for (const id of ["s", "other"]) await addStudy(store, id);
    for (const id of ["p1", "gone"]) await enterNamed(store, "s", id);
    await enterNamed(store, "other", "p2");
    await expect(store.eraseIdentities("s", nobodyWaits)).rejects.toMatchObject({
      code: "rejected",
      message: expect.stringContaining('study "s": is open'),
    });
    await store.setStudyState("s", "closed", 5);
    await store.decide({ participantId: "gone", kind: "return", at: 6, reason: null });
    // Somebody under way keeps their id, and unless that was agreed to so does everybody.
    const kept = { underWay: 1, waitingForCredit: 0 };
    expect(await store.eraseIdentities("s", nobodyWaits)).toEqual({ erased: null, ...kept });
    expect(await store.identity("gone")).not.toBeNull();
    const agreed = { ...nobodyWaits, isAgreed: true };
    expect(await store.eraseIdentities("s", agreed)).toEqual({ erased: 1, ...kept });
    expect(await store.identity("gone")).toBeNull();
    expect(await store.identity("p1")).not.toBeNull();
    await store.setStudyState("s", "archived", 7);
    expect(await store.eraseIdentities("s", nobodyWaits)).toMatchObject({ erased: 1, underWay: 0 });
    expect(await store.identity("p1")).toBeNull();
    expect((await store.identity("p2"))?.lookup).toBe("lookup of p2");
    expect((await store.people("s")).map(({ participant }) => participant.id)).toEqual(["p1", "gone"]);
  });

  test("deleting an archived study leaves nothing of it and all of the others", async () => {
    await using database = await createDatabase();
    await using store = await openStore(database.options);
    for (const id of ["s", "other"]) {
      await addStudy(store, id);
      await enterNamed(store, id, `p of ${id}`);
      await store.commit({
        participantId: `p of ${id}`,
        events: [],
        rows: [call(`p of ${id}`, `slot of ${id}`)],
      });
      const reservation = { name: id, account: "a", reference: "r:m", usd: 1, capUsd: null };
      await store.settle(await store.reserve(reservation), 1);
      await store.decide({ participantId: `p of ${id}`, kind: "approve", at: 1, reason: null });
    }
    for (const state of ["open", "closed"] as const) {
      await store.setStudyState("s", state, 4);
      await expect(store.deleteStudy("s")).rejects.toMatchObject({ code: "rejected" });
    }
    await store.setStudyState("s", "archived", 5);
    expect(await store.deleteStudy("s")).toEqual({ people: 1, versions: 1 });
    expect((await store.studies()).map(({ id }) => id)).toEqual(["other"]);
    expect(await store.studyVersion("s")).toBeNull();
    expect(await store.participant("p of s")).toBeNull();
    expect((await store.totals("s")).spentUsd).toBe(0);
    expect(await store.totals("other")).toMatchObject({ people: 1, spentUsd: 1 });
    // The name is free again.
    await addStudy(store, "s");
    expect(await store.studyState("s")).toBe("open");
  });

  test("another key takes over identities and recovery codes in one transaction, and leaves what the old one did not open", async () => {
    await using database = await createDatabase();
    await using store = await openStore(database.options);
    expect(await store.installation()).toBeNull();
    expect(await store.sealedSample()).toBeNull();
    await addStudy(store, "s");
    await enterNamed(store, "s", "p1");
    await store.addParticipant(
      newParticipant("s", "p2", { identity: { lookup: "lost", sealed: new Uint8Array([9]) } }),
      { events: [event("p2", 1)], rows: [] },
    );
    await enter(store, "s", "p3");
    await store.noteInstallation({ keyFingerprint: "old", dataFolder: "/a" }, 1);
    expect((await store.sealedSample())?.length).toBeGreaterThan(0);
    const prepared: string[] = [];
    const changed = await store.reseal(
      {
        before: "old",
        installation: { keyFingerprint: "new", dataFolder: "/b" },
        prepare: async () => void prepared.push("new"),
        identity: ({ studyId, sealed: kept }) =>
          kept.length === 3 ? { lookup: `new of ${studyId}`, sealed: new Uint8Array([4]) } : null,
        recoveryHash: (id) => `new recovery of ${id}`,
      },
      2,
    );
    expect(changed).toEqual({ identities: 1, kept: 1 });
    // Somebody else was first: nothing is prepared, and nothing changes.
    await expect(
      store.reseal(
        {
          before: "old",
          installation: { keyFingerprint: "third", dataFolder: "/c" },
          prepare: async () => void prepared.push("third"),
          identity: () => null,
          recoveryHash: (id) => `third recovery of ${id}`,
        },
        3,
      ),
    ).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining("belongs to the key new") });
    expect(prepared).toEqual(["new"]);
    expect(await store.installation()).toEqual({ keyFingerprint: "new", dataFolder: "/b" });
    expect(await store.identity("p1")).toEqual({ lookup: "new of s", sealed: new Uint8Array([4]) });
    expect((await store.identity("p2"))?.lookup).toBe("lost");
    expect(await store.participantByRecovery("s", "recovery of p3")).toBeNull();
    expect((await store.participantByRecovery("s", "new recovery of p3"))?.id).toBe("p3");
  });
});
