import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../bootstrap.mjs";
import { StartProblem } from "./start-problem.mjs";

const packageOfTool = { biome: "@biomejs/biome", knip: "knip", tsc: "typescript", vitest: "vitest" };

/**
 * The script behind a development tool's command, to be run by a Node of our choice on every platform.
 *
 * @param {string} tool for example `vitest`
 */
export function toolScript(tool) {
  const name = packageOfTool[tool];
  if (!name)
    throw new StartProblem(
      `unknown tool "${tool}", expected one of ${Object.keys(packageOfTool).join(", ")}`,
      2,
    );
  const folder = join(root, "node_modules", name);
  const { bin } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return join(folder, typeof bin === "string" ? bin : bin[tool]);
}
