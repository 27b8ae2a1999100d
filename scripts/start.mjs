// npm start: installs what is missing, builds the pages when they changed, then serves the demo study.
// `npm start -- --port 9000` passes options on to `refract serve`.
import { join } from "node:path";
import { runChild } from "./bootstrap/run-child.mjs";
import { bootstrap, main, root } from "./bootstrap.mjs";

await main(async () => {
  const { node, environment } = await bootstrap();
  const script = join(root, "scripts", "serve-demo.mjs");
  return runChild(node, ["--disable-warning=ExperimentalWarning", script, ...process.argv.slice(2)], {
    env: environment,
    cwd: root,
  });
});
