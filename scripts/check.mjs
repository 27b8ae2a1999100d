// npm run check: format and lint, types, dead code and dependencies, import directions; all at once, a line each.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { toolScript } from "./bootstrap/tools.mjs";
import { bootstrap, main, root } from "./bootstrap.mjs";

const checks = [
  { name: "format and lint", tool: "biome", parameters: ["ci", "--error-on-warnings", "--colors=off", "."] },
  { name: "types", tool: "tsc", parameters: ["-p", "."] },
  {
    name: "types of the pages",
    tool: "tsc",
    parameters: ["-p", "packages/web"],
    needs: "packages/web/tsconfig.json",
  },
  { name: "dead code and dependencies", tool: "knip", parameters: ["--no-progress"] },
  {
    name: "import directions",
    tool: "vitest",
    parameters: ["run", "--reporter=default", "tests/import-direction.test.ts"],
  },
];

await main(async () => {
  const { node, environment } = await bootstrap();
  const planned = checks.filter(({ needs }) => needs === undefined || existsSync(join(root, needs)));
  const results = await Promise.all(planned.map((check) => runCheck(check, node, environment)));
  const failed = results.filter(({ ok }) => !ok);
  for (const { name, output } of failed) process.stdout.write(`\n--- ${name} ---\n${output.trim()}\n`);
  return failed.length > 0 ? 1 : 0;
});

/** Prints the check's line as soon as it is done; keeps what it said for the end. */
function runCheck({ name, tool, parameters }, node, environment) {
  const began = Date.now();
  return new Promise((resolve) => {
    let output = "";
    const child = spawn(node, [toolScript(tool), ...parameters], {
      cwd: root,
      env: { ...environment, NO_COLOR: "1" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const keep = (chunk) => {
      output += chunk;
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.once("error", (error) => keep(error.message));
    child.once("close", (code) => {
      const seconds = ((Date.now() - began) / 1000).toFixed(1);
      process.stdout.write(`${code === 0 ? "ok    " : "FAILED"} ${name} (${seconds} s)\n`);
      resolve({ name, ok: code === 0, output });
    });
  });
}
