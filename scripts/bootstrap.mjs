import { existsSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { withInstallLock } from "./bootstrap/install-lock.mjs";
import { isStamped, matchesLock, writeStamp } from "./bootstrap/installed-packages.mjs";
import { installNativeParts, missingNativeParts } from "./bootstrap/native-packages.mjs";
import { installNode, ownNode } from "./bootstrap/node-runtime.mjs";
import { runNpm } from "./bootstrap/npm.mjs";
import { StartProblem, say } from "./bootstrap/start-problem.mjs";

/** The repository's folder. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Makes a fresh clone runnable with what the machine has: a Node that runs TypeScript, and the packages of the lock
 * file. Does nothing, quickly, when all is there. Several starts at once wait for one another.
 *
 * @returns {Promise<{ node: string, environment: NodeJS.ProcessEnv }>} the Node to use, and the environment for
 *   children, in whose PATH that Node comes first
 */
export async function bootstrap() {
  const own = ownNode(root);
  const node = own?.path ?? process.execPath;
  if (!existsSync(node) || !isStamped(root)) {
    await withInstallLock(join(root, ".node", "install.lock"), async () => {
      if (own) await installNode(root, own);
      await installPackages(node);
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

async function installPackages(node) {
  if (isStamped(root)) return;
  if (!matchesLock(root)) {
    say("installing packages (a minute or so, once) …");
    await runNpm(["ci", "--include=dev", "--include=optional"], {
      node,
      folder: root,
      doing: "installing packages",
    });
    // npm has been seen to report success on a full disk
    if (!matchesLock(root)) {
      throw new StartProblem("npm ended without installing all packages; is there space left on the disk?");
    }
  }
  const missing = missingNativeParts(root);
  if (missing.length > 0) await installNativeParts(root, node, missing);
  if (missingNativeParts(root).length === 0) writeStamp(root);
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
