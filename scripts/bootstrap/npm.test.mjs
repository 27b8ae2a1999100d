import { expect, test } from "vitest";
import { explainNpmFailure, findNpm } from "./npm.mjs";

test.each([
  ["npm error code ENOTFOUND\nnpm error network request failed", "does not answer (are you offline"],
  ["npm error code E403\nnpm error 403 Forbidden", "refuses access"],
  ["npm error code E404\nnpm error 404 Not Found", "does not have a package that is needed"],
  ["npm error code ENOSPC\nnpm error nospc no space left on device", "no space is left on the disk"],
  ["npm error code EACCES\nnpm error syscall mkdir", "may not be written to"],
  ["npm error code EINTEGRITY", "does not match its checksum"],
  ["npm error code EUSAGE\nnpm error", "run npm install once"],
  ["something else", "npm stopped with an error"],
])("npm's %j is explained", (output, expected) => {
  expect(explainNpmFailure("installing packages", output)).toContain(`installing packages failed:`);
  expect(explainNpmFailure("installing packages", output)).toContain(expected);
});

test("npm's own lines follow the explanation, without the path of its log", () => {
  const output = "npm error code ENOSPC\nnpm error A complete log of this run can be found in: /somewhere\n";
  expect(explainNpmFailure("installing packages", output)).toBe(
    "installing packages failed: no space is left on the disk\n  npm error code ENOSPC",
  );
});

test("npm is the one that started us, and without any the message says where it comes from", () => {
  const script = findNpm();
  expect(script).toMatch(/npm-cli\.[cm]?js$/);
  expect(findNpm({ npm_execpath: script, PATH: "" })).toBe(script);
  expect(() => findNpm({ npm_execpath: "/usr/bin/yarn.js", PATH: "" }, "/nowhere/bin/node")).toThrow(
    "npm was not found",
  );
});
