import type { Migration } from "./migration.ts";

/** How calls ended, what failed ones had said, and reasoning apart from the answer. */
export const replyColumns: Migration = {
  name: "ends of replies and their reasoning",
  statements: ({ integer, json }) => [
    "alter table calls add column finish_reason text",
    "alter table calls add column finish_detail text",
    "alter table calls add column failed_text text",
    "alter table calls add column reasoning text",
    "alter table calls add column reasoning_from text",
    `alter table calls add column reasoning_tokens ${integer}`,
    `alter table calls add column not_sent ${json} not null default '[]'`,
  ],
};
