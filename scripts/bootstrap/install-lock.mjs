import {
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { say } from "./start-problem.mjs";

const heartbeatMs = 2_000;
/** Without a heartbeat for this long the owner is dead, whatever machine it ran on. */
const staleMs = 30_000;

/**
 * Does something while no other start on this folder does it. The lock is a file that names its owner; it is made
 * complete under another name and linked into place, which only one of several processes can do.
 *
 * @template T
 * @param {string} path the lock file
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withInstallLock(path, work) {
  // not recursive, which would call a read-only disk a missing folder
  makeFolder(dirname(path));
  await take(path);
  const beat = setInterval(() => touch(path), heartbeatMs);
  const release = () => rmSync(path, { force: true });
  process.once("exit", release);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    process.removeListener("exit", release);
    release();
  }
}

function makeFolder(folder) {
  try {
    mkdirSync(folder);
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
  }
}

async function take(path) {
  const mine = `${path}.${process.pid}`;
  let said = false;
  writeFileSync(mine, JSON.stringify({ pid: process.pid, host: hostname() }));
  try {
    for (;;) {
      try {
        linkSync(mine, path);
        touch(path);
        return;
      } catch (error) {
        if (error.code !== "EEXIST") throw error;
      }
      if (isAbandoned(path)) {
        discard(path);
        continue;
      }
      if (!said) say("another start is installing; waiting for it …");
      said = true;
      await sleep(200);
    }
  } finally {
    rmSync(mine, { force: true });
  }
}

/** True when the owner is known to be dead: its process is gone, or its heartbeat stopped. */
export function isAbandoned(path) {
  try {
    const age = Date.now() - statSync(path).mtimeMs;
    const owner = JSON.parse(readFileSync(path, "utf8"));
    return age > staleMs || (owner.host === hostname() && !isAlive(owner.pid));
  } catch {
    return false; // released, or replaced, in this moment
  }
}

/** Renamed before it is removed, so that of two processes that saw it abandoned only one removes it. */
function discard(path) {
  const aside = `${path}.abandoned.${process.pid}`;
  try {
    renameSync(path, aside);
    rmSync(aside, { force: true });
  } catch {
    // another process was first
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

function touch(path) {
  const now = new Date();
  try {
    utimesSync(path, now, now);
  } catch {
    // the folder was removed under us; the work itself will say so
  }
}
