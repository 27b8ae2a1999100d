import { expect, test } from "vitest";
import { z } from "zod";
import { readRepositoryFile } from "./house/repository-files.ts";

/** Licences that may be used and passed on in a work under Apache-2.0 with no more than their notice. */
const allowed = new Set([
  "0BSD",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "BlueOak-1.0.0",
  "BSL-1.0", // Boost: parts of the special functions
  "CC0-1.0",
  "ISC",
  "MIT",
  "MIT-0",
  "MPL-2.0", // of single files: lightningcss, which builds the pages, comes as its makers publish it and unchanged
  "OFL-1.1", // the fonts
  "Unlicense",
]);

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({ license: z.string().optional(), dev: z.boolean().optional(), link: z.boolean().optional() }),
  ),
});

/** Whether an SPDX expression without parentheses inside parentheses can be met with allowed licences alone. */
function isAllowed(expression: string): boolean {
  const choices = expression.replaceAll(/[()]/g, "").split(" OR ");
  return choices.some((choice) => choice.split(" AND ").every((licence) => allowed.has(licence.trim())));
}

test("every package that is installed with Refract has a licence that lets it", () => {
  const { packages } = lockSchema.parse(JSON.parse(readRepositoryFile("package-lock.json")));
  const installed = Object.entries(packages).filter(
    ([path, entry]) => path.includes("node_modules/") && !entry.dev && !entry.link,
  );
  expect(installed.length).toBeGreaterThan(50);
  const refused = installed
    .filter(([, entry]) => !isAllowed(entry.license ?? "none"))
    .map(([path, entry]) => `${path}: ${entry.license ?? "no licence given"}`);
  expect(refused).toEqual([]);
});

test("a choice of licences needs one that is allowed, a sum of licences needs all", () => {
  expect(isAllowed("(MIT OR GPL-3.0-only)")).toBe(true);
  expect(isAllowed("MIT AND GPL-3.0-only")).toBe(false);
  expect(isAllowed("GPL-3.0-only")).toBe(false);
  expect(isAllowed("none")).toBe(false);
});
