import { expect, test } from "vitest";
import { buildVersion, parseDefinition } from "./run-definition.ts";

test("a run that another commit of the same version planned is refused with both named", () => {
  const planned = JSON.stringify({ version: buildVersion("abc1234") });
  expect(() => parseDefinition("r1", planned, buildVersion("def5678"))).toThrow(
    "run r1 was planned by refract 0.1.0+abc1234, this worker is refract 0.1.0+def5678; expected the same version",
  );
  expect(() => parseDefinition("r1", planned, buildVersion(null))).toThrow("this worker is refract 0.1.0;");
});
