/**
 * Which analyses of a run have been begun, in memory that all its threads share: each takes its next one here, without a word to the
 * main thread, which may be computing for a second. Plain data, which a thread can be sent.
 */
export interface AnalysisClaims {
  /** Ids in the order in which threads take them. */
  readonly order: readonly string[];
  /** Of each id who took it: 0 while it waits, else the number of the thread. */
  readonly takenBy: Int32Array<SharedArrayBuffer>;
}

/** The thread that nobody is: what it has taken is begun by none. */
const nobody = -1;
const waiting = 0;

export function createClaims(order: readonly string[]): AnalysisClaims {
  return { order, takenBy: new Int32Array(new SharedArrayBuffer(4 * order.length)) };
}

/** The first one that waits, now taken; null when none is left. @param taker From 1 on. */
export function takeFirst({ order, takenBy }: AnalysisClaims, taker: number): string | null {
  return order.find((_, place) => take(takenBy, place, taker)) ?? null;
}

/** The last one that waits, now taken; null when none is left. @param taker From 1 on. */
export function takeLast({ order, takenBy }: AnalysisClaims, taker: number): string | null {
  return order.findLast((_, place) => take(takenBy, place, taker)) ?? null;
}

/** Nothing more is begun. */
export function takeAll({ takenBy }: AnalysisClaims): void {
  for (const place of takenBy.keys()) take(takenBy, place, nobody);
}

/** What a thread has taken, through or not. */
export function takenBy({ order, takenBy: takers }: AnalysisClaims, taker: number): readonly string[] {
  return order.filter((_, place) => Atomics.load(takers, place) === taker);
}

function take(takers: Int32Array<SharedArrayBuffer>, place: number, taker: number): boolean {
  return Atomics.compareExchange(takers, place, waiting, taker) === waiting;
}
