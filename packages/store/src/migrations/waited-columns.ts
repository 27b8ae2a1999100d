import type { Migration } from "./migration.ts";

/** How long calls and answers waited for a place at the limiter, apart from how long the model took. Null: not kept yet. */
export const waitedColumns: Migration = {
  name: "waits for a place at the limiter",
  statements: ({ real }) => [
    `alter table calls add column waited_ms ${real}`,
    `alter table utterances add column waited_ms ${real}`,
  ],
};
