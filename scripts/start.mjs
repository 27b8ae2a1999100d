// npm start: installs what is missing, then serves the demo study, which builds the pages when they changed.
// `npm start -- --port 9000` passes options on to `refract serve`.
import { join } from "node:path";
import { runChild } from "./bootstrap/run-child.mjs";
import { bootstrap, main, root } from "./bootstrap.mjs";

await main(async () => {
  const { node, environment } = await bootstrap("running");
  const command = join(root, "packages", "cli", "src", "main.ts");
  const study = join(root, "examples", "prism", "study.yaml");
  return runChild(
    node,
    ["--disable-warning=ExperimentalWarning", command, "serve", study, ...process.argv.slice(2)],
    { env: environment, cwd: root },
  );
});
