import { existsSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { installBeside } from "./bootstrap/install-beside.mjs";
import { withInstallLock } from "./bootstrap/install-lock.mjs";
import { isStamped, matchesLock, writeStamp } from "./bootstrap/installed-packages.mjs";
import { installNativeParts, missingNativeParts } from "./bootstrap/native-packages.mjs";
import { installNode, ownNode } from "./bootstrap/node-runtime.mjs";
import { StartProblem, say } from "./bootstrap/start-problem.mjs";

/** The repository's folder. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Makes a fresh clone runnable with what the machine has: a Node that runs TypeScript, and the packages of the lock
 * file. Does nothing, quickly, when all is there, as in a copied installation that may not be written to. Several starts
 * at once wait for one another.
 *
 * @param {import("./bootstrap/installed-packages.mjs").Needs} [needs] `running` is content with an installation without
 *   developers' tools
 * @returns {Promise<{ node: string, environment: NodeJS.ProcessEnv }>} the Node to use, and the environment for
 *   children, in whose PATH that Node comes first
 */
export async function bootstrap(needs = "developing") {
  const own = ownNode(root);
  const node = own?.path ?? process.execPath;
  if (!existsSync(node) || !isInstalled(needs)) {
    await withInstallLock(join(root, ".node", "install.lock"), async () => {
      if (own) await installNode(root, own);
      await installPackages(node, needs);
    });
  }
  return {
    node,
    environment: {
      // compiled code is kept between starts, which saves a third of the time that loading the packages takes
      NODE_COMPILE_CACHE: join(root, ".node", "compile-cache"),
      ...process.env,
      PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ""}`,
    },
  };
}

/** An installation that npm or a copy brought is found whole once, and stamped where that can be written. */
function isInstalled(needs) {
  if (isStamped(root, needs)) return true;
  const has = ["developing", needs].find((wanted) => matchesLock(root, wanted));
  if (has === undefined || missingNativeParts(root).length > 0) return false;
  writeStamp(root, has);
  return true;
}

async function installPackages(node, needs) {
  if (isInstalled(needs)) return;
  if (!matchesLock(root, needs)) {
    say("installing packages (a minute or so, once) …");
    await installBeside(root, node);
  }
  const missing = missingNativeParts(root);
  if (missing.length > 0) await installNativeParts(root, node, missing);
  if (missingNativeParts(root).length === 0) writeStamp(root, matchesLock(root) ? "developing" : needs);
}

const systemProblems = {
  ENOSPC: "no space is left on the disk",
  EROFS: "this folder may not be written to: the file system is read-only",
  EACCES: "this folder may not be written to (check its owner and permissions)",
};

/** Runs a script's main function; a problem becomes one message and its exit code. */
export async function main(work) {
  try {
    process.exitCode = await work();
  } catch (error) {
    const told = error instanceof StartProblem || error.code in systemProblems;
    if (!told) throw error;
    say(systemProblems[error.code] ?? error.message);
    process.exitCode = error.exitCode ?? 1;
  }
}
