import type { Migration } from "./migration.ts";

/** What a panel answered when the server asked it to credit a person. */
export const creditTable: Migration = {
  name: "credits asked of panels",
  statements: ({ integer, long, keyedTable }) => [
    `create table credits (
      participant_id text not null primary key references participants (id),
      attempts ${integer} not null check (attempts > 0),
      last_at ${long} not null,
      granted_at ${long},
      problem text
    ) ${keyedTable}`,
  ],
};
