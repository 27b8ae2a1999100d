import type { Pool } from "./pools.ts";

/** One answer somebody wrote in stage 1. */
export interface WrittenAnswer {
  readonly seed: string;
  readonly pool: Pool;
  readonly person: string;
  readonly role: "correct" | "incorrect";
  readonly text: string;
}

/** One answer after merging: who wrote it in which role, duplicates counted. */
export interface Proposal {
  readonly seed: string;
  readonly text: string;
  /** People by pool and role; a person who wrote two spellings counts once. */
  readonly writers: Readonly<Record<Pool, { readonly correct: number; readonly incorrect: number }>>;
}

/** What makes two answers the same: case, blanks and a leading article don't count. */
export function answerKey(text: string): string {
  return text
    .normalize("NFKC")
    .trim()
    .toLowerCase()
    .replace(/\s+/gu, " ")
    .replace(/^(a|an|the) /u, "");
}

/**
 * Merges the answers of a seed and keeps how many wrote each. The first spelling stands. Other spellings are given by hand
 * (`corrections`: written -> meant), since no rule knows them; an empty correction drops an unclear or offensive text, which is counted.
 */
export function mergeWritten(
  rows: readonly WrittenAnswer[],
  corrections: Readonly<Record<string, string>> = {},
): { readonly proposals: readonly Proposal[]; readonly dropped: readonly WrittenAnswer[] } {
  const meant = new Map(Object.entries(corrections).map(([from, to]) => [answerKey(from), to]));
  const dropped: WrittenAnswer[] = [];
  const found = new Map<string, { seed: string; text: string; people: Map<string, Set<string>> }>();
  for (const row of rows) {
    const text = (meant.get(answerKey(row.text)) ?? row.text).trim();
    if (answerKey(text) === "") {
      dropped.push(row);
      continue;
    }
    const key = JSON.stringify([row.seed, answerKey(text)]);
    const known = found.get(key) ?? { seed: row.seed, text, people: new Map<string, Set<string>>() };
    found.set(key, known);
    const place = `${row.pool} ${row.role}`;
    known.people.set(place, (known.people.get(place) ?? new Set()).add(row.person));
  }
  const proposals = [...found.values()].map(({ seed, text, people }): Proposal => {
    const count = (pool: Pool, role: WrittenAnswer["role"]) => people.get(`${pool} ${role}`)?.size ?? 0;
    const both = (pool: Pool) => ({ correct: count(pool, "correct"), incorrect: count(pool, "incorrect") });
    return { seed, text, writers: { GH: both("GH"), US: both("US") } };
  });
  return { proposals, dropped };
}
