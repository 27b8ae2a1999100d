import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createTerminal } from "./terminal.ts";

const wasTerminal = process.stderr.isTTY;
let drawn: string[];
beforeEach(() => {
  drawn = [];
  process.stderr.isTTY = true;
  vi.useFakeTimers({ toFake: ["performance"] });
  vi.spyOn(process.stderr, "write").mockImplementation((chunk) => {
    drawn.push(String(chunk).replace("\r\u001b[K", ""));
    return true;
  });
});
afterEach(() => {
  process.stderr.isTTY = wasTerminal;
  vi.restoreAllMocks();
  vi.useRealTimers();
});

test("a bar shows rate, time left and its message", () => {
  const bar = createTerminal(false).progress("asking");
  bar.update(0, 1000);
  vi.advanceTimersByTime(10_000);
  bar.update(200, 1000, "$0.0200, 3 refused");
  expect(drawn.at(-1)).toBe("asking 200/1,000 (20/s, 40 s left) $0.0200, 3 refused");
});

test("work that goes on where it stopped is not counted as done in no time", () => {
  const bar = createTerminal(false).progress("asking");
  bar.update(500, 1000);
  expect(drawn.at(-1)).toBe("asking 500/1,000 (0/s) ");
  vi.advanceTimersByTime(10_000);
  bar.update(600, 1000);
  expect(drawn.at(-1)).toBe("asking 600/1,000 (10/s, 40 s left) ");
});

test("slow work has a pace too, and steps of unequal length have none", () => {
  const slow = createTerminal(false).progress("people");
  slow.update(0, 100);
  vi.advanceTimersByTime(10_000);
  slow.update(4, 100);
  expect(drawn.at(-1)).toBe("people 4/100 (0.4/s, 4 min left) ");
  createTerminal(false).progress("analysing", "unequal").update(4, 19, "ranks: begun");
  expect(drawn.at(-1)).toBe("analysing 4/19 ranks: begun");
});
