import { mkdir, readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type ModelEntry, messageOf, RefractError } from "@refract/core";
import {
  createModelService,
  type LocalModelService,
  loadPrices,
  type NamedModels,
  type PriceTable,
  parseModels,
  parsePrices,
  resolvePool,
} from "@refract/models";
import { openSecrets, type Secrets } from "@refract/server";
import { openStore, type Store } from "@refract/store";

export interface WorkspaceOptions {
  readonly data: string;
  readonly databaseUrl?: string | undefined;
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
}: WorkspaceOptions): Promise<Workspace> {
  const dataFolder = resolve(data);
  await mkdir(dataFolder, { recursive: true, mode: 0o700 }).catch((cause: unknown) => {
    throw new RefractError(
      "invalid-input",
      `--data: ${messageOf(cause)}, expected a folder that can be written to`,
      { cause },
    );
  });
  const folders = modelFolders(data);
  // The user's own files are read first: nothing is opened where one of them is wrong.
  const named = await readNamedModels(folders);
  const prices = await readPrices(folders);
  const secrets = await openSecrets(dataFolder, process.env);
  const store = await openStore(databaseUrl === undefined ? { file: databaseFile(data) } : { databaseUrl });
  return {
    dataFolder,
    store,
    secrets,
    models: await openModels(store, folders),
    prices,
    pool: (pool) => resolvePool(pool, named),
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  };
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

/** Where models.yaml and prices.yaml are looked for, in turn. */
export function modelFolders(data: string): readonly string[] {
  return [resolve(data), process.cwd()];
}

/** The model service with the user's own models.yaml and prices.yaml, looked for in the folders in turn. */
export async function openModels(
  ledger: Pick<Store, "reserve" | "settle">,
  folders: readonly string[],
  pace?: { demoPace: number; now: () => number },
): Promise<LocalModelService> {
  const named = await readNamedModels(folders);
  const service = createModelService({
    env: process.env,
    prices: await readPrices(folders),
    ledger,
    ...pace,
  });
  const resolved = (entry: ModelEntry) => resolvePool([entry], named)[0] ?? entry;
  return {
    ...service,
    ask: (entry, request, options) => service.ask(resolved(entry), request, options),
    check: (entry) => service.check(resolved(entry)),
    open: async (entry) => service.open(resolved({ id: entry.use, ...entry })),
  };
}

/** The user's prices.yaml before the prices of models.yaml before those that Refract brings. */
async function readPrices(folders: readonly string[]): Promise<PriceTable> {
  const own = await firstFile(folders, "prices.yaml");
  return loadPrices(
    own === null ? [] : parsePrices(own.text, own.path),
    (await readNamedModels(folders)).prices,
  );
}

export async function readNamedModels(folders: readonly string[]): Promise<NamedModels> {
  const found = await firstFile(folders, "models.yaml");
  return found === null ? { entries: [], prices: [] } : parseModels(found.text, found.path);
}

async function firstFile(
  folders: readonly string[],
  name: string,
): Promise<{ path: string; text: string } | null> {
  for (const folder of folders) {
    const path = join(folder, name);
    try {
      return { path, text: await readFile(path, "utf8") };
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) {
        throw new RefractError("invalid-input", `${path}: ${messageOf(error)}`, { cause: error });
      }
    }
  }
  return null;
}
