import { chromium, describeWith } from "@refract/testing";
import { expect, test } from "vitest";
import { runBrowserKills } from "./kill/run-browser-kills.ts";

await describeWith(chromium, "a browser that dies", (executable) => {
  test("20 kills at random points lose no acknowledged write, and the person goes on in the next browser", async () => {
    const report = await runBrowserKills(executable, { kills: 20, seed: "kill-browser" });
    expect(report).toMatchObject({ kills: 20, lost: [], foreign: [], completed: true });
    expect(report.acknowledged).toBeGreaterThan(20);
  }, 400_000);
});
