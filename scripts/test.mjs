// npm test: installs what is missing, then runs every test. `npm test -- packages/core` passes filters on to Vitest.
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { runChild } from "./bootstrap/run-child.mjs";
import { say } from "./bootstrap/start-problem.mjs";
import { toolScript } from "./bootstrap/tools.mjs";
import { bootstrap, main, root } from "./bootstrap.mjs";
import { closingLines } from "./test-run/closing-lines.mjs";

await main(async () => {
  const { node, environment } = await bootstrap();
  const folder = join(root, "test-results");
  const summaryPath = join(folder, `summary-${process.pid}.json`);
  mkdirSync(folder, { recursive: true });
  const parameters = [
    "run",
    "--reporter=default",
    `--reporter=${join(root, "scripts", "test-run", "plain-reporter.mjs")}`,
    ...process.argv.slice(2),
  ];
  const code = await runChild(node, [toolScript("vitest"), ...parameters], {
    cwd: root,
    env: { ...environment, REFRACT_TEST_SUMMARY: summaryPath },
  });
  let summary;
  try {
    summary = JSON.parse(readFileSync(summaryPath, "utf8"));
  } catch {
    say("the test run ended before it could count its tests");
    return code || 1;
  } finally {
    rmSync(summaryPath, { force: true });
  }
  process.stdout.write(`\n${closingLines(summary)}\n`);
  return summary.failed > 0 ? 1 : code;
});
