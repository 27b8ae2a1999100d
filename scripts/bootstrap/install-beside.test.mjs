import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { installBeside } from "./install-beside.mjs";
import { StartProblem } from "./start-problem.mjs";

let root;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "refract-beside-"));
  const packages = { "": {}, "packages/one": {}, "node_modules/a": { version: "2.0.0" } };
  mkdirSync(join(root, "packages", "one"), { recursive: true });
  mkdirSync(join(root, "node_modules", "a"), { recursive: true });
  mkdirSync(join(root, ".node"));
  writeFileSync(join(root, "package-lock.json"), JSON.stringify({ packages }));
  writeFileSync(join(root, "package.json"), "{}");
  writeFileSync(join(root, "packages", "one", "package.json"), "{}");
  writeFileSync(join(root, "node_modules", "a", "version"), "1.0.0");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const installed = () => readFileSync(join(root, "node_modules", "a", "version"), "utf8");

/** What npm would do; `seen` says what stood in the old place meanwhile. */
function npm(version, seen = []) {
  return async (_parameters, { folder }) => {
    expect(existsSync(join(folder, "packages", "one", "package.json"))).toBe(true);
    mkdirSync(join(folder, "node_modules", "a"), { recursive: true });
    writeFileSync(join(folder, "node_modules", "a", "version"), version);
    const record = { packages: { "node_modules/a": { version } } };
    writeFileSync(join(folder, "node_modules", ".package-lock.json"), JSON.stringify(record));
    seen.push(installed());
  };
}

test("packages are installed beside the old ones, swapped in when they are whole, and nothing is left over", async () => {
  const seen = [];
  await installBeside(root, "node", npm("2.0.0", seen));
  expect(seen).toEqual(["1.0.0"]);
  expect(installed()).toBe("2.0.0");
  expect(readdirSync(join(root, ".node"))).toEqual([]);
});

test.each([
  ["fails", () => Promise.reject(new StartProblem("the registry does not answer")), "does not answer"],
  ["ends with something else than was asked for", npm("9.9.9"), "without installing all packages"],
])("where npm %s, the old packages stay", async (_, install, message) => {
  await expect(installBeside(root, "node", install)).rejects.toThrow(message);
  expect(installed()).toBe("1.0.0");
  expect(readdirSync(join(root, ".node"))).toEqual([]);
});
