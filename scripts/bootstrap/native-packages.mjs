import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { usesMusl } from "./node-version.mjs";
import { runNpm } from "./npm.mjs";
import { say } from "./start-problem.mjs";

/**
 * Packages with machine code publish one part a platform as optional dependencies, and a lock file made on one
 * platform may lack those of another, which npm then leaves out without a word. This finds the parts this platform
 * needs.
 *
 * @param {string} root
 * @returns {{ name: string, version: string, owner: string }[]} parts that are not installed
 */
export function missingNativeParts(root, platform = currentPlatform()) {
  const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  const missing = new Map();
  for (const [path, entry] of Object.entries(packages)) {
    if (!path.includes("node_modules/") || !existsSync(join(root, path))) continue;
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      if (!isPartFor(name, platform)) continue;
      const places = [join(root, path, "node_modules", name), join(root, "node_modules", name)];
      if (!places.some(existsSync))
        missing.set(name, { name, version, owner: path.split("node_modules/").at(-1) });
    }
  }
  return [...missing.values()];
}

/**
 * Whether a package's name says it is the part for a platform: `@x/y-linux-x64-gnu`, `y-darwin-arm64`.
 *
 * @param {string} name
 * @param {{ system: string, processor: string, musl: boolean }} platform
 */
export function isPartFor(name, { system, processor, musl }) {
  const match = new RegExp(`[-/]${system}-${processor}(?:-([a-z]+))?$`).exec(name);
  if (!match) return false;
  return (match[1] === "musl") === musl;
}

/** Brings missing parts into node_modules, each put together aside; says which could not be had. */
export async function installNativeParts(root, node, missing) {
  for (const { name, version, owner } of missing) {
    const aside = join(root, ".node", `.part-${process.pid}`);
    rmSync(aside, { recursive: true, force: true });
    mkdirSync(aside, { recursive: true });
    try {
      const manifest = { name: "refract-part", private: true, dependencies: { [name]: version } };
      writeFileSync(join(aside, "package.json"), JSON.stringify(manifest));
      await runNpm(["install", "--no-workspaces", "--no-package-lock", "--prefix", aside], {
        node,
        folder: aside,
        doing: `installing ${name}`,
      });
      const target = join(root, "node_modules", name);
      mkdirSync(dirname(target), { recursive: true });
      renameSync(join(aside, "node_modules", name), target);
    } catch (error) {
      say(`${owner} has no part for this platform, and what needs it will not work: ${error.message}`);
    } finally {
      rmSync(aside, { recursive: true, force: true });
    }
  }
}

function currentPlatform() {
  return { system: process.platform, processor: process.arch, musl: usesMusl() };
}
