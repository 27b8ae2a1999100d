import { createHash } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { StartProblem } from "./start-problem.mjs";

const stampName = ".refract-lock";

/**
 * Which packages are needed: those that run Refract, or the tools of its developers too.
 *
 * @typedef {"running" | "developing"} Needs
 */

/**
 * Which packages are installed, in one line: the lock file's hash, the platform, and whether tools of developers are left
 * out. It is written as the last step of an installation.
 *
 * @param {string} lockText package-lock.json
 * @param {Needs} needs
 */
function stampOf(lockText, needs) {
  const hash = createHash("sha256").update(lockText).digest("hex");
  return `${hash} ${process.platform}-${process.arch}${needs === "running" ? " without dev" : ""}`;
}

/**
 * True when node_modules was stamped for this very lock file on this platform.
 *
 * @param {string} root
 * @param {Needs} [needs]
 */
export function isStamped(root, needs = "developing") {
  const lock = readLock(root);
  try {
    const stamp = readFileSync(stampPath(root), "utf8");
    return stamp === stampOf(lock, "developing") || (needs === "running" && stamp === stampOf(lock, needs));
  } catch {
    return false;
  }
}

/** Writes nothing where nothing may be written: a copied installation is looked through at each start instead. */
export function writeStamp(root, needs = "developing") {
  const aside = `${stampPath(root)}.${process.pid}`;
  try {
    writeFileSync(aside, stampOf(readLock(root), needs));
    renameSync(aside, stampPath(root));
  } catch (error) {
    if (!["EACCES", "EPERM", "EROFS"].includes(error.code)) throw error;
  }
}

/**
 * True when node_modules holds what the lock file names although it has no stamp, as after `npm install` by hand:
 * npm's own record of it is compared. Optional packages of other platforms may be absent, and for running Refract
 * those that only its developers need (`npm ci --omit=dev`).
 */
export function matchesLock(root, needs = "developing") {
  let record;
  try {
    record = JSON.parse(readFileSync(join(root, "node_modules", ".package-lock.json"), "utf8"));
  } catch {
    return false;
  }
  const { packages } = JSON.parse(readLock(root));
  return Object.entries(packages).every(([path, wanted]) => {
    if (!path.includes("node_modules/")) return true;
    const there = record.packages[path];
    if (!there) return wanted.optional === true || (needs === "running" && isForDevelopers(wanted));
    const same = wanted.link ? there.link === true : there.version === wanted.version;
    return same && existsSync(join(root, path));
  });
}

function isForDevelopers({ dev, devOptional }) {
  return dev === true || devOptional === true;
}

function readLock(root) {
  try {
    return readFileSync(join(root, "package-lock.json"), "utf8");
  } catch {
    throw new StartProblem(`no package-lock.json in ${root}; is this a whole copy of the repository?`, 2);
  }
}

function stampPath(root) {
  return join(root, "node_modules", stampName);
}
