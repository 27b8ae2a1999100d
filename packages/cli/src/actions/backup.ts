import { mkdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { RefractError } from "@refract/core";
import { giveToOwnerOf, openStore, restoreSqlite } from "@refract/store";
import { exitCodes } from "../exit-codes.ts";
import type { Terminal } from "../terminal.ts";
import { databaseFile, existingFile, isThere } from "../workspace.ts";

export async function backUp(
  options: { readonly data: string; readonly out: string },
  terminal: Terminal,
): Promise<number> {
  // The live data would be elsewhere, whatever the folder still holds.
  if (process.env.REFRACT_DATABASE_URL !== undefined)
    throw new RefractError(
      "invalid-input",
      "backup: REFRACT_DATABASE_URL is set and names a PostgreSQL, expected pg_dump for that; unset it to copy the SQLite of a data folder",
    );
  const out = resolve(options.out);
  if (await isThere(out))
    throw new RefractError("invalid-input", `--out: ${out} exists, expected a new file`);
  await using store = await openStore({ file: await existingFile(databaseFile(options.data)) });
  await mkdir(dirname(out), { recursive: true });
  await store.backup(out);
  terminal.result(
    { file: out },
    `wrote ${out}\nkeep ${join(resolve(options.data), "secret.key")} too, apart from it and safe: panel ids are sealed with that key`,
  );
  return exitCodes.ok;
}

export async function restore(
  file: string,
  options: { readonly data: string },
  terminal: Terminal,
): Promise<number> {
  const source = await existingFile(resolve(file));
  const target = databaseFile(options.data);
  if (await isThere(target))
    throw new RefractError("invalid-input", `--data: ${target} exists, expected a folder without a database`);
  await restoreSqlite(source, target);
  await giveToOwnerOf(dirname(target), target);
  await using store = await openStore({ file: target });
  const studies = await store.studies();
  terminal.result(
    { file: target, studies: studies.map((study) => study.id) },
    `restored ${studies.length} ${studies.length === 1 ? "study" : "studies"} to ${target}`,
  );
  return exitCodes.ok;
}
