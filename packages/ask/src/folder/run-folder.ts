import { mkdir, readdir, readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type Instrument, type LoadedItems, messageOf, RefractError } from "@refract/core";
import { createPlan, type Plan } from "../plan/plan.ts";
import {
  identityDifferences,
  identityHash,
  identityOf,
  type RunIdentity,
  type RunSetup,
} from "../plan/run-setup.ts";
import { openRecordFolder, type RecordFolder } from "../records/record-folder.ts";
import { describeUnread } from "../records/record-paths.ts";
import { parseResults, type RunResults } from "../scores/results.ts";
import type { RunStore } from "../store/run-store.ts";
import { openSqliteRunStore } from "../store/sqlite-run-store.ts";

const storeFile = "run.sqlite";

/** Names the note with what the judge was called. */
export const judgeNote = "judge";

/** Names the note with a run's id in the database of workers, as long as rows of it may be there and not in the folder. */
export const sharedRunNote = "shared run";

/** What `--from` came to. */
export interface FoundRecords {
  readonly folder: string;
  /** Names of the files that were read. */
  readonly read: readonly string[];
  /** Names of links that lead out of the folder, and of what is no file: not read. */
  readonly leftOut: readonly string[];
  /** Names of links to nothing: not read. */
  readonly toNothing: readonly string[];
  /** Number of items they hold. */
  readonly items: number;
}

/** A run's items, plan and identity: everything but answers. */
export interface PreparedRun {
  readonly setup: RunSetup;
  readonly loaded: LoadedItems;
  readonly records: FoundRecords;
  readonly plan: Plan;
  readonly identity: RunIdentity;
}

/** Reads the records and lays out the plan. Throws RefractError when no item can be read. */
export async function prepareRun(setup: RunSetup, from: string): Promise<PreparedRun> {
  const files = await openRecordFolder(resolve(from));
  const loaded = await setup.instrument.load(files, setup.options);
  if (loaded.items.length === 0)
    throw new RefractError(
      "invalid-input",
      `--from: ${from} has no item of ${setup.instrument.id}${loaded.problems[0] === undefined ? "" : ` (${loaded.problems[0].place}: ${loaded.problems[0].problem})`}; ${describeFiles(files)}`,
    );
  const hashes = await files.hashes();
  const identity = identityOf(setup, hashes, loaded.dataVersion);
  const { folder, leftOut, toNothing } = files;
  const records = { folder, read: Object.keys(hashes), leftOut, toNothing, items: loaded.items.length };
  return { setup, loaded, records, plan: createPlan(setup, loaded.items), identity };
}

function describeFiles({ folder, names, ...unread }: RecordFolder): string {
  const shown = (list: readonly string[]) =>
    `${list.slice(0, 12).join(", ")}${list.length > 12 ? ` and ${list.length - 12} more` : ""}`;
  return [
    names.length === 0 ? `${folder} has no files` : `${folder} has ${shown(names)}`,
    ...describeUnread(unread, 12),
  ].join("; ");
}

/**
 * Opens the store of a run in a folder, new or resumed. A run that has no outcome yet (a model's name was wrong, a mode impossible)
 * gives its folder up.
 *
 * @throws RefractError when the folder holds something else
 */
export async function openRunFolder(
  folder: string,
  { setup, identity }: PreparedRun,
  from: string,
): Promise<RunStore> {
  await mkdir(folder, { recursive: true }).catch((cause: unknown) => {
    throw new RefractError(
      "invalid-input",
      `--out: ${messageOf(cause)}, expected a folder that can be written to`,
      {
        cause,
      },
    );
  });
  const names = await readdir(folder);
  if (names.length > 0 && !names.includes(storeFile))
    throw new RefractError(
      "invalid-input",
      `--out: ${folder} holds other files, expected a new folder or one of an earlier run`,
    );
  const store = openSqliteRunStore(join(folder, storeFile));
  const known = store.note("identity");
  const isAnothers = known !== null && JSON.parse(known).hash !== identityHash(identity);
  if (isAnothers && holdsOutcomes(store)) {
    store[Symbol.dispose]();
    const differences = identityDifferences(JSON.parse(known).identity, identity);
    throw new RefractError(
      "invalid-input",
      `--out: ${folder} holds another run, which differs in ${differences.join(", ")}; expected the same command, or another folder`,
    );
  }
  if (known === null || isAnothers)
    store.setNote("identity", JSON.stringify({ hash: identityHash(identity), identity }));
  if (setup.judge !== null) store.setNote(judgeNote, setup.judge.id);
  // Remembered, so that whoever reads the run next finds the records where they are now.
  store.setNote("from", resolve(from));
  return store;
}

/** Whether anything was answered, here or in the database of workers. */
function holdsOutcomes(store: RunStore): boolean {
  for (const _outcome of store.outcomes()) return true;
  return store.note(sharedRunNote) !== null;
}

/** Opens the store of a run that is there already. */
export async function openExistingRun(folder: string): Promise<RunStore> {
  const file = join(folder, storeFile);
  if ((await stat(file).catch(() => null)) === null)
    throw new RefractError("not-found", `${folder}: no such run, expected a folder made by refract ask`);
  return openSqliteRunStore(file);
}

/** The results of a run. */
export async function readResults(folder: string): Promise<RunResults> {
  const file = join(folder, "results.json");
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new RefractError(
      "not-found",
      `${folder}: ${messageOf(cause)}, expected a folder made by refract ask`,
      {
        cause,
      },
    );
  });
  return parseResults(text, file);
}

/** The instrument of a run, of the version it was made with. Throws RefractError that names both versions. */
export function instrumentOf(
  { instrument: id, instrumentVersion }: Pick<RunIdentity, "instrument" | "instrumentVersion">,
  instruments: readonly Instrument[],
): Instrument {
  const found = instruments.find((instrument) => instrument.id === id);
  if (found !== undefined && found.version === instrumentVersion) return found;
  throw new RefractError(
    "invalid-input",
    `the run was made with ${id} version ${instrumentVersion}, expected ${found === undefined ? `one of ${instruments.map((instrument) => instrument.id).join(", ")}` : `version ${found.version}`}`,
  );
}
