/** Who wants to call, and how they stand in line. */
export interface Place {
  /** A study or a run; payers are served in turn. */
  readonly payer: string;
  /** Somebody watches the answer come (`live`), or it is one of many (`batch`). */
  readonly kind: "live" | "batch";
  /** Stands in for a call that failed: the person has waited once already. */
  readonly isReplacement?: boolean;
  /** Calls of one turn begin together: a person sees its answers side by side, at the pace of the slowest. */
  readonly turn?: string;
}

export interface Waiter {
  readonly place: Place;
}

interface Turn<Waiting> {
  readonly id: string | null;
  readonly waiters: Waiting[];
}

/** How many calls may begin now. */
export interface Room {
  readonly free: number;
  /** Calls that may be under way in all; a turn of more than this never begins as a whole. */
  readonly capacity: number;
  /** How many more batch calls may be under way, as far as there is room at all. */
  readonly freeForBatch: number;
}

/**
 * The line before an account. First come replacements and the rest of turns that have begun, then whole turns of people, then batch
 * calls; payers of one kind take turns, and within a payer it goes by arrival. Pure bookkeeping: no clock, no promises.
 */
export class WaitingLine<Waiting extends Waiter> {
  readonly #first: Waiting[] = [];
  readonly #live = new Map<string, Turn<Waiting>[]>();
  readonly #batch = new Map<string, Turn<Waiting>[]>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** `hasBegun`: calls of the same turn are under way, and the page waits for this one. */
  add(waiter: Waiting, hasBegun: boolean): void {
    this.#size += 1;
    const { payer, kind, isReplacement, turn } = waiter.place;
    if (kind === "live" && (isReplacement === true || hasBegun)) {
      this.#first.push(waiter);
      return;
    }
    const lines = kind === "live" ? this.#live : this.#batch;
    const line = lines.get(payer) ?? [];
    lines.set(payer, line);
    const together = turn === undefined ? undefined : line.find(({ id }) => id === turn);
    if (together === undefined) line.push({ id: turn ?? null, waiters: [waiter] });
    else together.waiters.push(waiter);
  }

  remove(waiter: Waiting): void {
    if (this.#removeFrom(this.#first, waiter)) return;
    for (const lines of [this.#live, this.#batch]) {
      const line = lines.get(waiter.place.payer) ?? [];
      for (const [index, { waiters }] of line.entries()) {
        if (!this.#removeFrom(waiters, waiter)) continue;
        if (waiters.length === 0) line.splice(index, 1);
        if (line.length === 0) lines.delete(waiter.place.payer);
        return;
      }
    }
  }

  /** Takes who begins next out of the line; nobody when there is no room for them, and then nobody behind them goes either. */
  take({ free, capacity, freeForBatch }: Room): readonly Waiting[] {
    if (free <= 0) return [];
    const first = this.#first.shift();
    if (first !== undefined) {
      this.#size -= 1;
      return [first];
    }
    const live = firstOf(this.#live);
    if (live !== null) {
      const turn = live.line[0];
      const wanted = Math.min(turn?.waiters.length ?? 0, capacity);
      if (turn === undefined || wanted > free) return [];
      const begins = turn.waiters.splice(0, wanted);
      this.#first.push(...turn.waiters);
      this.#size -= begins.length;
      nextPayer(this.#live, live);
      return begins;
    }
    const batch = firstOf(this.#batch);
    const waiter = batch?.line[0]?.waiters[0];
    if (batch === null || waiter === undefined || freeForBatch <= 0) return [];
    this.#size -= 1;
    nextPayer(this.#batch, batch);
    return [waiter];
  }

  *all(): Generator<Waiting, void> {
    yield* this.#first;
    for (const lines of [this.#live, this.#batch])
      for (const line of lines.values()) for (const { waiters } of line) yield* waiters;
  }

  #removeFrom(waiters: Waiting[], waiter: Waiting): boolean {
    const index = waiters.indexOf(waiter);
    if (index < 0) return false;
    waiters.splice(index, 1);
    this.#size -= 1;
    return true;
  }
}

interface Line<Waiting> {
  readonly payer: string;
  readonly line: Turn<Waiting>[];
}

function firstOf<Waiting>(lines: ReadonlyMap<string, Turn<Waiting>[]>): Line<Waiting> | null {
  const next = lines.entries().next();
  return next.done === true ? null : { payer: next.value[0], line: next.value[1] };
}

/** The head of this line has gone; its payer goes behind the others. */
function nextPayer<Waiting>(lines: Map<string, Turn<Waiting>[]>, { payer, line }: Line<Waiting>): void {
  line.shift();
  lines.delete(payer);
  if (line.length > 0) lines.set(payer, line);
}
