import type { Migration } from "./migration.ts";

/** Researchers' sessions that were ended before their time. */
export const signOutTable: Migration = {
  name: "sign-outs of researchers",
  statements: ({ long, keyedTable }) => [
    `create table researcher_sign_outs (
      session_id text not null primary key,
      at ${long} not null
    ) ${keyedTable}`,
  ],
};
