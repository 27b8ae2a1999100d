import BetterSqlite3 from "better-sqlite3";
import { type Kysely, sql, type Transaction } from "kysely";
import type { Database } from "../database.ts";

type Change<Result> = (db: Transaction<Database>) => Promise<Result>;

/** What became of a change within a transaction that is not committed yet. */
interface Outcome {
  readonly succeeded: boolean;
  /** Tells whoever waits; only called once the transaction is durable. */
  readonly tell: () => void;
}

interface Waiting {
  /** Throws only what SQLite itself could not do, after which the transaction may be gone. */
  readonly within: (db: Transaction<Database>) => Promise<Outcome>;
  /** In a transaction of its own; never throws. */
  readonly alone: () => Promise<void>;
  readonly refuse: (thrown: unknown) => void;
}

/** Enough that the disk is no longer what limits; few enough that nobody waits for a long train. */
const largestGroup = 64;

/**
 * Changes that are asked for in one turn of the event loop are written together: one transaction, a savepoint for each, so that one
 * that is refused takes nothing else back. Nobody is answered before the whole is durable; the next group is written meanwhile.
 */
export class GroupCommit {
  readonly #kysely: Kysely<Database>;
  readonly #durable: (changes: number) => Promise<void>;
  #waiting: Waiting[] = [];
  #isRunning = false;

  /** @param durable told of every transaction that is committed, with its number of changes; resolves once it is on the disk */
  constructor(kysely: Kysely<Database>, durable: (changes: number) => Promise<void>) {
    this.#kysely = kysely;
    this.#durable = durable;
  }

  write<Result>(change: Change<Result>): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      this.#waiting.push({
        within: async (db) => {
          try {
            const result = await change(db);
            return { succeeded: true, tell: () => resolve(result) };
          } catch (thrown) {
            if (isFailureOfSqlite(thrown)) throw thrown;
            return { succeeded: false, tell: () => reject(thrown) };
          }
        },
        alone: async () => {
          try {
            const result = await this.#kysely.transaction().execute(change);
            this.#durable(1).then(() => resolve(result), reject);
          } catch (thrown) {
            reject(thrown);
          }
        },
        refuse: reject,
      });
      if (this.#isRunning) return;
      this.#isRunning = true;
      // After the input of this turn, so that everybody who is in it is on board.
      setImmediate(() => void this.#run());
    });
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0, largestGroup);
      const [first] = group;
      if (group.length === 1 && first !== undefined) await first.alone();
      else await this.#runTogether(group);
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.#isRunning = false;
  }

  async #runTogether(group: readonly Waiting[]): Promise<void> {
    let outcomes: readonly Outcome[];
    try {
      outcomes = await this.#kysely.transaction().execute(async (db) => {
        const reached: Outcome[] = [];
        for (const change of group) {
          await sql`savepoint one_of_group`.execute(db);
          const outcome = await change.within(db);
          if (!outcome.succeeded) await sql`rollback to one_of_group`.execute(db);
          await sql`release one_of_group`.execute(db);
          reached.push(outcome);
        }
        return reached;
      });
    } catch (thrown) {
      if (isBusy(thrown)) {
        // Each would wait as long again.
        for (const change of group) change.refuse(thrown);
        return;
      }
      // Nothing was written. A full disk may have room for some of them, and each is owed its own answer.
      for (const change of group) await change.alone();
      return;
    }
    this.#durable(group.length).then(
      () => {
        for (const outcome of outcomes) outcome.tell();
      },
      (thrown: unknown) => {
        for (const change of group) change.refuse(thrown);
      },
    );
  }
}

/** A broken constraint undoes one statement; a full disk or an I/O error may undo the transaction. */
function isFailureOfSqlite(thrown: unknown): boolean {
  return thrown instanceof BetterSqlite3.SqliteError && !thrown.code.startsWith("SQLITE_CONSTRAINT");
}

function isBusy(thrown: unknown): boolean {
  return thrown instanceof BetterSqlite3.SqliteError && thrown.code.startsWith("SQLITE_BUSY");
}
