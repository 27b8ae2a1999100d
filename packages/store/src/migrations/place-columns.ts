import type { Migration } from "./migration.ts";

/**
 * Places, how people ended, test people, and what the researcher decided of a submission. People of before are read from
 * their events: whoever agreed, or began a study that asks for no consent, has a place.
 */
export const placeColumns: Migration = {
  name: "places and decisions",
  statements: ({ integer, long, flag, table }, dialect) => [
    `alter table participants add column test ${flag} not null default ${dialect === "sqlite" ? "0" : "false"}`,
    `alter table participants add column consented_at ${long}`,
    "alter table participants add column outcome text",
    `update participants set consented_at = (
      select min(events.at) from events
      where events.participant_id = participants.id and events.type = 'consent.given'
    )`,
    `update participants set consented_at = entered_at
      where consented_at is null
      and not exists (
        select 1 from events where events.participant_id = participants.id and events.type like 'consent.%'
      )
      and exists (
        select 1 from events where events.participant_id = participants.id and events.stage_id is not null
      )`,
    "update participants set outcome = 'completed' where status = 'completed'",
    `update participants set outcome = case when exists (
        select 1 from events where events.participant_id = participants.id and events.type = 'consent.declined'
      ) then 'declined' else 'screened-out' end
      where status = 'screened-out'`,
    `create table decisions (
      participant_id text not null references participants (id),
      number ${integer} not null check (number > 0),
      at ${long} not null,
      kind text not null check (kind in ('approve', 'reject', 'return', 'release', 'readmit')),
      reason text,
      primary key (participant_id, number)
    ) ${table}`,
  ],
};
