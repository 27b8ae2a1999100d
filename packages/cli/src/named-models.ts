import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { decodeText, type ModelEntry, messageOf, RefractError } from "@refract/core";
import {
  createModelService,
  type Ledger,
  type LocalModelService,
  loadPrices,
  type ModelServiceOptions,
  type NamedModels,
  type PriceTable,
  parseModels,
  parsePrices,
  resolvePool,
} from "@refract/models";

/** Where models.yaml and prices.yaml are looked for, in turn. */
export function modelFolders(data: string): readonly string[] {
  return [resolve(data), process.cwd()];
}

/** The model service with the user's own models.yaml and prices.yaml, looked for in the folders in turn. */
export async function openModels(
  ledger: Ledger,
  folders: readonly string[],
  settings?: Partial<
    Pick<ModelServiceOptions, "demoPace" | "now" | "concurrency" | "logger" | "peopleElsewhere">
  >,
): Promise<LocalModelService> {
  const named = await readNamedModels(folders);
  const service = createModelService({
    env: process.env,
    prices: await readPrices(folders),
    ledger,
    accounts: named.accounts,
    ...settings,
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
export async function readPrices(folders: readonly string[]): Promise<PriceTable> {
  const own = await firstFile(folders, "prices.yaml");
  return loadPrices(
    own === null ? [] : parsePrices(own.text, own.path),
    (await readNamedModels(folders)).prices,
  );
}

export async function readNamedModels(folders: readonly string[]): Promise<NamedModels> {
  const found = await firstFile(folders, "models.yaml");
  return found === null ? { entries: [], prices: [], accounts: {} } : parseModels(found.text, found.path);
}

async function firstFile(
  folders: readonly string[],
  name: string,
): Promise<{ path: string; text: string } | null> {
  for (const folder of folders) {
    const path = join(folder, name);
    try {
      return { path, text: decodeText(await readFile(path), path) };
    } catch (error) {
      if (error instanceof RefractError) throw error;
      if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) {
        throw new RefractError("invalid-input", `${path}: ${messageOf(error)}`, { cause: error });
      }
    }
  }
  return null;
}
