import { expect, test } from "vitest";
import { leftPages, openPageTimes, turnPage } from "./page-times.ts";

test("a page that is opened again has the time of both visits", () => {
  const start = openPageTimes(["a", "b"], 100);
  const onB = turnPage(start, "b", 160);
  const again = turnPage(onB, "a", 200);
  const end = turnPage(again, null, 230);
  expect([...end.left.values()]).toEqual([
    { page: "a", enteredAt: 100, leftAt: 230, spentMs: 90 },
    { page: "b", enteredAt: 160, leftAt: 200, spentMs: 40 },
  ]);
  expect(leftPages(onB, again).map(({ page }) => page)).toEqual(["b"]);
  expect(turnPage(end, null, 999)).toEqual(end);
});

test("the same page shown once more is one visit", () => {
  const start = turnPage(openPageTimes(["a", "b"], 100), "a", 150);
  expect(turnPage(start, "a", 170)).toBe(start);
  expect([...turnPage(start, null, 200).left.values()]).toEqual([
    { page: "a", enteredAt: 100, leftAt: 200, spentMs: 100 },
  ]);
});

test("where the browser never says which page it shows, only a survey of one page has a time", () => {
  expect([...turnPage(openPageTimes(["a", "b"], 100), null, 200).left]).toEqual([]);
  expect([...turnPage(openPageTimes(["a"], 100), null, 200).left.keys()]).toEqual(["a"]);
});
