/** Something that keeps Refract from starting, said to a person; `exitCode` is the process's. */
export class StartProblem extends Error {
  /**
   * @param {string} message what is wrong and what to do
   * @param {number} [exitCode] 1 failed (the default), 2 this machine or this use is not possible
   */
  constructor(message, exitCode = 1) {
    super(message);
    this.name = "StartProblem";
    this.exitCode = exitCode;
  }
}

/** One line for a person on the error stream, so that `--json` output stays alone on the other. */
export function say(line) {
  process.stderr.write(`refract: ${line}\n`);
}
