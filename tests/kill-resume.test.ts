import { expect, test } from "vitest";
import { runServerKills } from "./kill/run-server-kills.ts";

test("100 kills of the server at random points lose no acknowledged write and mix no text", async () => {
  const report = await runServerKills({ kills: 100, seed: "kill-resume", people: 4 });
  expect(report).toMatchObject({ kills: 100, lost: [], foreign: [], mixedUp: [], gaps: [] });
  // The kills came while people were at work.
  expect(report.acknowledged).toBeGreaterThan(150);
}, 600_000);
