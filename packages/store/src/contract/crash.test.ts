import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { createRandom } from "@refract/stats";
import { describeOnEachDatabase } from "@refract/testing";
import { expect, test } from "vitest";
import { openStore, type StoreOptions } from "../index.ts";
import { addStudy, collect } from "./sample-rows.ts";

const writer = fileURLToPath(new URL("crash-writer.ts", import.meta.url));

/** Kills a writer with SIGKILL so long after its first word; answers the last sequence number it was told is safe. */
async function runAndKill(options: StoreOptions, person: string, lifeMs: number): Promise<number> {
  const child = spawn(process.execPath, [writer, JSON.stringify(options), person], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  let complaint = "";
  child.stdout.on("data", (chunk: Buffer) => {
    if (said === "") setTimeout(() => child.kill("SIGKILL"), lifeMs);
    said += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  const [, signal] = await once(child, "close");
  if (signal !== "SIGKILL") throw new Error(`the writer ended by itself: ${complaint}`);
  // A line that was cut off by the kill was not acknowledged to anybody.
  const lines = said.slice(0, said.lastIndexOf("\n")).split("\n");
  return Number(lines.at(-1));
}

await describeOnEachDatabase("killing a writer", (createDatabase, dialect) => {
  // In SQLite the killed process is the database; in PostgreSQL only its client.
  const runs = dialect === "sqlite" ? 20 : 8;
  test(`of ${runs} writers killed at random moments no acknowledged commit is lost, and none is half there`, async () => {
    await using database = await createDatabase();
    {
      await using store = await openStore(database.options);
      await addStudy(store, "s");
    }
    const random = createRandom("crash test");
    const acknowledged = new Map<string, number>();
    // Two at a time: the other one writes on while one is killed.
    for (let run = 0; run < runs; run += 2) {
      const pair = [`p${run}`, `p${run + 1}`].map(async (person) => {
        acknowledged.set(person, await runAndKill(database.options, person, random.next() * 150));
      });
      await Promise.all(pair);
    }
    await using store = await openStore(database.options);
    const records = await collect(store.records("s", { simulated: "include" }));
    expect(records).toHaveLength(runs);
    for (const record of records) {
      const { id } = record.participant;
      const events = await store.events(id);
      const seqs = events.map((one) => one.seq);
      expect(seqs).toEqual(seqs.map((_, index) => index + 1));
      // At most the one commit that was under way is there unacknowledged.
      const last = acknowledged.get(id) ?? Number.NaN;
      expect(seqs.length - last, id).toBeOneOf([0, 1]);
      expect(record.answers).toHaveLength(seqs.length - 1);
      expect(record.conversations).toHaveLength(seqs.length - 1);
      expect(record.interactions).toHaveLength(seqs.length - 1);
      expect(record.utterances).toHaveLength(seqs.length - 1);
    }
    expect(Math.max(...acknowledged.values())).toBeGreaterThan(5);
  }, 120_000);
});
