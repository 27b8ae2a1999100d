import type { Migration } from "./migration.ts";

/** Which key the installation's rows were sealed with, and studies that take nobody in any more. */
export const installationTables: Migration = {
  name: "the installation's key, and closed studies",
  statements: ({ integer, long, table }) => [
    `create table installation (
      id ${integer} not null primary key check (id = 1),
      key_fingerprint text not null,
      data_folder text not null,
      noted_at ${long} not null
    ) ${table}`,
    `create table study_states (
      study_id text not null primary key references studies (id),
      state text not null check (state in ('open', 'closed', 'archived')),
      at ${long} not null
    ) ${table}`,
  ],
};
