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
 * Writing to the disk takes longer than everything else a commit does, and stops the program meanwhile. Changes that are
 * asked for in one turn of the event loop are therefore written together: one transaction, a savepoint for each, so that
 * one that is refused takes nothing else back. Nobody is answered before the whole is durable.
 */
export class GroupCommit {
  readonly #kysely: Kysely<Database>;
  #waiting: Waiting[] = [];
  #isRunning = false;

  constructor(kysely: Kysely<Database>) {
    this.#kysely = kysely;
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
        alone: () => this.#kysely.transaction().execute(change).then(resolve, reject),
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
    for (const outcome of outcomes) outcome.tell();
  }
}

/** A broken constraint undoes one statement; a full disk or an I/O error may undo the transaction. */
function isFailureOfSqlite(thrown: unknown): boolean {
  return thrown instanceof BetterSqlite3.SqliteError && !thrown.code.startsWith("SQLITE_CONSTRAINT");
}

function isBusy(thrown: unknown): boolean {
  return thrown instanceof BetterSqlite3.SqliteError && thrown.code.startsWith("SQLITE_BUSY");
}
