// npm run refract -- …, npm run format: runs a TypeScript file of this repository, or a development tool, on a Node
// that can.
import { resolve } from "node:path";
import { runChild } from "./bootstrap/run-child.mjs";
import { toolScript } from "./bootstrap/tools.mjs";
import { bootstrap, main, root } from "./bootstrap.mjs";

await main(async () => {
  const [target = "", ...parameters] = process.argv.slice(2);
  const isFile = /\.[cm]?[jt]s$/.test(target);
  const { node, environment } = await bootstrap(isFile ? "running" : "developing");
  const script = isFile ? resolve(root, target) : toolScript(target);
  // npm starts scripts in the repository; paths on the command line mean where the person is.
  const cwd = isFile ? (process.env.INIT_CWD ?? process.cwd()) : root;
  return runChild(node, ["--disable-warning=ExperimentalWarning", script, ...parameters], {
    env: environment,
    cwd,
  });
});
