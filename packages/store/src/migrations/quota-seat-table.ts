import type { Migration } from "./migration.ts";

/** Who counts into which kind of people of a study that takes so many of each. */
export const quotaSeatTable: Migration = {
  name: "seats of quotas",
  statements: ({ keyedTable }) => [
    `create table seats (
      participant_id text not null references participants (id),
      cell text not null,
      primary key (participant_id, cell)
    ) ${keyedTable}`,
    "create index seats_by_cell on seats (cell)",
  ],
};
