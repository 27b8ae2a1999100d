import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { matchesLock } from "./installed-packages.mjs";
import { runNpm } from "./npm.mjs";
import { StartProblem } from "./start-problem.mjs";

/**
 * Installs the packages of the lock file in a folder of their own and swaps them in when they are whole. Until then what was
 * there stays as it is, so that a server that runs goes on, also where npm fails.
 *
 * @param {string} root the repository
 * @param {string} node the Node to run npm with
 * @param {typeof runNpm} [install]
 */
export async function installBeside(root, node, install = runNpm) {
  const beside = join(root, ".node", `.packages-${process.pid}`);
  const before = join(root, ".node", `.packages-before-${process.pid}`);
  rmSync(beside, { recursive: true, force: true });
  try {
    for (const file of manifests(root)) {
      mkdirSync(dirname(join(beside, file)), { recursive: true });
      copyFileSync(join(root, file), join(beside, file));
    }
    await install(["ci", "--include=dev", "--include=optional"], {
      node,
      folder: beside,
      doing: "installing packages",
    });
    // npm has been seen to report success on a full disk
    if (!matchesLock(beside)) {
      throw new StartProblem("npm ended without installing all packages; is there space left on the disk?");
    }
    swap(join(beside, "node_modules"), join(root, "node_modules"), before);
  } finally {
    rmSync(beside, { recursive: true, force: true });
    rmSync(before, { recursive: true, force: true });
  }
}

/** All that npm reads: the lock file and every package.json of a workspace. */
function manifests(root) {
  const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  const workspaces = Object.keys(packages).filter((path) => path !== "" && !path.includes("node_modules/"));
  const npmrc = existsSync(join(root, ".npmrc")) ? [".npmrc"] : [];
  return [
    "package.json",
    "package-lock.json",
    ...npmrc,
    ...workspaces.map((path) => join(path, "package.json")),
  ];
}

/** Two renames; if the second fails, what was there comes back. */
function swap(fresh, place, before) {
  const wasThere = existsSync(place);
  if (wasThere) renameSync(place, before);
  try {
    renameSync(fresh, place);
  } catch (error) {
    if (wasThere) renameSync(before, place);
    throw error;
  }
}
