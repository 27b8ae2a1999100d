import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isStamped, matchesLock, writeStamp } from "./installed-packages.mjs";

let root;
const wanted = {
  "": { name: "x" },
  "node_modules/a": { version: "1.0.0" },
  "node_modules/a-for-another-system": { version: "1.0.0", optional: true },
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "refract-packages-"));
  mkdirSync(join(root, "node_modules", "a"), { recursive: true });
  writeLock(wanted);
  writeRecord({ "node_modules/a": { version: "1.0.0" } });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test("an installation is stamped until the lock file changes", () => {
  expect(isStamped(root)).toBe(false);
  writeStamp(root);
  expect(isStamped(root)).toBe(true);
  writeLock({ ...wanted, "node_modules/b": { version: "2.0.0" } });
  expect(isStamped(root)).toBe(false);
});

test("an installation by hand matches although another system's part is absent", () => {
  expect(matchesLock(root)).toBe(true);
});

test("another version, a missing package, a missing folder or no record does not match", () => {
  writeRecord({ "node_modules/a": { version: "1.0.1" } });
  expect(matchesLock(root)).toBe(false);
  writeRecord({});
  expect(matchesLock(root)).toBe(false);
  writeRecord({ "node_modules/a": { version: "1.0.0" } });
  rmSync(join(root, "node_modules", "a"), { recursive: true });
  expect(matchesLock(root)).toBe(false);
  rmSync(join(root, "node_modules"), { recursive: true });
  expect(matchesLock(root)).toBe(false);
});

test("an installation without developers' tools is enough for running, and not for developing", () => {
  writeLock({
    ...wanted,
    "node_modules/tool": { version: "3.0.0", dev: true },
    "node_modules/both": { version: "3.0.0", devOptional: true },
  });
  expect(matchesLock(root)).toBe(false);
  expect(matchesLock(root, "running")).toBe(true);
  writeStamp(root, "running");
  expect(isStamped(root)).toBe(false);
  expect(isStamped(root, "running")).toBe(true);
  writeStamp(root);
  expect(isStamped(root, "running")).toBe(true);
});

test("a folder without a lock file is not a copy of the repository", () => {
  rmSync(join(root, "package-lock.json"));
  expect(() => isStamped(root)).toThrow("is this a whole copy of the repository?");
});

function writeLock(packages) {
  writeFileSync(join(root, "package-lock.json"), JSON.stringify({ packages }));
}
function writeRecord(packages) {
  writeFileSync(join(root, "node_modules", ".package-lock.json"), JSON.stringify({ packages }));
}
