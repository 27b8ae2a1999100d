import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

const run = promisify(execFile);
const lock = join(tmpdir(), "refract-debian-package.lock");
const installTimeoutMs = 10 * 60_000;

/** Whether this process may install Debian packages: root, with apt. */
export function canInstallDebianPackages(): boolean {
  return process.platform === "linux" && process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
}

/**
 * Installs Debian packages, one process at a time.
 *
 * @param packages names for `apt-get install`
 * @param isThere asked again once it is this process's turn, since another test file may have been first
 * @returns `undefined` when they are there, else the last line apt said
 */
export async function installDebianPackages(
  packages: readonly string[],
  isThere: () => boolean,
): Promise<string | undefined> {
  if (!canInstallDebianPackages()) return "this process is not root on a machine with apt";
  await takeLock();
  try {
    if (isThere()) return undefined;
    const options = { timeout: installTimeoutMs, maxBuffer: 64 * 2 ** 20, env: aptEnvironment() };
    await run("apt-get", ["update", "-q"], options);
    await run("apt-get", ["install", "-q", "-y", "--no-install-recommends", ...packages], options);
    return isThere() ? undefined : `apt installed ${packages.join(", ")}, but the program is not there`;
  } catch (error) {
    return lastLine(error);
  } finally {
    await rm(lock, { recursive: true, force: true });
  }
}

/** A folder is the lock because making one is atomic; one older than an installation may take is a dead process's. */
async function takeLock(): Promise<void> {
  for (;;) {
    try {
      await mkdir(lock);
      return;
    } catch {
      const made = await stat(lock).catch(() => undefined);
      if (made && Date.now() - made.mtimeMs > 2 * installTimeoutMs) {
        await rm(lock, { recursive: true, force: true });
      }
      await sleep(300);
    }
  }
}

/** Tests run without proxies (vitest.config.ts puts them aside in REFRACT_PROXY); apt may need them. */
function aptEnvironment(): NodeJS.ProcessEnv {
  const proxy = process.env.REFRACT_PROXY;
  return {
    ...process.env,
    DEBIAN_FRONTEND: "noninteractive",
    ...(proxy ? { http_proxy: proxy, https_proxy: proxy } : {}),
  };
}

function lastLine(error: unknown): string {
  const said = error instanceof Error && "stderr" in error ? String(error.stderr) : String(error);
  return said.trim().split("\n").at(-1) ?? "apt failed";
}
