// npm start: installs what is missing, builds the pages when they changed, then serves the demo study.
// `npm start -- --port 9000` passes options on to `refract serve`.
import { join } from "node:path";
import { runChild } from "./bootstrap/run-child.mjs";
import { bootstrap, main, root } from "./bootstrap.mjs";

await main(async () => {
  const { node, environment } = await bootstrap();
  const run = (script, parameters = []) =>
    runChild(node, ["--disable-warning=ExperimentalWarning", script, ...parameters], {
      env: environment,
      cwd: root,
    });
  const built = await run(join(root, "scripts", "build-pages.mjs"));
  if (built !== 0) return built;
  const study = join(root, "examples", "prism", "study.yaml");
  return run(join(root, "packages", "cli", "src", "main.ts"), ["serve", study, ...process.argv.slice(2)]);
});
