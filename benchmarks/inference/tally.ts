import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** One line of the table: how often something happened beside how often it should. */
export interface Line {
  readonly part: string;
  readonly what: string;
  /** What was drawn: clusters or people, models, how they differ. */
  readonly design: string;
  readonly rounds: number;
  readonly kind: "coverage" | "rejection";
  readonly asked: string;
  /** Null where no round is counted. */
  readonly reached: number | null;
  /** Share of rounds that are not counted, as the product gives no interval there and says why; left out where it always gives one. */
  readonly refused?: number;
}

/** Counts hits; a missing figure (null) counts as not covering and as not rejecting, one that is refused with a reason as neither. */
export class Tally {
  #hits = 0;
  #count = 0;
  #refused = 0;

  add(isHit: boolean): void {
    this.#count += 1;
    if (isHit) this.#hits += 1;
  }

  covers(interval: readonly [number | null, number | null] | null, truth: number): void {
    const [lower, upper] = interval ?? [null, null];
    this.add(lower !== null && upper !== null && lower <= truth + 1e-12 && truth - 1e-12 <= upper);
  }

  rejects(pValue: number | null): void {
    this.add(pValue !== null && pValue <= 0.05 + 1e-12);
  }

  refuse(): void {
    this.#refused += 1;
  }

  line(facts: Omit<Line, "reached" | "refused" | "asked"> & { readonly asked?: string }): Line {
    const asked = facts.asked ?? (facts.kind === "coverage" ? "93-97 %" : "4-6 %");
    const share = (count: number, of: number) => Number((count / of).toFixed(4));
    return {
      ...facts,
      asked,
      reached: this.#count === 0 ? null : share(this.#hits, this.#count),
      ...(this.#refused === 0 ? {} : { refused: share(this.#refused, this.#refused + this.#count) }),
    };
  }
}

const file = join(import.meta.dirname, "results.json");

/** Puts the lines of one part in place of its former ones. */
export function keepLines(part: string, lines: readonly Line[], seconds: number): void {
  const before: { lines: readonly Line[]; seconds: Readonly<Record<string, number>> } = existsSync(file)
    ? JSON.parse(readFileSync(file, "utf8"))
    : { lines: [], seconds: {} };
  const kept = before.lines.filter((line) => line.part !== part);
  const result = {
    benchmark: "inference",
    data: "simulated: no person rated anything and no model answered",
    node: process.version,
    seconds: { ...before.seconds, [part]: Math.round(seconds) },
    lines: [...kept, ...lines].toSorted((a, b) => (a.part < b.part ? -1 : a.part > b.part ? 1 : 0)),
  };
  writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
}
