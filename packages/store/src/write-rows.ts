import { RefractError } from "@refract/core";
import { CompiledQuery } from "kysely";
import type { Dialect, Work } from "./database.ts";
import type { EventRow, RowChange } from "./tables.ts";

/** The tables a commit writes rows of; every one has a `participantId`. */
type RowTable = Exclude<RowChange["table"], "participants">;
type Row<Table> = Extract<RowChange, { table: Table }>["row"];

/** `key`: part of the primary key. `json`: stored as JSON text. */
type Column = "key" | "json" | "plain";

/** Every column of every table, in the order statements name them; parents stand before the rows that refer to them. */
const shapes: { readonly [Table in RowTable]: Readonly<Record<keyof Row<Table>, Column>> } = {
  answers: {
    participantId: "key",
    scope: "key",
    field: "key",
    value: "json",
    missing: "plain",
    at: "plain",
  },
  conversations: {
    id: "key",
    participantId: "plain",
    stageId: "plain",
    ordinal: "plain",
    type: "plain",
    startedAt: "plain",
    finishedAt: "plain",
    closedAt: "plain",
  },
  interactions: {
    id: "key",
    conversationId: "plain",
    participantId: "plain",
    turn: "plain",
    prompt: "plain",
    sentAt: "plain",
    chosenAt: "plain",
    settledBy: "plain",
    verdict: "plain",
    tieSeed: "plain",
  },
  utterances: {
    slotId: "key",
    interactionId: "plain",
    conversationId: "plain",
    participantId: "plain",
    drawnOrder: "plain",
    shownOrder: "plain",
    modelId: "plain",
    text: "plain",
    missing: "plain",
    score: "plain",
    touched: "plain",
    firstTouchMs: "plain",
    pathLength: "plain",
    chosen: "plain",
    askedAt: "plain",
    completedAt: "plain",
    firstTextMs: "plain",
    totalMs: "plain",
    waitedMs: "plain",
    drawSeed: "plain",
    sampleSeed: "plain",
  },
  calls: {
    id: "key",
    participantId: "plain",
    slotId: "plain",
    modelId: "plain",
    reference: "plain",
    attempt: "plain",
    outcome: "plain",
    message: "plain",
    httpStatus: "plain",
    finishReason: "plain",
    finishDetail: "plain",
    failedText: "plain",
    reasoning: "plain",
    reasoningFrom: "plain",
    notSent: "json",
    inputTokens: "plain",
    outputTokens: "plain",
    reasoningTokens: "plain",
    costUsd: "plain",
    firstTextMs: "plain",
    totalMs: "plain",
    waitedMs: "plain",
    at: "plain",
  },
  responses: {
    participantId: "key",
    scope: "key",
    item: "key",
    place: "plain",
    optionOrder: "json",
    seed: "plain",
    assignedAt: "plain",
    shownAt: "plain",
    answeredAt: "plain",
    pageMs: "plain",
    firstInputMs: "plain",
    reply: "plain",
    value: "json",
    missing: "plain",
    rule: "plain",
  },
  pages: {
    participantId: "key",
    scope: "key",
    page: "key",
    enteredAt: "plain",
    leftAt: "plain",
    spentMs: "plain",
  },
};
const eventShape: Readonly<Record<keyof EventRow, Column>> = {
  participantId: "key",
  seq: "key",
  at: "plain",
  stageId: "plain",
  type: "plain",
  payload: "json",
  commandId: "plain",
};
const rowTables: readonly RowTable[] = [
  "answers",
  "conversations",
  "interactions",
  "utterances",
  "calls",
  "responses",
  "pages",
];

/** PostgreSQL takes 65,535 parameters a statement and SQLite 32,766; 500 rows of 18 columns stay under both. */
const rowsPerStatement = 500;

/** Appends events as they are. */
export async function insertEvents(work: Work, events: readonly EventRow[]): Promise<void> {
  await write(
    work,
    "events",
    eventShape,
    events.map((event) => ({ ...event })),
    insertText,
  );
}

/** Writes rows of one person, each replacing the row with the same key. Changes of the participant are not its matter. */
export async function writeRows(
  work: Work,
  participantId: string,
  changes: readonly RowChange[],
): Promise<void> {
  const stranger = changes.find(
    (change) => change.table !== "participants" && change.row.participantId !== participantId,
  );
  if (stranger !== undefined) {
    throw new Error(`a row of ${stranger.table} is of another participant, expected ${participantId}`);
  }
  for (const table of rowTables) {
    const rows = changes.filter((change) => change.table === table).map((change) => ({ ...change.row }));
    if (rows.length === 0) continue;
    const shape = shapes[table];
    const last = lastOfEachKey(shape, rows);
    const written = await write(work, table, shape, last, upsertText);
    if (written === last.length) continue;
    throw new RefractError(
      "not-allowed",
      `participant ${participantId}: a row of ${table} has the key of a row of somebody else`,
    );
  }
}

type Shape = Readonly<Record<string, Column>>;
type Values = Readonly<Record<string, unknown>>;

/** A statement that writes the same row twice is refused by PostgreSQL; the later one counts. */
function lastOfEachKey(shape: Shape, rows: readonly Values[]): readonly Values[] {
  if (rows.length === 1) return rows;
  const key = keyOf(shape);
  return [...new Map(rows.map((row) => [JSON.stringify(key.map((column) => row[column])), row])).values()];
}

async function write(
  { db, dialect }: Work,
  table: string,
  shape: Shape,
  rows: readonly Values[],
  textOf: typeof insertText,
): Promise<number> {
  let written = 0;
  for (let start = 0; start < rows.length; start += rowsPerStatement) {
    const batch = rows.slice(start, start + rowsPerStatement);
    const text = kept(`${dialect} ${table} ${batch.length} ${textOf.name}`, () =>
      textOf(dialect, table, shape, batch.length),
    );
    const columns = Object.entries(shape);
    const parameters = batch.flatMap((row) => columns.map(([name, column]) => stored(column, row[name])));
    const result = await db.executeQuery(CompiledQuery.raw(text, parameters));
    written += Number(result.numAffectedRows ?? 0n);
  }
  return written;
}

/**
 * PostgreSQL's text can't hold the NUL character, which a model server or a crafted request can send; in both databases
 * it is stored as U+FFFD, as HTML does. Inside JSON it is an escape and stays what it is.
 */
function stored(column: Column, value: unknown): unknown {
  if (column === "json") return JSON.stringify(value);
  return typeof value === "string" && value.includes("\0") ? value.replaceAll("\0", "\uFFFD") : value;
}

/** The text of a statement is made once: building it costs more than running it. */
const texts = new Map<string, string>();
function kept(key: string, make: () => string): string {
  const text = texts.get(key) ?? make();
  // Odd batch sizes come once; the small ones come all the time and are back at once.
  if (texts.size > 1000) texts.clear();
  texts.set(key, text);
  return text;
}

function insertText(dialect: Dialect, table: string, shape: Shape, count: number): string {
  const columns = Object.keys(shape);
  const placeholder = (index: number) => (dialect === "postgres" ? `$${index + 1}` : "?");
  const rows = Array.from({ length: count }, (_, row) => {
    const places = columns.map((_, column) => placeholder(row * columns.length + column));
    return `(${places.join(", ")})`;
  });
  return `insert into ${table} (${columns.map(snakeCase).join(", ")}) values ${rows.join(", ")}`;
}

/** Only a row of the same person is replaced, whatever id a request invents. */
function upsertText(dialect: Dialect, table: string, shape: Shape, count: number): string {
  const key = keyOf(shape);
  const others = Object.keys(shape).filter((name) => !key.includes(name));
  const sets = others.map((name) => `${snakeCase(name)} = excluded.${snakeCase(name)}`);
  return `${insertText(dialect, table, shape, count)}
    on conflict (${key.map(snakeCase).join(", ")}) do update set ${sets.join(", ")}
    where ${table}.participant_id = excluded.participant_id`;
}

function keyOf(shape: Shape): readonly string[] {
  return Object.keys(shape).filter((name) => shape[name] === "key");
}

function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
