import { execFileSync } from "node:child_process";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { buildCommit } from "./build-commit.ts";
import { workingFolder } from "./command-line.fixture.ts";

let folder: Awaited<ReturnType<typeof workingFolder>>;
beforeEach(async () => {
  folder = await workingFolder();
});
afterEach(() => folder[Symbol.asyncDispose]());

const git = (...args: string[]) =>
  execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.org", ...args], {
    encoding: "utf8",
  }).trim();

test("the commit is read from a clone, a worktree, packed branches and a detached head, without git", async () => {
  git("init", "-q", "clone");
  git("-C", "clone", "commit", "-q", "--allow-empty", "-m", "one");
  const commit = git("-C", "clone", "rev-parse", "HEAD").slice(0, 12);
  expect(buildCommit("clone", {})).toBe(commit);
  git("-C", "clone", "worktree", "add", "-q", "-b", "side", "../side");
  expect(buildCommit("side", {})).toBe(commit);
  git("-C", "clone", "pack-refs", "--all");
  expect(buildCommit("clone", {})).toBe(commit);
  expect(buildCommit("side", {})).toBe(commit);
  git("-C", "clone", "checkout", "-q", "--detach");
  expect(buildCommit("clone", {})).toBe(commit);
});

test("a copied folder says it in a file or in the environment, and else nothing is claimed", async () => {
  await mkdir("copy");
  expect(buildCommit("copy", {})).toBeNull();
  await writeFile("copy/build-commit", `${"ab12".repeat(10)}\n`);
  expect(buildCommit("copy", {})).toBe("ab12ab12ab12");
  expect(buildCommit("copy", { REFRACT_COMMIT: "0123456789abcdef" })).toBe("0123456789ab");
  // As it is in a clone, where no archive filled it in.
  await writeFile("copy/build-commit", "$Format:%H$\n");
  expect(buildCommit("copy", {})).toBeNull();
  await rm("copy/build-commit");
});

test("an archive made by git fills the file in", () => {
  const root = new URL("../../../", import.meta.url).pathname;
  expect(
    execFileSync("git", ["-C", root, "check-attr", "export-subst", "build-commit"], { encoding: "utf8" }),
  ).toBe("build-commit: export-subst: set\n");
});
