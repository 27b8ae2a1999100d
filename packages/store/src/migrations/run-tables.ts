import type { Migration } from "./migration.ts";

/**
 * Runs that several processes ask together, and how they divide calls. Only in PostgreSQL: a run of one process has a file of its
 * own.
 */
export const runTables: Migration = {
  name: "shared runs",
  statements: ({ integer, long, real, flag, json }, dialect) =>
    dialect === "sqlite"
      ? []
      : [
          `create table shared_runs (
            id text not null primary key,
            definition ${json} not null,
            state text not null check (state in ('planned', 'open', 'ended')),
            created_at ${long} not null
          )`,
          `create table shared_samples (
            run_id text not null references shared_runs (id) on delete cascade,
            ordinal ${integer} not null,
            settled ${flag} not null,
            failure text,
            cost_usd ${real},
            cached ${flag} not null,
            response ${json} not null,
            primary key (run_id, ordinal)
          )`,
          `create table shared_notes (
            run_id text not null references shared_runs (id) on delete cascade,
            name text not null,
            value text not null,
            primary key (run_id, name)
          )`,
          `create table workers (
            id text not null primary key,
            version text not null,
            seen_at ${long} not null
          )`,
          `create table account_rests (account text not null primary key, rests_until ${long} not null)`,
          `create table account_shares (
            account text not null references account_rests (account),
            holder text not null,
            calls ${integer} not null,
            held_until ${long} not null,
            primary key (account, holder)
          )`,
        ],
};
