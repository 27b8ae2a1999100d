import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../bootstrap.mjs";
import { completeLock, platformInName } from "./lock-completion.mjs";
import { isPartFor } from "./native-packages.mjs";

test("a part without an entry gets one with the platform of its name, and the rest stays", () => {
  const lock = {
    lockfileVersion: 3,
    packages: {
      "node_modules/x": {
        version: "2.0.0",
        dev: true,
        optionalDependencies: { "x-linux-arm64-musl": "2.0.0" },
      },
    },
  };
  const completed = completeLock(lock);
  expect(completed.added).toEqual(["x-linux-arm64-musl@2.0.0"]);
  expect(completed.lock.packages["node_modules/x"]).toEqual(lock.packages["node_modules/x"]);
  expect(completed.lock.packages["node_modules/x-linux-arm64-musl"]).toEqual({
    version: "2.0.0",
    cpu: ["arm64"],
    dev: true,
    libc: ["musl"],
    optional: true,
    os: ["linux"],
  });
  expect(completeLock(completed.lock).added).toEqual([]);
});

test("platforms are read from names", () => {
  expect(platformInName("@duckdb/node-bindings-win32-x64")).toEqual({
    os: "win32",
    cpu: "x64",
    libc: undefined,
  });
  expect(platformInName("@rolldown/binding-linux-x64-gnu")).toEqual({
    os: "linux",
    cpu: "x64",
    libc: "glibc",
  });
  expect(platformInName("fsevents")).toBeUndefined();
});

test("a platform's own part is told from its neighbours'", () => {
  const names = ["y-linux-x64", "y-linux-x64-gnu", "y-linux-x64-musl", "y-linux-arm64", "y-darwin-x64"];
  const partsFor = (musl) =>
    names.filter((name) => isPartFor(name, { system: "linux", processor: "x64", musl }));
  expect(partsFor(false)).toEqual(["y-linux-x64", "y-linux-x64-gnu"]);
  expect(partsFor(true)).toEqual(["y-linux-x64-musl"]);
});

test("package-lock.json has an entry for every part (else: npm run complete-lock)", () => {
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  expect(completeLock(lock).added).toEqual([]);
});
