import { accessSync, constants, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";

const needed = ["initdb", "postgres"];

/** Where installers put the programs outside PATH: Debian by version, then Homebrew and the macOS app. */
const versionFolders = ["/usr/lib/postgresql", "/Applications/Postgres.app/Contents/Versions"];
const plainFolders = ["/opt/homebrew/bin", "/usr/local/bin", "/usr/pgsql/bin"];

/** The folder that holds PostgreSQL's server programs: in PATH, else the newest where installers put them. */
export function findPostgresPrograms(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const inPath = (environment.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  const byVersion = versionFolders.flatMap((folder) =>
    versionsIn(folder).map((version) => join(folder, version, "bin")),
  );
  return [...inPath, ...byVersion, ...plainFolders].find((folder) =>
    needed.every((program) => isProgram(join(folder, program))),
  );
}

/** Newest first. */
function versionsIn(folder: string): readonly string[] {
  try {
    const names = readdirSync(folder).filter((name) => /^\d+(\.\d+)*$/.test(name));
    return names.sort((a, b) => Number.parseFloat(b) - Number.parseFloat(a));
  } catch {
    return [];
  }
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
