import type { Migration } from "./migration.ts";

/**
 * When people came to a page and left it. For people of before, stages are read from their events: a stage was left when
 * the last thing happened in it, and the next one began then.
 */
export const pageTable: Migration = {
  name: "times of pages",
  statements: ({ long, keyedTable }) => [
    `create table pages (
      participant_id text not null references participants (id),
      scope text not null,
      page text not null,
      entered_at ${long} not null,
      left_at ${long} not null,
      spent_ms ${long} not null,
      primary key (participant_id, scope, page)
    ) ${keyedTable}`,
    `insert into pages (participant_id, scope, page, entered_at, left_at, spent_ms)
      select participant_id, stage_id, '', entered_at, left_at, left_at - entered_at
      from (
        select
          stages.participant_id,
          stages.stage_id,
          stages.left_at,
          coalesce(
            lag(stages.left_at) over (partition by stages.participant_id order by stages.first_seq),
            participants.entered_at
          ) as entered_at,
          lead(stages.stage_id) over (partition by stages.participant_id order by stages.first_seq) as next_stage,
          participants.status
        from (
          select participant_id, stage_id, max(at) as left_at, min(seq) as first_seq
          from events where stage_id is not null
          group by participant_id, stage_id
        ) as stages
        join participants on participants.id = stages.participant_id
        where participants.status <> 'withdrawn'
      ) as visited
      where next_stage is not null or status <> 'active'`,
  ],
};
