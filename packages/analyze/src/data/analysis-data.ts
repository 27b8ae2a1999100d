import { mkdtemp, rm, stat } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { messageOf, RefractError } from "@refract/core";
import { refuseDeepNesting, refuseForeignFiles } from "@refract/dataset";
import type { ZodType } from "zod";
import { findArenaBattles, loadArenaBattles } from "./arena-battles.ts";
import { type BattleRule, prismBattleRule } from "./battle-rule.ts";
import { type DeclaredOrders, declaredOrders } from "./declared-order.ts";
import { loadRelations } from "./load-relations.ts";
import { createModelLabels } from "./model-labels.ts";
import { addOwnQuestions, type OwnQuestion, ownQuestions, readCodebook } from "./own-questions.ts";
import { type ArrayKind, type ArraysOf, readBytes, readColumns } from "./read-columns.ts";
import type { Relation } from "./relations.ts";
import { quoted } from "./sql-text.ts";

/**
 * A dataset in SQL. Scans, joins and group-bys are DuckDB's; only small results reach JavaScript.
 *
 * Relations: `participants` (survey, nested fields flattened with an underscore, and the study's own questions), `conversations` (without their history),
 * `utterances` with `model` (a label that stands for one model: its short name where that is its own) and `provider`, `models`, `metadata`, and the view
 * `openings` (turn 0, the only turn that compares models), `verdicts` (of studies that compare by verdict). `groups.ts` adds `people`.
 */
export interface AnalysisData extends AsyncDisposable {
  readonly folder: string;
  /** How scores become battles, and battles ranks. */
  readonly battleRule: BattleRule;
  /** Stands for the dataset whatever the connection: what is made once for it is kept by this. Other threads open it too. */
  readonly dataset: LoadedDataset;
  /** Whether the dataset has the relation's file. */
  has(relation: Relation): boolean;
  /** The relation's columns after flattening, in order; none when the file is not there. */
  columns(relation: Relation): readonly string[];
  /** Levels of a column of `participants` in the order in which they were offered; none where they are kinds without an order. */
  declaredOrder(column: string): readonly string[];
  /** Small results, a row an object, checked by `schema`. Counts come as numbers. */
  rows<Row>(sql: string, schema: ZodType<Row>): Promise<readonly Row[]>;
  /** Columns of a larger result as arrays; the query's columns must have the names of `kinds`. */
  arrays<const Kinds extends Readonly<Record<string, ArrayKind>>>(
    sql: string,
    kinds: Kinds,
  ): Promise<ArraysOf<Kinds>>;
  /** The bytes of a result's one column, some thousand at a time in its order, without what is null; a text gives them by `encode(…)`. */
  bytes(sql: string): AsyncIterable<readonly Uint8Array[]>;
  /** A statement without a result, for tables and views of an analysis of its own (`CREATE OR REPLACE TEMP TABLE …`). */
  run(sql: string): Promise<void>;
  /** Another connection to the dataset, for work beside this one; its temporary tables are its own. Disposed of before the dataset is. */
  connect(): Promise<AnalysisData>;
}

/** DuckDB's memory once the files are read, in megabytes. */
const readingMemoryMb = 256;

/** Threads that read the files; records keep their order. */
const readingThreads = Math.min(4, availableParallelism());

/** A dataset in a database file that is only read from now on. Plain data: another thread can be sent it. */
export interface LoadedDataset {
  readonly folder: string;
  readonly databaseFile: string;
  readonly columns: ReadonlyMap<Relation, readonly string[]>;
  readonly orders: DeclaredOrders;
  readonly battleRule: BattleRule;
  /** Survey questions of the study's own, in the order asked. */
  readonly questions: readonly OwnQuestion[];
}

export interface OpenDataOptions {
  /** DuckDB's memory before it spills to disk, in megabytes. */
  readonly memoryMb?: number;
  /** PRISM's unless told. */
  readonly battleRule?: BattleRule;
  /** Looks through a file before it is read, as `refuseDeepNesting` does: usually in a thread beside this one. */
  readonly refuseDeepNesting?: (path: string) => Promise<void>;
  /** Called once while DuckDB reads, for work that this thread can do meanwhile. */
  readonly meanwhile?: () => void;
}

/**
 * Opens a dataset folder in PRISM's form: JSONL or Parquet. What is not there is left out; `has` and `columns` say so. A file of an
 * arena's comparisons, or a folder with nothing else, is read as a study of verdicts.
 *
 * @throws RefractError `invalid-input` naming file and line when a file cannot be read, naming the file when an id stands in it more
 * than once, or when nothing is there.
 */
export async function openAnalysisData(folder: string, options: OpenDataOptions = {}): Promise<AnalysisData> {
  if ((await stat(folder).catch(() => null))?.isDirectory() === true) await refuseForeignFiles(folder);
  const scratch = await mkdtemp(join(tmpdir(), "refract-analyze-"));
  const databaseFile = join(scratch, "analysis.duckdb");
  const { instance, connection } = await openMemory(scratch, options);
  await connection.run(`ATTACH ${quoted(databaseFile)} AS analysis`);
  await connection.run("USE analysis");
  // the file is thrown away: compressing it would take longer than reading the records
  await connection.run("PRAGMA force_compression = 'uncompressed'");
  const close = async () => {
    connection.closeSync();
    instance.closeSync();
    await rm(scratch, { recursive: true, force: true });
  };
  try {
    const columns = new Map(
      await loadRelations(
        instance,
        folder,
        options.refuseDeepNesting ?? refuseDeepNesting,
        options.meanwhile ?? (() => undefined),
      ),
    );
    if (columns.size === 0) {
      const battles = await findArenaBattles(folder);
      if (battles === null)
        throw new RefractError(
          "invalid-input",
          `${folder}: no dataset, expected survey, conversations or utterances as .jsonl or .parquet, or an arena's battles.csv`,
        );
      for (const [relation, loaded] of await loadArenaBattles(connection, battles))
        columns.set(relation, loaded);
    }
    if (columns.has("utterances")) await nameModels(connection, columns);
    const codebook = await readCodebook(folder);
    const questions = ownQuestions(codebook);
    const people = columns.get("participants");
    if (people !== undefined)
      columns.set("participants", [
        ...people,
        ...(await addOwnQuestions(connection, folder, questions, people)),
      ]);
    // only read from now on, so that other threads of the process can open the file beside this one
    await connection.run("USE memory");
    await connection.run("DETACH analysis");
    await readLoaded(connection, databaseFile, options.memoryMb ?? readingMemoryMb);
    const orders = declaredOrders(codebook);
    return createData(
      { folder, databaseFile, columns, orders, battleRule: options.battleRule ?? prismBattleRule, questions },
      instance,
      connection,
      close,
    );
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * Opens in another thread what `openAnalysisData` has loaded. Disposed of before the dataset is.
 *
 * @param scratch a folder of its own, where DuckDB puts what does not fit into memory
 */
export async function openLoadedDataset(
  dataset: LoadedDataset,
  options: OpenDataOptions = {},
): Promise<AnalysisData> {
  const scratch = await mkdtemp(join(dirname(dataset.databaseFile), "thread-"));
  const { instance, connection } = await openMemory(scratch, options);
  await readLoaded(connection, dataset.databaseFile, options.memoryMb ?? readingMemoryMb);
  return createData(dataset, instance, connection, () => {
    connection.closeSync();
    instance.closeSync();
    return Promise.resolve();
  });
}

async function openMemory(scratch: string, { memoryMb = 384 }: OpenDataOptions) {
  const instance = await DuckDBInstance.create(":memory:", {
    memory_limit: `${memoryMb}MB`,
    threads: String(readingThreads),
    temp_directory: scratch,
    // what a statement frees goes back to the system, and is not kept for the next one: two databases are open, and heaps beside them
    allocator_flush_threshold: "8MB",
    allocator_bulk_deallocation_flush_threshold: "8MB",
    allocator_background_threads: "true",
  });
  return { instance, connection: await instance.connect() };
}

async function readLoaded(
  connection: DuckDBConnection,
  databaseFile: string,
  memoryMb: number,
): Promise<void> {
  await connection.run(`ATTACH ${quoted(databaseFile)} AS analysis (READ_ONLY)`);
  await connection.run("USE analysis");
  // means of numbers added in another order differ in their last digit: from here on, a statement has one thread
  await connection.run("SET threads = 1");
  await connection.run(`SET memory_limit = '${memoryMb}MB'`);
}

/**
 * `utterances.model`: the model's label (`createModelLabels`). A score that is no finite number (some
 * writers of Parquet put NaN for none) is null.
 */
async function nameModels(
  connection: DuckDBConnection,
  columns: ReadonlyMap<Relation, readonly string[]>,
): Promise<void> {
  const known = columns.get("utterances") ?? [];
  await createModelLabels(connection, known, columns.get("models") ?? []);
  const model = known.includes("model_name")
    ? "(SELECT any_value(l.label) FROM model_labels l WHERE l.model_name = u.model_name)"
    : "NULL::VARCHAR";
  const provider = known.includes("model_provider") ? "u.model_provider" : "NULL::VARCHAR";
  const score = known.includes("score")
    ? " REPLACE (CASE WHEN isfinite(TRY_CAST(u.score AS DOUBLE)) THEN TRY_CAST(u.score AS DOUBLE) END AS score)"
    : "";
  await connection.run(
    `CREATE VIEW utterances AS SELECT u.*${score}, ${model} AS model, ${provider} AS provider FROM utterance_records u`,
  );
  const turn = known.includes("turn") ? "turn = 0" : "false";
  await connection.run(`CREATE VIEW openings AS SELECT * FROM utterances WHERE ${turn}`);
}

function createData(
  dataset: LoadedDataset,
  instance: DuckDBInstance,
  connection: DuckDBConnection,
  close: () => Promise<void>,
): AnalysisData {
  const { folder, columns, orders, battleRule } = dataset;
  const attempt = async <Result>(sql: string, act: () => Promise<Result>): Promise<Result> => {
    try {
      return await act();
    } catch (cause) {
      throw new Error(`${messageOf(cause)}\nin: ${sql}`, { cause });
    }
  };
  const ask = (sql: string) => attempt(sql, () => connection.runAndReadAll(sql));
  return Object.freeze({
    folder,
    battleRule,
    dataset,
    has: (relation: Relation) => columns.has(relation),
    columns: (relation: Relation) => columns.get(relation) ?? [],
    declaredOrder: (column: string) => orders.get(column) ?? [],
    rows: async <Row>(sql: string, schema: ZodType<Row>) => {
      const reader = await ask(sql);
      const names = reader.columnNames();
      return reader
        .getRowsJS()
        .map((row) =>
          schema.parse(Object.fromEntries(names.map((name, place) => [name, plain(row[place])]))),
        );
    },
    arrays: <const Kinds extends Readonly<Record<string, ArrayKind>>>(sql: string, kinds: Kinds) =>
      attempt(sql, async () => readColumns(await connection.stream(sql), sql, kinds)),
    bytes: (sql: string) => readBytes(connection, sql),
    run: async (sql: string) => {
      await ask(sql);
    },
    connect: async () => {
      const other = await instance.connect();
      await other.run("USE analysis");
      return createData(dataset, instance, other, () => Promise.resolve(other.closeSync()));
    },
    [Symbol.asyncDispose]: close,
  });
}

/** DuckDB's 64-bit counts as numbers. */
function plain(value: unknown): unknown {
  return typeof value === "bigint" ? Number(value) : value;
}
