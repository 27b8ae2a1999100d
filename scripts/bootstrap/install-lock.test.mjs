import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isAbandoned, withInstallLock } from "./install-lock.mjs";

let folder;
let path;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "refract-lock-"));
  path = join(folder, "install.lock");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("two starts take turns, and the lock is gone afterwards", async () => {
  const order = [];
  const start = (name) =>
    withInstallLock(path, async () => {
      order.push(`${name} begins`);
      await sleep(30);
      order.push(`${name} ends`);
    });
  await Promise.all([start("first"), start("second")]);
  expect([order[0]?.split(" ")[0], order[2]?.split(" ")[0]].toSorted()).toEqual(["first", "second"]);
  expect(order.map((line) => line.split(" ")[1])).toEqual(["begins", "ends", "begins", "ends"]);
  expect(existsSync(path)).toBe(false);
});

test("a failure releases the lock", async () => {
  await expect(withInstallLock(path, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(existsSync(path)).toBe(false);
});

test("a lock whose process is dead is taken over", async () => {
  writeFileSync(path, JSON.stringify({ pid: 2 ** 22 + 1, host: hostname() }));
  expect(await withInstallLock(path, async () => "done")).toBe("done");
});

test("a lock of another machine is respected while its heartbeat is fresh, not for ever", () => {
  writeFileSync(path, JSON.stringify({ pid: 1, host: "elsewhere" }));
  expect(isAbandoned(path)).toBe(false);
  const minuteAgo = new Date(Date.now() - 60_000);
  utimesSync(path, minuteAgo, minuteAgo);
  expect(isAbandoned(path)).toBe(true);
});
