import { spawn } from "node:child_process";
import { constants } from "node:os";

/**
 * Runs a program with this terminal and waits. Signals are passed on, and the child decides what they mean, so that
 * a server can finish its work.
 *
 * @param {string} program
 * @param {string[]} parameters
 * @param {import("node:child_process").SpawnOptions} options
 * @returns {Promise<number>} its exit code; 128 + the signal's number when a signal ended it
 */
export async function runChild(program, parameters, options) {
  const child = spawn(program, parameters, { stdio: "inherit", ...options });
  const pass = (signal) => child.kill(signal);
  // A terminal's Ctrl+C reaches the child by itself; it only must not end this process first.
  const wait = () => {};
  process.on("SIGINT", wait);
  process.on("SIGTERM", pass);
  process.on("SIGHUP", pass);
  // npm's shell can die of a signal without passing it on; then nobody waits for this process any more.
  const startedByNpm = process.env.npm_lifecycle_event !== undefined;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (!startedByNpm || process.ppid === parent) return;
    clearInterval(watch);
    child.kill("SIGTERM");
  }, 500);
  try {
    return await new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
    });
  } finally {
    clearInterval(watch);
    process.removeListener("SIGINT", wait);
    process.removeListener("SIGTERM", pass);
    process.removeListener("SIGHUP", pass);
  }
}
