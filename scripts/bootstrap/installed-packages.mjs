import { createHash } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { StartProblem } from "./start-problem.mjs";

const stampName = ".refract-lock";

/**
 * Which packages are installed, in one line: the lock file's hash and the platform. It is written as the last step
 * of an installation.
 *
 * @param {string} lockText package-lock.json
 */
function stampOf(lockText) {
  const hash = createHash("sha256").update(lockText).digest("hex");
  return `${hash} ${process.platform}-${process.arch}`;
}

/** True when node_modules was stamped for this very lock file on this platform. */
export function isStamped(root) {
  const stamp = stampOf(readLock(root));
  try {
    return readFileSync(stampPath(root), "utf8") === stamp;
  } catch {
    return false;
  }
}

export function writeStamp(root) {
  const aside = `${stampPath(root)}.${process.pid}`;
  writeFileSync(aside, stampOf(readLock(root)));
  renameSync(aside, stampPath(root));
}

/**
 * True when node_modules holds what the lock file names although it has no stamp, as after `npm install` by hand:
 * npm's own record of it is compared. Optional packages of other platforms may be absent.
 */
export function matchesLock(root) {
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
    if (!there) return wanted.optional === true;
    const same = wanted.link ? there.link === true : there.version === wanted.version;
    return same && existsSync(join(root, path));
  });
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
