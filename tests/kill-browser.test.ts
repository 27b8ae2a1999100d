import { chromium, describeWith } from "@refract/testing";
import { expect, test } from "vitest";
import { runBrowserKills } from "./kill/run-browser-kills.ts";

await describeWith(chromium, "a browser that dies", (executable) => {
  test("14 kills at random points lose no acknowledged write; cookie and code lead back to the same place", async () => {
    const report = await runBrowserKills(executable, { kills: 14, seed: "kill-browser" });
    expect(report).toMatchObject({
      kills: 14,
      lost: [],
      displaced: [],
      foreign: [],
      gaps: [],
      completed: true,
    });
    // How much gets done between two kills is up to the machine.
    expect(report.acknowledged).toBeGreaterThan(10);
    expect(report.returns.cookie + report.returns.code).toBeGreaterThan(1);
  }, 400_000);
});
