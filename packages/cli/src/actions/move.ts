import { resolve } from "node:path";
import { RefractError } from "@refract/core";
import { moveStore } from "@refract/store";
import { exitCodes } from "../exit-codes.ts";
import { takeFolder } from "../served-address.ts";
import { formatNumber, type Terminal, table } from "../terminal.ts";
import { databaseFile, existingFile } from "../workspace.ts";

export interface MoveOptions {
  readonly data: string;
  readonly to?: string;
}

/** Copies a data folder's SQLite to PostgreSQL and prints how every table compares. */
export async function moveToPostgres(options: MoveOptions, terminal: Terminal): Promise<number> {
  const databaseUrl = options.to ?? process.env.REFRACT_DATABASE_URL;
  if (databaseUrl === undefined || databaseUrl === "")
    throw new RefractError(
      "invalid-input",
      "--to: missing, expected postgres://user:password@host:port/database, here or in REFRACT_DATABASE_URL",
    );
  const file = await existingFile(databaseFile(options.data));
  const dataFolder = resolve(options.data);
  await using _hold = await takeFolder(
    dataFolder,
    "refract move",
    "expected it to be stopped: what people say meanwhile would stay behind",
  );
  const tables = await moveStore({ file }, { databaseUrl });
  const rows = tables.reduce((sum, { rows: count }) => sum + count, 0);
  terminal.result(
    { from: file, tables },
    [
      table(
        ["table", "rows", "hash in both"],
        tables.map(({ name, rows: count, hash }) => [name, count, hash.slice(0, 16)]),
      ),
      "",
      `moved ${formatNumber(rows)} rows; ${file} is as it was`,
      `start the server with REFRACT_DATABASE_URL and --data ${dataFolder}, where secret.key stays`,
    ].join("\n"),
  );
  return exitCodes.ok;
}
