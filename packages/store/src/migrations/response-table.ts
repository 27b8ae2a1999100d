import type { Migration } from "./migration.ts";

/** Items of instruments given to people, and their answers. */
export const responseTable: Migration = {
  name: "responses to items",
  statements: ({ integer, long, real, json, keyedTable }) => [
    `create table responses (
      participant_id text not null references participants (id),
      scope text not null,
      item text not null,
      place ${integer} not null,
      option_order ${json} not null,
      seed text not null,
      assigned_at ${long} not null,
      shown_at ${long},
      answered_at ${long},
      page_ms ${real},
      first_input_ms ${real},
      reply text not null,
      value ${json} not null,
      missing text,
      rule text not null,
      primary key (participant_id, scope, item)
    ) ${keyedTable}`,
    "create index responses_by_item on responses (scope, item)",
    `alter table withdrawals add column responses ${integer} not null default 0`,
  ],
};
