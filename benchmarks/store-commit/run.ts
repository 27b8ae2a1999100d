import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { openStore } from "@refract/store";
import BetterSqlite3 from "better-sqlite3";

/**
 * What a commit of one event and two rows costs through the store, beside the least it can cost: the same statements
 * prepared by hand on better-sqlite3, same file settings, same machine, same run.
 *
 *     node benchmarks/store-commit/run.ts [COMMITS]
 */
const commits = Number(process.argv[2] ?? 5000);
const folder = mkdtempSync(join(tmpdir(), "refract-benchmark-"));
const at = 1_767_603_600_000;
const prompt = "What makes a good neighbour, and who decides? ".repeat(8);

interface Measure {
  readonly cpuMsPerCommit: number;
  readonly wallMsPerCommit: number;
}

async function measure(work: () => Promise<void> | void): Promise<Measure> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return {
    cpuMsPerCommit: (user + system) / 1000 / commits,
    wallMsPerCommit: (performance.now() - start) / commits,
  };
}

function rowsOf(index: number) {
  const interaction = {
    id: `turn-${index}`,
    conversationId: "c1",
    participantId: "p1",
    turn: index,
    prompt,
    sentAt: at,
    chosenAt: null,
    settledBy: null,
    verdict: null,
    tieSeed: null,
  };
  const answer = {
    participantId: "p1",
    scope: "c1",
    field: `field-${index}`,
    value: { score: index, words: ["a", "b"] },
    missing: null,
    at,
  };
  const event = {
    participantId: "p1",
    seq: index + 2,
    at,
    stageId: "conversations",
    type: "turn.sent",
    payload: { prompt, slots: ["a", "b", "c", "d"] },
    commandId: `command-${index}`,
  };
  return { interaction, answer, event };
}

/** A fresh store with one person and one conversation; answers its file. */
async function prepareStore(name: string): Promise<string> {
  const file = join(folder, name);
  await using store = await openStore({ file });
  await store.putStudy(
    { id: "s", seed: "s", createdAt: at },
    { studyId: "s", hash: "h", bundle: {}, createdAt: at },
  );
  await store.addParticipant(
    {
      id: "p1",
      studyId: "s",
      studyVersion: 1,
      seed: "s",
      simulated: false,
      test: false,
      language: "en",
      enteredAt: at,
      consentedAt: null,
      tokenHash: "t",
      recoveryHash: "r",
      entryNonce: "n",
      identity: null,
      places: null,
    },
    { events: [{ ...rowsOf(-1).event, commandId: "enter" }], rows: [] },
  );
  const conversation = {
    id: "c1",
    participantId: "p1",
    stageId: "conversations",
    ordinal: 1,
    type: "unguided",
    startedAt: at,
    finishedAt: null,
    closedAt: null,
  };
  await store.commit({
    participantId: "p1",
    events: [],
    rows: [{ table: "conversations", row: conversation }],
  });
  return file;
}

/** `together` commits are under way at a time, as with so many people at once. */
async function throughStore(name: string, together: number): Promise<Measure> {
  const file = await prepareStore(name);
  await using store = await openStore({ file });
  const commit = (index: number) => {
    const { interaction, answer, event } = rowsOf(index);
    return store.commit({
      participantId: "p1",
      events: [event],
      rows: [
        { table: "interactions", row: interaction },
        { table: "answers", row: answer },
      ],
    });
  };
  return await measure(async () => {
    for (let index = 0; index < commits; index += together) {
      await Promise.all(Array.from({ length: together }, (_, offset) => commit(index + offset)));
    }
  });
}

async function byHand(name: string): Promise<Measure> {
  const database = new BetterSqlite3(await prepareStore(name));
  for (const setting of ["synchronous = full", "foreign_keys = on", "secure_delete = on"])
    database.pragma(setting);
  const begin = database.prepare("begin immediate");
  const end = database.prepare("commit");
  const status = database.prepare("select status from participants where id = ?");
  const last = database.prepare("select max(seq) as last from events where participant_id = ?");
  const addEvent = database.prepare(
    "insert into events (participant_id, seq, at, stage_id, type, payload, command_id) values (?, ?, ?, ?, ?, ?, ?)",
  );
  const addAnswer = database.prepare(
    `insert into answers (participant_id, scope, field, value, missing, at) values (?, ?, ?, ?, ?, ?)
     on conflict (participant_id, scope, field) do update set value = excluded.value, missing = excluded.missing, at = excluded.at`,
  );
  const addInteraction = database.prepare(
    `insert into interactions (id, conversation_id, participant_id, turn, prompt, sent_at, chosen_at, settled_by, verdict)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (id) do update set prompt = excluded.prompt, chosen_at = excluded.chosen_at`,
  );
  try {
    return await measure(() => {
      for (let index = 0; index < commits; index += 1) {
        const { interaction, answer, event } = rowsOf(index);
        begin.run();
        status.get("p1");
        last.get("p1");
        addEvent.run(
          "p1",
          event.seq,
          at,
          event.stageId,
          event.type,
          JSON.stringify(event.payload),
          event.commandId,
        );
        addAnswer.run("p1", "c1", answer.field, JSON.stringify(answer.value), null, at);
        addInteraction.run(interaction.id, "c1", "p1", index, prompt, at, null, null, null);
        end.run();
      }
    });
  } finally {
    database.close();
  }
}

try {
  // The first round warms up; rounds alternate so that a busy moment of the machine meets both.
  const rounds: { readonly store: Measure; readonly together: Measure; readonly hand: Measure }[] = [];
  for (let round = 0; round < 4; round += 1) {
    const store = await throughStore(`store-${round}.db`, 1);
    const together = await throughStore(`together-${round}.db`, 20);
    const hand = await byHand(`hand-${round}.db`);
    if (round > 0) rounds.push({ store, together, hand });
  }
  const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[1] ?? Number.NaN;
  const rounded = (value: number) => Number(value.toFixed(3));
  const result = {
    benchmark: "store-commit",
    what: "one event and two rows in a durable SQLite transaction, through the store one after another, 20 at a time (together) and by hand on better-sqlite3; median of 3 rounds",
    commits,
    node: process.version,
    cpu: cpus()[0]?.model ?? "unknown",
    storeCpuMs: rounded(median(rounds.map((round) => round.store.cpuMsPerCommit))),
    togetherCpuMs: rounded(median(rounds.map((round) => round.together.cpuMsPerCommit))),
    handCpuMs: rounded(median(rounds.map((round) => round.hand.cpuMsPerCommit))),
    cpuRatio: rounded(median(rounds.map((round) => round.store.cpuMsPerCommit / round.hand.cpuMsPerCommit))),
    storeWallMs: rounded(median(rounds.map((round) => round.store.wallMsPerCommit))),
    togetherWallMs: rounded(median(rounds.map((round) => round.together.wallMsPerCommit))),
    handWallMs: rounded(median(rounds.map((round) => round.hand.wallMsPerCommit))),
    wallRatio: rounded(
      median(rounds.map((round) => round.store.wallMsPerCommit / round.hand.wallMsPerCommit)),
    ),
    togetherWallRatio: rounded(
      median(rounds.map((round) => round.together.wallMsPerCommit / round.hand.wallMsPerCommit)),
    ),
  };
  const text = `${JSON.stringify(result, null, 2)}\n`;
  writeFileSync(new URL("results.json", import.meta.url), text);
  process.stdout.write(text);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
