import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { nodePackages, runsTypeScript, usesMusl } from "./node-version.mjs";
import { runNpm } from "./npm.mjs";
import { StartProblem, say } from "./start-problem.mjs";

/**
 * Where Refract's own Node is, or would be, on this platform. `undefined` when this machine's Node will do.
 *
 * @param {string} root the repository
 * @param {string} [version] this machine's Node
 */
export function ownNode(root, version = process.version) {
  if (runsTypeScript(version)) return undefined;
  const found = nodePackages[`${process.platform}-${process.arch}`];
  if (!found || usesMusl()) {
    throw new StartProblem(
      `Node ${version} is too old and no newer one can be fetched for ${process.platform}-${process.arch}` +
        `${usesMusl() ? " with musl" : ""}; install Node 24 (nodejs.org, or your system's packages) and start again`,
      2,
    );
  }
  const folder = join(root, ".node", found.version);
  const program = process.platform === "win32" ? "node.exe" : "node";
  return { ...found, folder, path: join(folder, "node_modules", found.name, "bin", program) };
}

/** Fetches Refract's own Node into `.node/`. It is put together aside and renamed, so it is whole or not there. */
export async function installNode(root, wanted) {
  if (existsSync(wanted.path)) return;
  say(`Node ${process.version} is too old (22.18 is needed); fetching Node ${wanted.version} into .node/ …`);
  const aside = join(root, ".node", `.new-${process.pid}`);
  rmSync(aside, { recursive: true, force: true });
  mkdirSync(aside, { recursive: true });
  try {
    const { name, version, integrity } = wanted;
    const manifest = { name: "refract-node", private: true, dependencies: { [name]: version } };
    const packages = { "": manifest, [`node_modules/${name}`]: { version, integrity } };
    writeFileSync(join(aside, "package.json"), JSON.stringify(manifest));
    writeFileSync(
      join(aside, "package-lock.json"),
      JSON.stringify({ name: "refract-node", lockfileVersion: 3, requires: true, packages }),
    );
    await runNpm(["ci", "--no-workspaces", "--prefix", aside], {
      node: process.execPath,
      folder: aside,
      doing: `fetching Node ${version}`,
    });
    const said = spawnSync(wanted.path.replace(wanted.folder, aside), ["--version"], { encoding: "utf8" });
    if (said.stdout?.trim() !== `v${version}`)
      throw new StartProblem(whyNodeDoesNotRun(version, said, aside), 2);
    rmSync(wanted.folder, { recursive: true, force: true });
    renameSync(aside, wanted.folder);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

/** npm can report success on a full disk and leave a cut file behind. */
function whyNodeDoesNotRun(version, said, folder) {
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize < 10_000_000) return `fetching Node ${version} failed: no space is left on the disk`;
  const reason = said.error?.message ?? said.signal ?? said.stderr?.trim();
  return `the fetched Node ${version} does not run here (${reason}); install Node 24 yourself`;
}
