import { randomUUID } from "node:crypto";
import { RefractError } from "@refract/core";
import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Database, Work } from "./database.ts";
import { nanoOf, usdText } from "./money.ts";
import type { Reservation } from "./store.ts";

/**
 * Money of calls. The balance of a ledger is the one sum that is stored: a cap has to be decided under a lock for every
 * call, and adding up a million entries each time can't be. It changes only together with its entries.
 */
export async function reserve(work: Work, entry: Reservation, at: number): Promise<string> {
  const { db } = work;
  const { name, account, reference } = entry;
  const amount = nanoOf(entry.usd);
  const cap = entry.capUsd === null ? null : nanoOf(entry.capUsd);
  if (!(await setAside(db, name, amount, cap))) {
    await db
      .insertInto("ledgers")
      .values({ name, spentNanoUsd: 0, reservedNanoUsd: 0 })
      .onConflict((conflict) => conflict.column("name").doNothing())
      .execute();
    if (!(await setAside(db, name, amount, cap))) await refuse(db, name, amount, cap ?? 0);
  }
  const id = randomUUID();
  await db
    .insertInto("ledgerEntries")
    .values({
      id,
      name,
      account,
      reference,
      reservedNanoUsd: amount,
      settledNanoUsd: null,
      state: "reserved",
      reservedAt: at,
      settledAt: null,
    })
    .execute();
  return id;
}

/** One statement that looks and takes: two processes can't both take the last of it. */
async function setAside(
  db: Kysely<Database>,
  name: string,
  amount: number,
  cap: number | null,
): Promise<boolean> {
  const result = await db
    .updateTable("ledgers")
    .set({ reservedNanoUsd: sql<number>`reserved_nano_usd + ${amount}` })
    .where("name", "=", name)
    .$if(cap !== null, (query) =>
      query.where(sql<boolean>`spent_nano_usd + reserved_nano_usd + ${amount} <= ${cap ?? 0}`),
    )
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

async function refuse(db: Kysely<Database>, name: string, amount: number, cap: number): Promise<never> {
  const ledger = await db
    .selectFrom("ledgers")
    .selectAll()
    .where("name", "=", name)
    .executeTakeFirstOrThrow();
  const { spentNanoUsd, reservedNanoUsd } = ledger;
  throw new RefractError(
    "budget-reached",
    `budget "${name}": spent ${usdText(spentNanoUsd)} and reserved ${usdText(reservedNanoUsd)}; ${usdText(amount)} more is over the cap of ${usdText(cap)}`,
  );
}

/** Replaces a reservation by what was spent. The second settling of the same one changes nothing. */
export async function settle(work: Work, id: string, usd: number | null, at: number): Promise<void> {
  const { db, dialect } = work;
  const entry = await db
    .selectFrom("ledgerEntries")
    .selectAll()
    .where("id", "=", id)
    .$if(dialect === "postgres", (query) => query.forUpdate())
    .executeTakeFirst();
  if (entry === undefined) throw new RefractError("not-found", `reservation ${id}: is not in the store`);
  if (entry.state === "settled") return;
  // A call that outlived its lease was booked in full; now that its cost is known, that is put right.
  const booked = entry.settledNanoUsd ?? 0;
  const freed = entry.state === "reserved" ? entry.reservedNanoUsd : 0;
  const spent = usd === null ? entry.reservedNanoUsd : nanoOf(usd);
  await db
    .updateTable("ledgerEntries")
    .set({ state: "settled", settledNanoUsd: spent, settledAt: at })
    .where("id", "=", id)
    .execute();
  await book(db, entry.name, spent - booked, freed);
}

/** Settles in full what was reserved before `reservedBefore` and never settled; answers how many. */
export async function settleAbandoned(work: Work, reservedBefore: number, at: number): Promise<number> {
  const { db, dialect } = work;
  const entries = await db
    .selectFrom("ledgerEntries")
    .select(["id", "name", "reservedNanoUsd"])
    .where("state", "=", "reserved")
    .where("reservedAt", "<", reservedBefore)
    .$if(dialect === "postgres", (query) => query.forUpdate().skipLocked())
    .execute();
  for (const { id, reservedNanoUsd } of entries) {
    await db
      .updateTable("ledgerEntries")
      .set({ state: "abandoned", settledNanoUsd: reservedNanoUsd, settledAt: at })
      .where("id", "=", id)
      .execute();
  }
  // Ledgers in one order, so that two processes that do this never wait for each other in a circle.
  for (const name of [...new Set(entries.map((entry) => entry.name))].sort()) {
    const sum = entries
      .filter((entry) => entry.name === name)
      .reduce((total, entry) => total + entry.reservedNanoUsd, 0);
    await book(db, name, sum, sum);
  }
  return entries.length;
}

async function book(db: Kysely<Database>, name: string, spent: number, freed: number): Promise<void> {
  await db
    .updateTable("ledgers")
    .set({
      spentNanoUsd: sql<number>`spent_nano_usd + ${spent}`,
      reservedNanoUsd: sql<number>`reserved_nano_usd - ${freed}`,
    })
    .where("name", "=", name)
    .execute();
}
