// Builds the pages when they are missing or older than their sources. Runs on the Node that start.mjs found, which
// reads TypeScript.
import { buildWeb, webAssets } from "../packages/web/src/index.ts";
import { StartProblem, say } from "./bootstrap/start-problem.mjs";
import { main } from "./bootstrap.mjs";

await main(async () => {
  const { isCurrent } = await webAssets();
  if (isCurrent) return 0;
  say("building the pages (some seconds, once) …");
  try {
    await buildWeb();
    return 0;
  } catch (error) {
    const reason = error.cause instanceof Error ? `\n  ${error.cause.message}` : "";
    throw new StartProblem(`${error.message}${reason}`);
  }
});
