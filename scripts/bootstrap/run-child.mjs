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
  try {
    return await new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
    });
  } finally {
    process.removeListener("SIGINT", wait);
    process.removeListener("SIGTERM", pass);
    process.removeListener("SIGHUP", pass);
  }
}
