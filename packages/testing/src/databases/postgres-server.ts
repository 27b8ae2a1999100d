import { spawn } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { canInstallDebianPackages, installDebianPackages } from "../debian-package.ts";
import { defineRequirement, type Requirement } from "../requirement.ts";
import { findPostgresPrograms } from "./postgres-programs.ts";

/** A PostgreSQL server in which tests may make databases. */
export interface PostgresServer {
  /** As a user who may create databases. */
  readonly url: string;
}

const install =
  "apt-get install postgresql (or brew install postgresql; or set REFRACT_TEST_POSTGRES_URL to a server's address)";
const patienceMs = 60_000;

/**
 * `REFRACT_TEST_POSTGRES_URL`, else a throw-away server that all test files of a run share: whoever needs it first starts
 * it, and it stops with the run. Installed from Debian's packages when the tests run as root.
 */
export const postgres: Requirement<PostgresServer> = defineRequirement({
  name: "PostgreSQL",
  find: async () => {
    const configured = process.env.REFRACT_TEST_POSTGRES_URL;
    if (configured) return { state: "found", thing: { url: configured } };
    let programs = findPostgresPrograms();
    if (programs === undefined) {
      if (!canInstallDebianPackages()) {
        return { state: "missing", reason: "initdb and postgres not found", install };
      }
      const problem = await installDebianPackages(["postgresql"], () => findPostgresPrograms() !== undefined);
      programs = findPostgresPrograms();
      if (programs === undefined) {
        return {
          state: "missing",
          reason: `apt could not install it: ${problem ?? "no reason given"}`,
          install,
        };
      }
    }
    const answer = await startOrJoin(programs);
    return answer.state === "ready"
      ? { state: "found", thing: { url: answer.text } }
      : { state: "missing", reason: `its server did not start: ${answer.text}`, install };
  },
});

type Answer = { readonly state: "ready" | "failed"; readonly text: string };

/** Making the folder is the lock: the one who makes it starts the keeper, all others wait for its word. */
async function startOrJoin(programs: string): Promise<Answer> {
  // Test files run in children of the run; elsewhere (a benchmark) the process itself is the run.
  const owner = process.env.VITEST === undefined ? process.pid : process.ppid;
  const folder = join(tmpdir(), `refract-postgres-${owner}`);
  const deadline = Date.now() + patienceMs;
  if (makeFolder(folder)) startKeeper(folder, programs, owner);
  while (Date.now() < deadline) {
    for (const state of ["ready", "failed"] as const) {
      const file = join(folder, state);
      if (existsSync(file)) return { state, text: readFileSync(file, "utf8") };
    }
    await sleep(50);
  }
  return { state: "failed", text: `no word from it in ${patienceMs / 1000} seconds` };
}

function makeFolder(folder: string): boolean {
  try {
    mkdirSync(folder, { mode: 0o700 });
    return true;
  } catch {
    return false;
  }
}

function startKeeper(folder: string, programs: string, owner: number): void {
  const keeper = fileURLToPath(new URL("postgres-keeper.ts", import.meta.url));
  const log = openSync(join(folder, "log"), "a", 0o600);
  try {
    spawn(process.execPath, [keeper, folder, programs, String(owner)], {
      detached: true,
      stdio: ["ignore", log, log],
    }).unref();
  } catch (thrown) {
    rmSync(folder, { recursive: true, force: true });
    throw thrown;
  } finally {
    closeSync(log);
  }
}
