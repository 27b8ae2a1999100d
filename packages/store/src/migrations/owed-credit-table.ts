import type { Migration } from "./migration.ts";

/** What a panel still owes people who withdrew: their sealed id, until the credit is granted or given up. */
export const owedCreditTable: Migration = {
  name: "credits owed to people who withdrew",
  statements: ({ bytes, keyedTable }) => [
    `create table owed_credits (
      participant_id text not null primary key references participants (id),
      sealed ${bytes} not null,
      ending text not null
    ) ${keyedTable}`,
  ],
};
