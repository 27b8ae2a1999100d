import { type Kysely, sql } from "kysely";
import type { Database } from "../database.ts";

/** What one process wants of an account. */
export interface AccountNeed {
  readonly account: string;
  /** Who holds the share: a process, for one run. */
  readonly holder: string;
  /** Calls the account bears at a time, all holders together. */
  readonly maximum: number;
  /** Calls of this holder that are under way. */
  readonly running: number;
  /** How long the share is held without being renewed. */
  readonly leaseMs: number;
}

export interface AccountGrant {
  /** Calls this holder may have under way. Those above it may end, but none may begin. */
  readonly calls: number;
  /** How long the account still has to rest; 0 when it need not. */
  readonly restMs: number;
}

/**
 * One holder's part of an account, decided while nobody else decides. Everybody gets the same part, the first by name one more where it
 * does not come out even; but nobody gets what another still holds, and what is under way stays counted until it ends. So the
 * sum of all parts never passes the maximum, also while newcomers wait for others to shrink.
 */
export async function shareAccount(db: Kysely<Database>, need: AccountNeed): Promise<AccountGrant> {
  const { account, holder, maximum, running, leaseMs } = need;
  const rest = await lockAccount(db, account);
  const now = await databaseTime(db);
  await db
    .deleteFrom("accountShares")
    .where("account", "=", account)
    .where("heldUntil", "<", now)
    .where("holder", "<>", holder)
    .execute();
  const others = await db
    .selectFrom("accountShares")
    .select(["holder", "calls"])
    .where("account", "=", account)
    .where("holder", "<>", holder)
    .execute();
  const taken = others.reduce((sum, { calls }) => sum + calls, 0);
  const place = others.filter((other) => other.holder < holder).length;
  const calls = Math.max(0, Math.min(evenPart(maximum, others.length + 1, place), maximum - taken));
  const held = Math.max(calls, running);
  await db
    .insertInto("accountShares")
    .values({ account, holder, calls: held, heldUntil: now + leaseMs })
    .onConflict((conflict) =>
      conflict.columns(["account", "holder"]).doUpdateSet({ calls: held, heldUntil: now + leaseMs }),
    )
    .execute();
  return { calls, restMs: Math.max(0, rest - now) };
}

/** The account rests until then for everybody; a longer rest stays. */
export async function restAccount(db: Kysely<Database>, account: string, restMs: number): Promise<void> {
  await lockAccount(db, account);
  const until = (await databaseTime(db)) + Math.ceil(restMs);
  await db
    .updateTable("accountRests")
    .set({ restsUntil: sql<number>`greatest(rests_until, ${until})` })
    .where("account", "=", account)
    .execute();
}

/** The row of an account, made where it is missing, is what everybody who decides about the account locks. */
async function lockAccount(db: Kysely<Database>, account: string): Promise<number> {
  await db
    .insertInto("accountRests")
    .values({ account, restsUntil: 0 })
    .onConflict((conflict) => conflict.column("account").doNothing())
    .execute();
  const row = await db
    .selectFrom("accountRests")
    .select("restsUntil")
    .where("account", "=", account)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
  return row.restsUntil;
}

function evenPart(maximum: number, holders: number, place: number): number {
  return Math.floor(maximum / holders) + (place < maximum % holders ? 1 : 0);
}

/** Epoch milliseconds of the one clock that all machines share. */
export async function databaseTime(db: Kysely<Database>): Promise<number> {
  const { rows } = await sql<{
    now: number;
  }>`select floor(extract(epoch from clock_timestamp()) * 1000)::bigint as now`.execute(db);
  return rows[0]?.now ?? Number.NaN;
}
