import { RefractError } from "@refract/core";
import { type Kysely, sql, type Transaction } from "kysely";
import type { Backend, Database } from "../database.ts";
import { reserve, settle, settleAbandoned } from "../ledger.ts";
import {
  type AccountGrant,
  type AccountNeed,
  databaseTime,
  restAccount,
  shareAccount,
} from "./account-shares.ts";
import type { Chunk, ChunkQueue } from "./chunk-queue.ts";
import {
  ledgerOf,
  type SharedProgress,
  type SharedRun,
  type SharedRunState,
  type SharedRuns,
  type SharedSample,
} from "./shared-runs.ts";

/** Over PostgreSQL; the chunks are pg-boss's. */
export class SqlSharedRuns implements SharedRuns {
  readonly #backend: Backend;
  readonly #queue: ChunkQueue;

  constructor(backend: Backend, queue: ChunkQueue) {
    this.#backend = backend;
    this.#queue = queue;
  }

  get chunks(): SharedRuns["chunks"] {
    const told = <Result>(work: () => Promise<Result>) => this.#track(work);
    const queue = this.#queue;
    return {
      take: (runId, model) => told(() => queue.take(runId, model)),
      keep: (runId, jobs) => told(() => queue.keep(runId, jobs)),
      complete: (runId, job) => told(() => queue.complete(runId, job)),
      handBack: (runId, job) => told(() => queue.handBack(runId, job)),
    };
  }

  async plan(id: string, definition: string): Promise<void> {
    await this.#write((db) =>
      db
        .insertInto("sharedRuns")
        .values({ id, definition, state: "planned", createdAt: Date.now() })
        .execute(),
    );
  }

  async run(id: string): Promise<SharedRun | null> {
    const row = await this.#read((db) =>
      db
        .selectFrom("sharedRuns")
        .select(["id", "definition", "state"])
        .where("id", "=", id)
        .executeTakeFirst(),
    );
    return row ?? null;
  }

  openRuns(): Promise<readonly SharedRun[]> {
    return this.#read((db) =>
      db
        .selectFrom("sharedRuns")
        .select(["id", "definition", "state"])
        .where("state", "=", "open")
        .orderBy("createdAt")
        .orderBy("id")
        .execute(),
    );
  }

  async redefine(id: string, definition: string): Promise<void> {
    await this.#write((db) =>
      db.updateTable("sharedRuns").set({ definition }).where("id", "=", id).execute(),
    );
  }

  async setState(id: string, state: SharedRunState): Promise<void> {
    await this.#write((db) => db.updateTable("sharedRuns").set({ state }).where("id", "=", id).execute());
  }

  async remove(id: string): Promise<void> {
    await this.#track(() => this.#queue.remove(id));
    await this.#write(async (db) => {
      await db.deleteFrom("ledgerEntries").where("name", "=", ledgerOf(id)).execute();
      await db.deleteFrom("ledgers").where("name", "=", ledgerOf(id)).execute();
      await db.deleteFrom("sharedRuns").where("id", "=", id).execute();
    });
  }

  async queueChunks(runId: string, chunks: readonly Chunk[]): Promise<void> {
    await this.#track(async () => {
      await this.#queue.remove(runId);
      await this.#queue.insert(runId, chunks);
    });
  }

  async addSamples(runId: string, samples: readonly SharedSample[]): Promise<void> {
    if (samples.length === 0) return;
    const column = <Value>(value: (sample: SharedSample) => Value) => samples.map(value);
    await this.#write((db) =>
      sql`insert into shared_samples (run_id, ordinal, settled, failure, cost_usd, cached, response)
        select ${runId}, * from unnest(
          ${column(({ ordinal }) => ordinal)}::integer[], ${column(({ settled }) => settled)}::boolean[],
          ${column(({ failure }) => failure)}::text[], ${column(({ costUsd }) => costUsd)}::double precision[],
          ${column(({ cached }) => cached)}::boolean[], ${column(({ response }) => response)}::json[]
        )
        on conflict (run_id, ordinal) do update set
          settled = excluded.settled, failure = excluded.failure, cost_usd = excluded.cost_usd,
          cached = excluded.cached, response = excluded.response
        where not shared_samples.settled`.execute(db),
    ).catch((thrown: unknown) => {
      throw foreignKeyProblem(thrown, runId);
    });
  }

  samples(runId: string, start: number, end: number): Promise<readonly SharedSample[]> {
    return this.#read((db) =>
      db
        .selectFrom("sharedSamples")
        .select(["ordinal", "settled", "failure", "costUsd", "cached", "response"])
        .where("runId", "=", runId)
        .where("ordinal", ">=", start)
        .where("ordinal", "<", end)
        .orderBy("ordinal")
        .execute(),
    );
  }

  async settledOf(runId: string, ordinals: readonly number[]): Promise<ReadonlySet<number>> {
    const rows = await this.#read((db) =>
      db
        .selectFrom("sharedSamples")
        .select("ordinal")
        .where("runId", "=", runId)
        .where("settled", "=", true)
        .where(sql<boolean>`ordinal = any(${ordinals}::integer[])`)
        .execute(),
    );
    return new Set(rows.map(({ ordinal }) => ordinal));
  }

  async progress(runId: string): Promise<SharedProgress> {
    // Chunks first: whoever sees none left then counts every row they brought.
    const { live, active, failed } = await this.#track(() => this.#queue.counts(runId));
    const rows = await this.#read((db) =>
      db
        .selectFrom("sharedSamples")
        .select((select) => [
          "failure",
          select.fn.countAll<number>().as("count"),
          sql<number>`count(*) filter (where settled)`.as("settled"),
          sql<number>`count(*) filter (where cached)`.as("cached"),
          sql<number>`coalesce(sum(cost_usd) filter (where not cached), 0)`.as("spentUsd"),
        ])
        .where("runId", "=", runId)
        .groupBy("failure")
        .execute(),
    );
    const sum = (value: (row: (typeof rows)[number]) => number) =>
      rows.reduce((total, row) => total + value(row), 0);
    return {
      settled: sum((row) => row.settled),
      cached: sum((row) => row.cached),
      spentUsd: sum((row) => row.spentUsd),
      failures: Object.fromEntries(
        rows.flatMap(({ failure, count }) => (failure === null ? [] : [[failure, count]])),
      ),
      chunks: live,
      chunksUnderWay: active,
      chunksGivenUp: failed,
    };
  }

  async notes(runId: string): Promise<ReadonlyMap<string, string>> {
    const rows = await this.#read((db) =>
      db.selectFrom("sharedNotes").select(["name", "value"]).where("runId", "=", runId).execute(),
    );
    return new Map(rows.map(({ name, value }) => [name, value]));
  }

  async note(runId: string, name: string, value: string): Promise<boolean> {
    const result = await this.#write((db) =>
      db
        .insertInto("sharedNotes")
        .values({ runId, name, value })
        .onConflict((conflict) => conflict.columns(["runId", "name"]).doNothing())
        .executeTakeFirst(),
    ).catch((thrown: unknown) => {
      throw foreignKeyProblem(thrown, runId);
    });
    return result.numInsertedOrUpdatedRows === 1n;
  }

  async greet(id: string, version: string): Promise<void> {
    await this.#write(async (db) => {
      const seenAt = await databaseTime(db);
      await db
        .insertInto("workers")
        .values({ id, version, seenAt })
        .onConflict((conflict) => conflict.column("id").doUpdateSet({ seenAt }))
        .execute();
    });
  }

  async farewell(id: string): Promise<void> {
    await this.#write((db) => db.deleteFrom("workers").where("id", "=", id).execute());
  }

  liveWorkers(withinMs: number) {
    return this.#read(async (db) =>
      db
        .selectFrom("workers")
        .select(["id", "version"])
        .where("seenAt", ">=", (await databaseTime(db)) - withinMs)
        .orderBy("id")
        .execute(),
    );
  }

  shareAccount(need: AccountNeed): Promise<AccountGrant> {
    return this.#write((db) => shareAccount(db, need));
  }

  async leaveAccount(account: string, holder: string): Promise<void> {
    await this.#write((db) =>
      db.deleteFrom("accountShares").where("account", "=", account).where("holder", "=", holder).execute(),
    );
  }

  restAccount(account: string, restMs: number): Promise<void> {
    return this.#write((db) => restAccount(db, account, restMs));
  }

  reserve(entry: Parameters<SharedRuns["reserve"]>[0]): Promise<string> {
    return this.#write((db) => reserve({ db, dialect: "postgres" }, entry, Date.now()));
  }

  settle(reservationId: string, usd: number | null): Promise<void> {
    return this.#write((db) => settle({ db, dialect: "postgres" }, reservationId, usd, Date.now()));
  }

  settleAbandoned(olderThanMs: number): Promise<number> {
    return this.#write((db) =>
      settleAbandoned({ db, dialect: "postgres" }, Date.now() - olderThanMs, Date.now()),
    );
  }

  async [Symbol.asyncDispose]() {
    await this.#queue.close();
    await this.#backend.kysely.destroy();
  }

  #write<Result>(change: (db: Transaction<Database>) => Promise<Result>): Promise<Result> {
    return this.#track(() => this.#backend.write(change));
  }

  #read<Result>(query: (db: Kysely<Database>) => Promise<Result>): Promise<Result> {
    return this.#track(() => query(this.#backend.kysely));
  }

  async #track<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (thrown) {
      throw this.#backend.problem(thrown);
    }
  }
}

/** PostgreSQL manual, appendix A: 23503 is foreign_key_violation. */
function foreignKeyProblem(thrown: unknown, runId: string): unknown {
  return thrown instanceof Error && "code" in thrown && thrown.code === "23503"
    ? new RefractError("not-found", `run ${runId}: is no longer in the database`, { cause: thrown })
    : thrown;
}
