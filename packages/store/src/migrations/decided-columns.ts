import type { Migration } from "./migration.ts";

/**
 * When conversations were closed, and seeds beside what they decided. Conversations of before are closed where their person's events
 * tell that the last of its questions was handed in: open feedback where the study asks it, else statements, else nothing but its end.
 */
export const decidedColumns: Migration = {
  name: "closed conversations and seeds",
  statements: ({ long }) => [
    `alter table conversations add column closed_at ${long}`,
    "alter table interactions add column tie_seed text",
    "alter table utterances add column draw_seed text",
    `alter table utterances add column sample_seed ${long}`,
    `update conversations set closed_at = coalesce(
      (select max(answers.at) from answers
        where answers.participant_id = conversations.participant_id and answers.scope = conversations.id),
      finished_at
    )
    where finished_at is not null and ordinal <= (
      select count(*) from events
      where events.participant_id = conversations.participant_id and events.stage_id = conversations.stage_id
        and events.type = ${lastOf("conversations.stage_id", "conversations.participant_id")}
    )`,
  ],
};

/** The type of event that closes a conversation of the stage, as its people's events of the same version of the study tell. */
function lastOf(stage: string, participant: string): string {
  const has = (type: string) => `exists (
      select 1 from events e join participants p on p.id = e.participant_id
      where e.stage_id = ${stage} and e.type = '${type}'
        and (p.study_id, p.study_version) in (select study_id, study_version from participants where id = ${participant})
    )`;
  return `case when ${has("feedback.submitted")} then 'feedback.submitted'
    when ${has("attributes.submitted")} then 'attributes.submitted'
    else 'conversation.finished' end`;
}
