import { mkdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type ModelEntry, messageOf, RefractError } from "@refract/core";
import { type LocalModelService, type ModelLogger, type PriceTable, resolvePool } from "@refract/models";
import { openOwnSecrets, type Secrets } from "@refract/server";
import { openStore, type Store, type StoreOptions } from "@refract/store";
import { modelFolders, openModels, readNamedModels, readPrices } from "./named-models.ts";

export interface WorkspaceOptions {
  readonly data: string;
  readonly databaseUrl?: string | undefined;
  /** Where the model service says what it does. */
  readonly logger?: ModelLogger | undefined;
}

/** An opened installation: its store, its secret, and the models it can ask. */
export interface Workspace extends AsyncDisposable {
  readonly dataFolder: string;
  readonly store: Store;
  readonly secrets: Secrets;
  readonly models: LocalModelService;
  readonly prices: PriceTable;
  /** A study's pool with every name of models.yaml looked up. */
  pool(models: readonly ModelEntry[]): readonly ModelEntry[];
}

/** Opens the installation in a folder, which is made where it is missing. */
export async function openWorkspace({
  data,
  databaseUrl = process.env.REFRACT_DATABASE_URL,
  logger,
}: WorkspaceOptions): Promise<Workspace> {
  const dataFolder = await makeDataFolder(data);
  const folders = modelFolders(data);
  // The user's own files are read first: nothing is opened where one of them is wrong.
  const named = await readNamedModels(folders);
  const prices = await readPrices(folders);
  const store = await openStore(storeOptions({ data, databaseUrl }));
  const secrets = await openOwnSecrets(store, { dataFolder, env: process.env }).catch(
    async (cause: unknown) => {
      await store[Symbol.asyncDispose]();
      if (cause instanceof RefractError) throw cause;
      throw new RefractError(
        "invalid-input",
        `--data: ${messageOf(cause)}, expected a folder that can be read and written`,
        { cause },
      );
    },
  );
  return {
    dataFolder,
    store,
    secrets,
    models: await openModels(store, folders, logger === undefined ? {} : { logger }),
    prices,
    pool: (pool) => resolvePool(pool, named),
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  };
}

/** The folder's whole path; it is made where it is missing, for its owner alone. */
export async function makeDataFolder(data: string): Promise<string> {
  const dataFolder = resolve(data);
  await mkdir(dataFolder, { recursive: true, mode: 0o700 }).catch((cause: unknown) => {
    throw new RefractError(
      "invalid-input",
      `--data: ${messageOf(cause)}, expected a folder that can be written to`,
      { cause },
    );
  });
  return dataFolder;
}

/** The store of an installation that is there already; reading must not make one. */
export async function openExistingStore({
  data,
  databaseUrl = process.env.REFRACT_DATABASE_URL,
}: WorkspaceOptions): Promise<Store> {
  return openStore(
    databaseUrl === undefined ? { file: await existingFile(databaseFile(data)) } : { databaseUrl },
  );
}

/** Where an installation's rows are. */
export function storeOptions({
  data,
  databaseUrl = process.env.REFRACT_DATABASE_URL,
}: Pick<WorkspaceOptions, "data" | "databaseUrl">): StoreOptions {
  return databaseUrl === undefined ? { file: databaseFile(data) } : { databaseUrl };
}

export function databaseFile(data: string): string {
  return join(resolve(data), "refract.sqlite");
}

export async function existingFile(file: string): Promise<string> {
  if (await isThere(file)) return file;
  throw new RefractError("not-found", `${file}: no such file, expected a database of Refract`);
}

export async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}
