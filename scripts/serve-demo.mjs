// What start.mjs runs on a Node that reads TypeScript: pages, when they are missing or older than their sources, then
// the command line. One process, because each one that loads the packages costs half a second.
import { join } from "node:path";
import { buildWeb, webAssets } from "../packages/web/src/index.ts";
import { StartProblem, say } from "./bootstrap/start-problem.mjs";
import { main, root } from "./bootstrap.mjs";

await main(async () => {
  await buildPages();
  const command = join(root, "packages", "cli", "src", "main.ts");
  const study = join(root, "examples", "prism", "study.yaml");
  process.argv = [process.argv[0], command, "serve", study, ...process.argv.slice(2)];
  await import("../packages/cli/src/main.ts");
  return process.exitCode;
});

async function buildPages() {
  if ((await webAssets()).isCurrent) return;
  say("building the pages (some seconds, once) …");
  try {
    await buildWeb();
  } catch (error) {
    const reason = error.cause instanceof Error ? `\n  ${error.cause.message}` : "";
    throw new StartProblem(`${error.message}${reason}`);
  }
}
