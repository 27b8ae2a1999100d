import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createRandom, deriveSeed } from "@refract/stats";
import { openStore } from "@refract/store";
import { StubModelServer } from "@refract/testing";
import { inspectStore, killStudy } from "./kill-study.ts";
import { KillableServer } from "./killable-server.ts";
import { PersistentPerson } from "./persistent-person.ts";

/** Longest that one server lives: people may all be waiting for something at the end. */
const longestMs = 5000;

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
  const acknowledgements = new Acknowledgements();
  let kills = 0;
  const killed = (async () => {
    while (kills < options.kills) {
      // One in eight dies while it starts, the others while people write and models answer: some acknowledged writes
      // later, and a little more, so that a slow machine has as much to lose as a fast one.
      const starting = random.integer(8) === 0;
      const writes = random.integer(8);
      const more = random.integer(starting ? 300 : 60);
      await server.start(starting ? "going" : "ready");
      if (!starting) await acknowledgements.another(writes, longestMs);
      await sleep(more);
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
        acknowledgements.count,
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

/** Counts what the server acknowledges, and tells when it has come so far. */
class Acknowledgements {
  #soFar = 0;
  #waiting: { readonly at: number; readonly resolve: () => void } | null = null;

  readonly count = (): void => {
    this.#soFar += 1;
    if (this.#waiting !== null && this.#soFar >= this.#waiting.at) this.#waiting.resolve();
  };

  /** Resolves `writes` acknowledgements from now, or after `longestMs`. */
  async another(writes: number, longestMs: number): Promise<void> {
    if (writes === 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting = { at: this.#soFar + writes, resolve };
    const late = setTimeout(resolve, longestMs);
    await promise;
    clearTimeout(late);
    this.#waiting = null;
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
