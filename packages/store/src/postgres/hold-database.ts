import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { RefractError } from "@refract/core";
import pg from "pg";
import { placeOf } from "./open-postgres.ts";
import { postgresProblem } from "./postgres-problem.ts";

/** "Refr" and "serv": the two numbers of the lock, among all advisory locks of the database. */
const lockKey = [0x52656672, 0x73657276] as const;
/** A session that was killed is gone once PostgreSQL has noticed. */
const triesAtStart = 20;
const betweenTriesMs = 250;

interface HoldDatabaseOptions {
  readonly databaseUrl: string;
  /** The command, such as `refract serve`. */
  readonly command: string;
  /** What to do instead; stands behind who holds it. */
  readonly why: string;
  /** Told when the connection was lost and somebody else has taken the database meanwhile. */
  readonly onLost: (error: RefractError) => void;
}

interface Holder {
  readonly session: number;
  readonly name: string;
  readonly since: Date;
}

/** A session that holds the lock, and when it ends. */
interface Held {
  readonly client: pg.Client;
  readonly ended: Promise<void>;
}

/**
 * Takes a PostgreSQL database for one process until it is disposed of or the process ends, however it ends: an advisory lock of a connection
 * of its own, which PostgreSQL gives back with the session. A lost connection is made anew and takes the lock again. Throws `rejected` where
 * somebody else holds it, and what `openStore` throws where the database can't be reached.
 */
export async function holdDatabase(options: HoldDatabaseOptions): Promise<AsyncDisposable> {
  const place = placeOf(options.databaseUrl);
  const name = sessionName(options.command);
  const stopping = new AbortController();
  const refused = (holder: Holder) =>
    new RefractError(
      "rejected",
      `--database-url: ${describe(holder, options.command, place)}, ${options.why}`,
    );
  let held = await firstTake(options.databaseUrl, name, refused).catch((thrown: unknown) => {
    throw postgresProblem(thrown, place);
  });
  const keeping = (async () => {
    for (;;) {
      await held.ended;
      const again = stopping.signal.aborted
        ? null
        : await takeAgain(options.databaseUrl, name, stopping.signal);
      if (again === null) return;
      if (!("client" in again)) {
        options.onLost(refused(again));
        return;
      }
      held = again;
      if (stopping.signal.aborted) await held.client.end();
    }
  })();
  return {
    [Symbol.asyncDispose]: async () => {
      stopping.abort();
      await held.client.end();
      await keeping;
    },
  };
}

async function firstTake(
  databaseUrl: string,
  name: string,
  refused: (holder: Holder) => RefractError,
): Promise<Held> {
  for (let tries = 1; ; tries += 1) {
    const taken = await take(databaseUrl, name);
    if ("client" in taken) return taken;
    if (tries === triesAtStart) throw refused(taken);
    await sleep(betweenTriesMs);
  }
}

/** Tries until the database is there again; null once it is told to stop. */
async function takeAgain(
  databaseUrl: string,
  name: string,
  stopping: AbortSignal,
): Promise<Held | Holder | null> {
  while (!stopping.aborted) {
    // While the database is away there is nobody else on it either.
    const taken = await take(databaseUrl, name).catch(() => null);
    // A session that let go between the two questions is nobody's.
    const isSomebody = taken !== null && ("client" in taken || (taken.session !== 0 && taken.name !== name));
    if (isSomebody) return taken;
    await sleep(betweenTriesMs, null, { signal: stopping }).catch(() => {});
  }
  return null;
}

async function take(databaseUrl: string, name: string): Promise<Held | Holder> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    application_name: name,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 30_000,
  });
  // Unheard, the event would end the process; that the session is over is told by the other one.
  client.on("error", () => {});
  const ended = new Promise<void>((resolve) => client.once("end", () => resolve()));
  let isTaken = false;
  try {
    await client.connect();
    // A machine that went away without a word holds the lock for about a minute.
    await client.query(
      "set tcp_keepalives_idle = 30; set tcp_keepalives_interval = 10; set tcp_keepalives_count = 3",
    );
    const answer = await client.query<{ taken: boolean }>("select pg_try_advisory_lock($1, $2) as taken", [
      ...lockKey,
    ]);
    isTaken = answer.rows[0]?.taken === true;
    return isTaken ? { client, ended } : await holderOf(client, name);
  } finally {
    if (!isTaken) await client.end().catch(() => {});
  }
}

/** Who has the lock. A session of our own whose connection is lost is ended, which the server may not have noticed yet. */
async function holderOf(client: pg.Client, name: string): Promise<Holder> {
  const { rows } = await client.query<Holder>(
    `select l.pid as session, coalesce(a.application_name, '') as name, coalesce(a.backend_start, now()) as since
       from pg_locks l left join pg_stat_activity a on a.pid = l.pid
      where l.locktype = 'advisory' and l.granted and l.classid::bigint = $1 and l.objid::bigint = $2 and l.objsubid = 2
        and l.database = (select oid from pg_database where datname = current_database())`,
    [...lockKey],
  );
  const [holder] = rows;
  // Given back in this very moment.
  if (holder === undefined) return { session: 0, name: "", since: new Date() };
  if (holder.name === name) await client.query("select pg_terminate_backend($1)", [holder.session]);
  return holder;
}

/** Told apart from every other process by its first word; PostgreSQL keeps 63 bytes of ASCII. */
function sessionName(command: string): string {
  const text = `${randomBytes(4).toString("hex")} ${command}, process ${process.pid} of ${hostname()}`;
  return text.replaceAll(/[^\x20-\x7e]/g, "?").slice(0, 63);
}

function describe({ name, since }: Holder, command: string, place: string): string {
  const process = /, (process .*)$/.exec(name)?.[1] ?? "another process";
  const moment = since.toISOString().replace("T", " ").slice(0, 19);
  return `${command} runs on ${place} (${process}, since ${moment} UTC)`;
}
