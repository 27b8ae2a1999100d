import { spawn } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { StartProblem, say } from "./start-problem.mjs";

const quietFlags = [
  "--ignore-scripts",
  "--no-audit",
  "--no-fund",
  "--no-update-notifier",
  "--loglevel=error",
];
/** npm's own waits add up to minutes when a machine is offline; these give up after about 15 s. */
const retryFlags = ["--fetch-retries=3", "--fetch-retry-mintimeout=500", "--fetch-retry-maxtimeout=5000"];
const stillBusyMs = 15_000;

/**
 * Runs npm on the given Node, without the packages' install scripts.
 *
 * @param {string[]} parameters for example `["ci"]`
 * @param {{ node: string, folder: string, doing: string }} options `doing` stands in messages: "installing Node"
 */
export async function runNpm(parameters, { node, folder, doing }) {
  const environment = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ""}` };
  const all = [findNpm(), ...parameters, ...quietFlags, ...retryFlags];
  const child = spawn(node, all, { cwd: folder, env: environment, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  const keep = (chunk) => {
    output = (output + chunk).slice(-20_000);
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  const began = Date.now();
  const busy = setInterval(
    () => say(`still ${doing} (${Math.round((Date.now() - began) / 1000)} s)`),
    stillBusyMs,
  );
  const stop = (signal) => child.kill(signal);
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  try {
    const code = await new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (exitCode, signal) => resolve(exitCode ?? signal));
    });
    if (code !== 0) throw new StartProblem(explainNpmFailure(doing, output));
  } finally {
    clearInterval(busy);
    process.removeListener("SIGINT", stop);
    process.removeListener("SIGTERM", stop);
  }
}

/** npm's script: the one that started us, else the one beside or behind `npm` in PATH. */
export function findNpm(environment = process.env, node = process.execPath) {
  const started = environment.npm_execpath;
  if (started && /npm-cli\.[cm]?js$/.test(started) && existsSync(started)) return started;
  for (const folder of [...(environment.PATH ?? "").split(delimiter), dirname(node)]) {
    const beside = join(folder, "node_modules", "npm", "bin", "npm-cli.js"); // Windows
    if (existsSync(beside)) return beside;
    const program = join(folder, "npm");
    if (folder !== "" && existsSync(program)) {
      const script = realpathSync(program);
      if (/npm-cli\.[cm]?js$/.test(script)) return script;
    }
  }
  throw new StartProblem("npm was not found in PATH; it comes with Node (nodejs.org)", 2);
}

const explanations = [
  [/ENOSPC/, "no space is left on the disk"],
  [/EROFS|EACCES|EPERM/, "this folder may not be written to (check its owner and permissions)"],
  [/EINTEGRITY/, "a package does not match its checksum; nothing of it was used"],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|ENOTCACHED/,
    "the package registry does not answer (are you offline, or behind a proxy npm does not know?)",
  ],
  [/E401|E403|ENEEDAUTH/, "the package registry refuses access (check npm's login and registry settings)"],
  [/E404|ETARGET|notarget/, "the package registry does not have a package that is needed"],
  [/E5\d\d/, "the package registry has an error of its own; try again later"],
  [/EUSAGE|in sync/, "package-lock.json and the package.json files differ; run npm install once"],
];

/** What went wrong in a sentence, then npm's own lines. */
export function explainNpmFailure(doing, output) {
  const known = explanations.find(([pattern]) => pattern.test(output));
  const lines = output
    .split("\n")
    .filter((line) => line.startsWith("npm error") && !line.includes("A complete log"))
    .slice(0, 6);
  return [`${doing} failed: ${known ? known[1] : "npm stopped with an error"}`, ...lines].join("\n  ");
}
