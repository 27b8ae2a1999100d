import { RefractError } from "@refract/core";
import type { Ledger } from "./ask.ts";

/** What one name has spent, in US dollars. */
export interface LedgerTotals {
  readonly spentUsd: number;
  readonly reservedUsd: number;
  /** Settled calls whose cost is not known. */
  readonly unknownCalls: number;
}

/** A ledger that lives as long as the process: for tests, and for work that is not a study. */
export interface MemoryLedger extends Ledger {
  totals(name: string): LedgerTotals;
}

/** Sums of binary fractions may miss a cap they exactly meet. */
const roundingUsd = 1e-9;

export function createMemoryLedger(): MemoryLedger {
  const reservations = new Map<string, { readonly name: string; readonly usd: number }>();
  const books = new Map<string, LedgerTotals>();
  let count = 0;
  const totals = (name: string): LedgerTotals =>
    books.get(name) ?? { spentUsd: 0, reservedUsd: 0, unknownCalls: 0 };
  return {
    totals,
    reserve: async ({ name, usd, capUsd }) => {
      const before = totals(name);
      const wouldBe = before.spentUsd + before.reservedUsd + usd;
      if (capUsd !== null && wouldBe > capUsd + roundingUsd) throw capReached(name, before, usd, capUsd);
      count += 1;
      const id = String(count);
      reservations.set(id, { name, usd });
      books.set(name, { ...before, reservedUsd: before.reservedUsd + usd });
      return id;
    },
    settle: async (reservationId, usd) => {
      const reservation = reservations.get(reservationId);
      if (reservation === undefined) return;
      reservations.delete(reservationId);
      const before = totals(reservation.name);
      // Without open reservations nothing is reserved, whatever rounding left behind.
      const open = [...reservations.values()].some((other) => other.name === reservation.name);
      books.set(reservation.name, {
        spentUsd: before.spentUsd + (usd ?? 0),
        reservedUsd: open ? before.reservedUsd - reservation.usd : 0,
        unknownCalls: before.unknownCalls + (usd === null ? 1 : 0),
      });
    },
  };
}

function capReached(name: string, before: LedgerTotals, usd: number, capUsd: number): RefractError {
  const dollars = (value: number) => `$${value.toFixed(value !== 0 && value < 0.01 ? 6 : 2)}`;
  return new RefractError(
    "budget-reached",
    `the cap of ${dollars(capUsd)} for ${name} is reached: ${dollars(before.spentUsd)} spent, ${dollars(before.reservedUsd)} reserved, ${dollars(usd)} more asked for`,
  );
}
