import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { builtInStages } from "@refract/collect";
import { repositoryRoot } from "@refract/testing";
import { expect, test } from "vitest";

/** Folders in which a kind of stage is at home. */
const homes = /\/(?:consent|survey|conversation|task|end|ending)\//;

test("no place but a stage's own asks what kind a stage is: whatever differs is a member of its definition", () => {
  const root = repositoryRoot();
  const listed = execFileSync(
    "git",
    ["ls-files", "packages/collect/src", "packages/server/src", "packages/web/src"],
    {
      cwd: root,
      encoding: "utf8",
    },
  );
  const kinds = builtInStages.map(({ type }) => type).join("|");
  // Streams of other things have an "end" too.
  const cases = kinds.replace("|end", "");
  const asks = new RegExp(`type (?:===|!==) "(?:${kinds})"|case "(?:${cases})":`);
  const sources = listed
    .split("\n")
    .filter((path) => /\.tsx?$/.test(path) && !/\.(?:test|fixture)\.ts/.test(path) && !homes.test(path));
  expect(sources.length).toBeGreaterThan(200);
  const found = sources.flatMap((path) =>
    readFileSync(join(root, path), "utf8")
      .split("\n")
      .flatMap((line, index) => (asks.test(line) ? [`${path}:${index + 1} ${line.trim()}`] : [])),
  );
  expect(found).toEqual([]);
});
