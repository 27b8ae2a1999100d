import { RefractError } from "@refract/core";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createMemoryLedger } from "./memory-ledger.ts";

const entry = { name: "study", account: "openai", reference: "openai:x" };

describe("the ledger in memory", () => {
  it("refuses what would pass the cap and keeps its books", async () => {
    const ledger = createMemoryLedger();
    const first = await ledger.reserve({ ...entry, usd: 0.6, capUsd: 1 });
    await expect(ledger.reserve({ ...entry, usd: 0.5, capUsd: 1 })).rejects.toThrow(
      "the cap of $1.00 for study is reached: $0.00 spent, $0.60 reserved, $0.50 more asked for",
    );
    await ledger.settle(first, 0.1);
    await ledger.settle(first, 0.1);
    expect(ledger.totals("study")).toEqual({ spentUsd: 0.1, reservedUsd: 0, unknownCalls: 0 });
    await ledger.settle(await ledger.reserve({ ...entry, usd: 0.9, capUsd: 1 }), null);
    expect(ledger.totals("study")).toEqual({ spentUsd: 0.1, reservedUsd: 0, unknownCalls: 1 });
    expect(ledger.totals("other")).toEqual({ spentUsd: 0, reservedUsd: 0, unknownCalls: 0 });
  });

  it("never lets spending and reservations together pass the cap, in any order of calls", async () => {
    const step = fc.record({ usd: fc.double({ min: 0, max: 1, noNaN: true }), settle: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const ledger = createMemoryLedger();
        const open: { id: string; usd: number }[] = [];
        for (const { usd, settle } of steps) {
          try {
            open.push({ id: await ledger.reserve({ ...entry, usd, capUsd: 3 }), usd });
          } catch (error) {
            expect(error).toBeInstanceOf(RefractError);
          }
          const last = settle ? open.pop() : undefined;
          // A call costs what was set aside for it, or less.
          if (last !== undefined) await ledger.settle(last.id, last.usd / 2);
          const { spentUsd, reservedUsd } = ledger.totals("study");
          expect(spentUsd + reservedUsd).toBeLessThanOrEqual(3 + 1e-6);
        }
      }),
      { numRuns: 50 },
    );
  });
});
