import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const run = promisify(execFile);
const address = (name) => JSON.stringify(new URL(name, import.meta.url).href);

/** Runs `main` of a script whose work throws this, in a process of its own. */
function failing(thrown) {
  const script = `import { main } from ${address("../bootstrap.mjs")};
import { StartProblem } from ${address("start-problem.mjs")};
await main(async () => { throw ${thrown}; });`;
  return run(process.execPath, ["--input-type=module", "--eval", script], {
    cwd: fileURLToPath(new URL(".", import.meta.url)),
  }).then(
    () => ({ code: 0, stderr: "" }),
    ({ code, stderr }) => ({ code, stderr }),
  );
}

test.each([
  ['new StartProblem("the registry does not answer")', "refract: the registry does not answer\n"],
  [
    'Object.assign(new Error("x"), { code: "EROFS" })',
    "refract: this folder may not be written to: the file system is read-only\n",
  ],
])("a problem at the start (%s) is one line and exit code 1, without a stack", async (thrown, told) => {
  expect(await failing(thrown)).toEqual({ code: 1, stderr: told });
});

test("a mistake of the program keeps its stack", async () => {
  expect((await failing('new TypeError("ours")')).stderr).toMatch(/TypeError: ours\n +at /);
});
