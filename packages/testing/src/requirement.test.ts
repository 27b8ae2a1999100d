import { expect, test } from "vitest";
import { defineRequirement, isStrict, missingMessage } from "./index.ts";

test("a finder is asked once, however many groups need it", async () => {
  let asked = 0;
  const requirement = defineRequirement({
    name: "a thing",
    find: async () => {
      asked += 1;
      return { state: "found", thing: asked };
    },
  });
  expect(await Promise.all([requirement.find(), requirement.find()])).toEqual([
    { state: "found", thing: 1 },
    { state: "found", thing: 1 },
  ]);
  expect(asked).toBe(1);
});

test("CI=true makes a missing requirement a failure and nothing else does", () => {
  expect([{ CI: "true" }, { CI: "1" }, { CI: "" }, { CI: "false" }, {}].map(isStrict)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});

test("what is missing is said with its reason and the command that installs it", () => {
  expect(
    missingMessage("Chromium", { reason: "not found in PATH", install: "apt-get install chromium" }),
  ).toBe("needs Chromium: not found in PATH; install with: apt-get install chromium");
});
