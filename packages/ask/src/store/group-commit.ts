/** How long a row may wait for others before it is committed. */
const longestWaitMs = 1;
/** A transaction holds at most so many rows. */
const mostRows = 64;

export interface GroupCommit<Row> {
  /** Comes back when the row is committed; rejects with what the commit threw. */
  readonly add: (row: Row) => Promise<void>;
  /** Commits what waits, now. */
  readonly flush: () => void;
}

/**
 * Gathers rows into one commit: a sync of the disk costs the same for one row as for fifty. Who adds a row waits for its commit, so
 * that no more rows can be lost than there are callers.
 */
export function createGroupCommit<Row>(commit: (rows: readonly Row[]) => void): GroupCommit<Row> {
  let rows: Row[] = [];
  let waiting: PromiseWithResolvers<void>[] = [];
  let timer: ReturnType<typeof setTimeout> | null = null;
  const flush = () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    const settled = waiting;
    const committed = rows;
    rows = [];
    waiting = [];
    if (committed.length === 0) return;
    try {
      commit(committed);
    } catch (thrown) {
      for (const { reject } of settled) reject(thrown);
      return;
    }
    for (const { resolve } of settled) resolve();
  };
  return {
    flush,
    add: (row) => {
      const done = Promise.withResolvers<void>();
      rows.push(row);
      waiting.push(done);
      if (rows.length >= mostRows) flush();
      else timer ??= setTimeout(flush, longestWaitMs);
      return done.promise;
    },
  };
}
