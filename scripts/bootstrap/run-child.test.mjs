import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { runChild } from "./run-child.mjs";

const here = fileURLToPath(new URL("./run-child.mjs", import.meta.url));
const waits =
  "process.on('SIGTERM', () => { console.log('stopped cleanly'); process.exit(0); }); console.log('up'); setInterval(() => {}, 1000)";
const wrapper = `import { runChild } from ${JSON.stringify(here)}; process.exitCode = await runChild(process.execPath, ["-e", ${JSON.stringify(waits)}], {});`;

test("a child's exit code is passed on, and a signal's number is added to 128", async () => {
  expect(await runChild(process.execPath, ["-e", "process.exit(3)"], {})).toBe(3);
  expect(await runChild(process.execPath, ["-e", "process.kill(process.pid, 'SIGKILL')"], {})).toBe(137);
});

test("SIGTERM reaches the child, which may finish its work", async () => {
  const started = spawn(process.execPath, ["--input-type=module", "-e", wrapper], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  expect(await saidWhen(started, "up", () => started.kill("SIGTERM"))).toContain("stopped cleanly");
});

test.skipIf(process.platform === "win32")(
  "when npm's shell dies without a word, the child is stopped",
  async () => {
    const shell = spawn("sh", ["-c", `"$0" --input-type=module -e "$1"; true`, process.execPath, wrapper], {
      env: { ...process.env, npm_lifecycle_event: "start" },
      stdio: ["ignore", "pipe", "ignore"],
    });
    expect(await saidWhen(shell, "up", () => shell.kill("SIGKILL"))).toContain("stopped cleanly");
  },
);

/** All that a process and its children said, with something done when a word appears. */
async function saidWhen(child, word, act) {
  let said = "";
  let acted = false;
  for await (const chunk of child.stdout) {
    said += chunk;
    if (!acted && said.includes(word)) {
      acted = true;
      act();
    }
  }
  return said;
}
