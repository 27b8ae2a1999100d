import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { toolScript } from "../bootstrap/tools.mjs";
import { root } from "../bootstrap.mjs";

let folder;
beforeEach(() => {
  // inside the repository, where the made-up tests find vitest
  mkdirSync(join(root, "test-results"), { recursive: true });
  folder = mkdtempSync(join(root, "test-results", "reporter-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("a run is counted with its skips, broken hooks, files that do not load and errors outside tests", async () => {
  writeFileSync(join(folder, "vitest.config.mjs"), "export default {};");
  writeFileSync(
    join(folder, "mixed.test.mjs"),
    `import { beforeAll, describe, test } from "vitest";
     test("passes", () => {});
     test("fails", () => { throw new Error("no"); });
     test("is skipped", (context) => context.skip("needs the moon"));
     test.skip("is marked", () => {});
     describe("a group", () => {
       beforeAll(() => { throw new Error("hook broke"); });
       test("never runs", () => {});
     });
     test("leaves something behind", async () => {
       Promise.reject(new Error("nobody listens"));
       await new Promise((resolve) => setTimeout(resolve, 20));
     });`,
  );
  writeFileSync(join(folder, "broken.test.mjs"), `import "./not-there.mjs";`);
  expect(await summaryOf(folder)).toEqual({
    passed: 2,
    failed: 4,
    skipped: expect.arrayContaining([
      { name: "mixed.test.mjs > is skipped", reason: "needs the moon" },
      { name: "mixed.test.mjs > is marked", reason: "marked to be skipped" },
    ]),
    failures: expect.arrayContaining([
      "mixed.test.mjs > fails",
      "a group: hook broke",
      "outside a test: nobody listens",
      expect.stringContaining("broken.test.mjs: "),
    ]),
  });
});

async function summaryOf(where) {
  const path = join(where, "summary.json");
  const reporter = join(root, "scripts", "test-run", "plain-reporter.mjs");
  const environment = { ...process.env, REFRACT_TEST_SUMMARY: path };
  const parameters = [toolScript("vitest"), "run", "--root", where, `--reporter=${reporter}`];
  // the run fails, as it should; what it wrote is what matters
  await promisify(execFile)(process.execPath, parameters, { env: environment }).catch(() => {});
  return JSON.parse(readFileSync(path, "utf8"));
}
