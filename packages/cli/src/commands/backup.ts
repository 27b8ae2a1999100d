import { copyFile, mkdir, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { RefractError } from "@refract/core";
import { openStore } from "@refract/store";
import type { Command } from "commander";
import { createTerminal, wantsJson } from "../terminal.ts";
import { defaultDataFolder } from "../workspace.ts";

/** Backup and restore of a SQLite installation; PostgreSQL has its own tools. */
export function addBackupCommands(program: Command): void {
  program
    .command("backup")
    .description("copy the live database to one file, while the server runs")
    .option("--data <folder>", "where everything is kept", defaultDataFolder)
    .requiredOption("--out <file>", "the file to make; must not exist")
    .action(async (options: { data: string; out: string }, command: Command) => {
      const out = resolve(options.out);
      if (await exists(out)) throw new RefractError("conflict", `--out: ${out} exists, expected a new file`);
      await mkdir(dirname(out), { recursive: true });
      await using store = await openStore({ file: await databaseIn(options.data) });
      await store.backup(out);
      createTerminal(wantsJson(command)).result(
        { file: out },
        `wrote ${out}\nkeep ${join(resolve(options.data), "secret.key")} with it, apart and safe: panel ids are sealed with it`,
      );
    });

  program
    .command("restore")
    .description("put a backup in place of a data folder's database, which must not exist")
    .argument("<file>", "made by refract backup")
    .option("--data <folder>", "where everything is kept", defaultDataFolder)
    .action(async (file: string, options: { data: string }, command: Command) => {
      const source = resolve(file);
      // Opening it says whether it is one of ours and of a version we know.
      await using store = await openStore({ file: await existing(source) });
      const studies = await store.studies();
      const target = join(resolve(options.data), "refract.sqlite");
      if (await exists(target))
        throw new RefractError("conflict", `--data: ${target} exists, expected a folder without a database`);
      await mkdir(dirname(target), { recursive: true, mode: 0o700 });
      await copyFile(source, target);
      createTerminal(wantsJson(command)).result(
        { file: target, studies: studies.map((study) => study.id) },
        `restored ${studies.length} studies to ${target}`,
      );
    });
}

async function databaseIn(data: string): Promise<string> {
  return existing(join(resolve(data), "refract.sqlite"));
}

async function existing(file: string): Promise<string> {
  if (await exists(file)) return file;
  throw new RefractError("not-found", `${file}: no such file, expected a database of Refract`);
}

async function exists(file: string): Promise<boolean> {
  return (await stat(file).catch(() => null)) !== null;
}
