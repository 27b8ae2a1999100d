import { describe, expect, test } from "vitest";
import { importProblems, packageOrder } from "./house/import-rules.ts";
import { importsOf } from "./house/imports-of.ts";
import { type PackageManifest, packageManifests } from "./house/package-manifests.ts";
import { readRepositoryFile, repositoryFiles } from "./house/repository-files.ts";

const manifests = packageManifests();
const sources = repositoryFiles().filter((path) => /^packages\/[^/]+\/.+\.(ts|tsx|mts)$/.test(path));

test("every import goes down the order of packages, through a public entry, to something declared", () => {
  expect(sources.length).toBeGreaterThan(20);
  expect(sources.flatMap((path) => importProblems(path, readRepositoryFile(path), manifests))).toEqual([]);
});

test("every package has a place in the order", () => {
  const names = manifests
    .filter((manifest) => manifest.folder !== "")
    .map((manifest) => manifest.folder.slice(9));
  const order: readonly string[] = packageOrder;
  expect(names.filter((name) => !order.includes(name))).toEqual([]);
});

describe("the rules find", () => {
  const none = { dependencies: {}, devDependencies: {}, peerDependencies: {}, optionalDependencies: {} };
  const made: readonly PackageManifest[] = [
    {
      ...none,
      name: "refract",
      folder: "",
      devDependencies: { vitest: "1.0.0", "@refract/testing": "1.0.0" },
    },
    { ...none, name: "@refract/stats", folder: "packages/stats", exports: "./src/index.ts" },
    {
      ...none,
      name: "@refract/core",
      folder: "packages/core",
      exports: { ".": "./src/index.ts", "./browser": "./src/browser.ts" },
      dependencies: {
        "@refract/stats": "1.0.0",
        "@refract/web": "1.0.0",
        "@refract/testing": "1.0.0",
        zod: "1.0.0",
      },
    },
    {
      ...none,
      name: "@refract/web",
      folder: "packages/web",
      exports: "./src/index.ts",
      dependencies: { "@refract/stats": "1.0.0" },
    },
    { ...none, name: "@refract/testing", folder: "packages/testing", exports: "./src/index.ts" },
  ];

  test.each([
    ["packages/core/src/a.ts", `import { x } from "@refract/web";`, "core may not import web"],
    [
      "packages/core/src/a.ts",
      `export * from "@refract/stats/src/random.ts";`,
      "is not an entry that @refract/stats exports",
    ],
    ["packages/core/src/a.ts", `import "../../stats/src/random.ts";`, "leaves the package"],
    ["packages/core/src/a.ts", `import type { x } from "left-pad";`, '"left-pad" is not declared'],
    ["packages/core/src/a.ts", `const x = await import("left-pad/deep");`, '"left-pad" is not declared'],
    ["packages/core/src/a.ts", `type X = import("@refract/web").X;`, "core may not import web"],
    ["packages/core/src/a.ts", `import { test } from "vitest";`, '"vitest" is not declared'],
    [
      "packages/core/src/a.ts",
      `import { x } from "@refract/testing";`,
      "product code imports @refract/testing",
    ],
    ["packages/core/src/a.ts", `import { x } from "@refract/core";`, "imports itself"],
    ["packages/core/src/a.ts", `import { x } from "@refract/nothing";`, "there is no package"],
    ["packages/web/src/a.tsx", `import { x } from "@refract/stats"; const a = <p />;`, "web may import only"],
    ["packages/stats/src/a.ts", `import { hash } from "node:crypto";`, "has to run without Node"],
  ])("%s: %s", (path, source, expected) => {
    expect(importProblems(path, source, made).join("\n")).toContain(`${path} line 1: `);
    expect(importProblems(path, source, made).join("\n")).toContain(expected);
  });

  test.each([
    [
      "packages/core/src/a.ts",
      `import { x } from "@refract/stats"; import { y } from "./b.ts"; import "zod/v4";`,
    ],
    ["packages/core/src/a.test.ts", `import { test } from "vitest"; import { x } from "@refract/testing";`],
    ["packages/stats/src/a.ts", `// import { x } from "left-pad"\nconst text = 'import "left-pad"';`],
  ])("nothing in %s: %s", (path, source) => {
    expect(importProblems(path, source, made)).toEqual([]);
  });
});

test("an import says its line and whether it is only for types", () => {
  expect(importsOf("a.ts", `\nimport type { A } from "a";\nexport { b } from "b";`)).toEqual([
    { specifier: "a", line: 2, typeOnly: true },
    { specifier: "b", line: 3, typeOnly: false },
  ]);
});
