import type { Migration } from "./migration.ts";

/** Studies, people, what they did and said, and money. Kinds of rows are told in `tables.ts`. */
export const firstTables: Migration = {
  name: "first tables",
  statements: ({ integer, long, real, flag, json, bytes, table, keyedTable }) => [
    `create table studies (
      id text not null primary key,
      seed text not null,
      created_at ${long} not null
    ) ${table}`,
    `create table study_versions (
      study_id text not null references studies (id),
      version ${integer} not null,
      hash text not null,
      bundle ${json} not null,
      created_at ${long} not null,
      primary key (study_id, version)
    ) ${table}`,

    `create table participants (
      id text not null primary key,
      study_id text not null,
      study_version ${integer} not null,
      ordinal ${integer} not null,
      seed text not null,
      simulated ${flag} not null,
      language text not null,
      status text not null check (status in ('active', 'completed', 'screened-out', 'withdrawn')),
      entered_at ${long} not null,
      ended_at ${long},
      recovery_hash text,
      unique (study_id, ordinal),
      unique (study_id, recovery_hash),
      foreign key (study_id, study_version) references study_versions (study_id, version)
    ) ${table}`,
    "create index participants_by_status on participants (study_id, simulated, status)",
    `create table tokens (
      token_hash text not null primary key,
      participant_id text not null references participants (id),
      created_at ${long} not null
    ) ${keyedTable}`,
    "create index tokens_by_participant on tokens (participant_id)",
    `create table identities (
      participant_id text not null primary key references participants (id),
      study_id text not null,
      lookup text not null,
      sealed ${bytes} not null
    ) ${table}`,
    "create index identities_by_lookup on identities (study_id, lookup)",
    `create table entry_nonces (
      study_id text not null references studies (id),
      nonce text not null,
      used_at ${long} not null,
      primary key (study_id, nonce)
    ) ${keyedTable}`,

    `create table events (
      participant_id text not null references participants (id),
      seq ${integer} not null check (seq > 0),
      at ${long} not null,
      stage_id text,
      type text not null,
      payload ${json} not null,
      command_id text,
      primary key (participant_id, seq),
      unique (participant_id, command_id)
    ) ${table}`,

    `create table answers (
      participant_id text not null references participants (id),
      scope text not null,
      field text not null,
      value ${json} not null,
      missing text,
      at ${long} not null,
      primary key (participant_id, scope, field)
    ) ${keyedTable}`,
    `create table conversations (
      id text not null primary key,
      participant_id text not null references participants (id),
      stage_id text not null,
      ordinal ${integer} not null,
      type text not null,
      started_at ${long} not null,
      finished_at ${long},
      unique (participant_id, ordinal)
    ) ${table}`,
    `create table interactions (
      id text not null primary key,
      conversation_id text not null references conversations (id),
      participant_id text not null references participants (id),
      turn ${integer} not null,
      prompt text not null,
      sent_at ${long} not null,
      chosen_at ${long},
      settled_by text,
      verdict text,
      unique (conversation_id, turn)
    ) ${table}`,
    "create index interactions_by_participant on interactions (participant_id)",
    `create table utterances (
      slot_id text not null primary key,
      interaction_id text not null references interactions (id),
      conversation_id text not null references conversations (id),
      participant_id text not null references participants (id),
      drawn_order ${integer} not null,
      shown_order ${integer} not null,
      model_id text not null,
      text text,
      missing text,
      score ${real},
      touched ${flag} not null,
      first_touch_ms ${real},
      path_length ${real},
      chosen ${flag} not null,
      asked_at ${long} not null,
      completed_at ${long},
      first_text_ms ${real},
      total_ms ${real}
    ) ${table}`,
    "create index utterances_by_interaction on utterances (interaction_id)",
    "create index utterances_by_conversation on utterances (conversation_id)",
    "create index utterances_by_participant on utterances (participant_id)",
    `create table calls (
      id text not null primary key,
      participant_id text not null references participants (id),
      slot_id text not null,
      model_id text not null,
      reference text not null,
      attempt ${integer} not null,
      outcome text not null,
      message text,
      http_status ${integer},
      input_tokens ${integer},
      output_tokens ${integer},
      cost_usd ${real},
      first_text_ms ${real},
      total_ms ${real} not null,
      at ${long} not null
    ) ${table}`,
    "create index calls_by_participant on calls (participant_id)",

    `create table withdrawals (
      participant_id text not null primary key references participants (id),
      at ${long} not null,
      answers ${integer} not null,
      conversations ${integer} not null,
      utterances ${integer} not null
    ) ${table}`,

    `create table ledgers (
      name text not null primary key,
      spent_nano_usd ${long} not null,
      reserved_nano_usd ${long} not null
    ) ${table}`,
    `create table ledger_entries (
      id text not null primary key,
      name text not null references ledgers (name),
      account text not null,
      reference text not null,
      reserved_nano_usd ${long} not null,
      settled_nano_usd ${long},
      state text not null check (state in ('reserved', 'settled', 'abandoned')),
      reserved_at ${long} not null,
      settled_at ${long}
    ) ${table}`,
    "create index ledger_entries_by_name on ledger_entries (name)",
    "create index ledger_entries_open on ledger_entries (reserved_at) where state = 'reserved'",
  ],
};
