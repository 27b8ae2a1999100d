import type { Migration } from "./migration.ts";

/** What people were paid beside the reward: a part of it for a part of the work, and bonuses. */
export const paymentTable: Migration = {
  name: "payments beside the reward",
  statements: ({ integer, long, table }) => [
    `create table payments (
      participant_id text not null references participants (id),
      number ${integer} not null check (number > 0),
      at ${long} not null,
      kind text not null check (kind in ('partial', 'bonus')),
      hundredths ${long} not null check (hundredths > 0),
      reason text,
      primary key (participant_id, number)
    ) ${table}`,
  ],
};
