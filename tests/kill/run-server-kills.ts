import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRandom, deriveSeed } from "@refract/stats";
import { openStore } from "@refract/store";
import { StubModelServer } from "@refract/testing";
import { inspectStore, killStudy } from "./kill-study.ts";
import { KillableServer } from "./killable-server.ts";
import { PersistentPerson } from "./persistent-person.ts";

export interface KillReport {
  readonly kills: number;
  readonly people: number;
  readonly acknowledged: number;
  /** Acknowledged commands that are not in the log, or are there twice. */
  readonly lost: readonly string[];
  /** Stored text that another model signed than the one it is stored under. */
  readonly foreign: readonly string[];
  readonly mixedUp: readonly string[];
  /** Events of a person whose numbers have a gap. */
  readonly gaps: readonly string[];
}

/** Kills a server at seeded random moments while people take part, then compares what it acknowledged with what it stored. */
export async function runServerKills(options: {
  readonly kills: number;
  readonly seed: string;
  readonly people: number;
  readonly onKill?: (kills: number) => void;
}): Promise<KillReport> {
  const folder = await mkdtemp(join(tmpdir(), "refract-kill-"));
  await using stub = await StubModelServer.start({
    decide: () => ({ kind: "answer", words: 25, wordMs: 4 }),
  });
  await writeFile(
    join(folder, "study.yaml"),
    killStudy(stub, { conversations: 1, charactersPerSecond: 3000 }),
  );
  const database = join(folder, "refract.sqlite");
  await using server = await KillableServer.create(folder, database);
  const random = createRandom(options.seed);
  const stop = new AbortController();
  const persons: PersistentPerson[] = [];
  let kills = 0;
  const killed = (async () => {
    while (kills < options.kills) {
      // One in eight dies while it starts, most while people write and models answer.
      await server.start(random.integer(8) === 0 ? "going" : "ready");
      await new Promise((resolve) => setTimeout(resolve, random.integer(450)));
      await server.kill();
      kills += 1;
      options.onKill?.(kills);
    }
    await server.start("ready");
  })();
  const crowd = Array.from({ length: options.people }, async (_, place) => {
    for (let turn = 0; kills < options.kills; turn += 1) {
      const person = new PersistentPerson(
        server.baseUrl,
        "kill",
        createRandom(deriveSeed(options.seed, place, turn)),
        stop.signal,
      );
      persons.push(person);
      await person.takePart();
    }
  });
  try {
    await Promise.all([killed, ...crowd]);
    await server.kill();
    return { kills, ...(await compare(database, persons)) };
  } finally {
    stop.abort();
    await server.kill();
    await Promise.allSettled([killed, ...crowd]);
    await server.kill();
    await rm(folder, { recursive: true, force: true });
  }
}

async function compare(
  database: string,
  persons: readonly PersistentPerson[],
): Promise<Omit<KillReport, "kills">> {
  await using store = await openStore({ file: database });
  const { carried, foreign, gaps } = await inspectStore(store);
  const acknowledged = persons.flatMap((person) => person.acknowledged);
  return {
    people: persons.length,
    acknowledged: acknowledged.length,
    lost: acknowledged
      .filter(({ id }) => carried.get(id) !== 1)
      .map(({ id, type }) => `${type} ${id}: ${carried.get(id) ?? 0} times`),
    foreign,
    mixedUp: persons.flatMap((person) => person.mixedUp),
    gaps,
  };
}
