import { expect, test } from "vitest";
import { DurableLog } from "./durable-log.ts";

/** A disk that is done when it is told to be. */
function slowDisk() {
  const flushes: PromiseWithResolvers<void>[] = [];
  const log = new DurableLog(() => {
    const flush = Promise.withResolvers<void>();
    flushes.push(flush);
    return flush.promise;
  });
  return { log, flushes };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test("a commit made while the disk is busy waits for the next flush, and all such commits for the same one", async () => {
  const { log, flushes } = slowDisk();
  const told: string[] = [];
  void log.settled().then(() => told.push("first"));
  await turn();
  void log.settled().then(() => told.push("second"));
  void log.settled().then(() => told.push("third"));
  await turn();
  expect(flushes).toHaveLength(1);
  flushes[0]?.resolve();
  await turn();
  expect(told).toEqual(["first"]);
  expect(flushes).toHaveLength(2);
  flushes[1]?.resolve();
  await turn();
  expect(told).toEqual(["first", "second", "third"]);
  expect(flushes).toHaveLength(2);
});

test("after a flush that failed nothing is acknowledged any more, though the disk seems to work again", async () => {
  const { log, flushes } = slowDisk();
  const broken = new Error("EIO");
  const first = log.settled();
  await turn();
  const second = log.settled();
  flushes[0]?.reject(broken);
  await expect(first).rejects.toBe(broken);
  await expect(second).rejects.toBe(broken);
  expect(log.failure).toBe(broken);
  await expect(log.settled()).rejects.toBe(broken);
  expect(flushes).toHaveLength(1);
});
