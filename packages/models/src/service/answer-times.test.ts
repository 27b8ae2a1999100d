import { expect, it } from "vitest";
import { AnswerTimes } from "./answer-times.ts";

it("the fastest of the last twenty answers counts, from three on", () => {
  const times = new AnswerTimes();
  times.add(300);
  times.add(100);
  expect(times.shortestMs()).toBe(0);
  times.add(200);
  expect(times.shortestMs()).toBe(100);
  for (let answer = 0; answer < 18; answer += 1) times.add(400);
  expect(times.shortestMs()).toBe(100);
  times.add(400);
  expect(times.shortestMs()).toBe(200);
});
