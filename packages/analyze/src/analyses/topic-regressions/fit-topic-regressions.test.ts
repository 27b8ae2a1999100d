import { expect, test } from "vitest";
import { fitTopicRegressions, type TopicFactor } from "./fit-topic-regressions.ts";

const factor = (name: string, levels: readonly string[], reference: string): TopicFactor => ({
  name,
  levels,
  reference,
  order: [],
});

test("HC1 errors are those of the specification", () => {
  // Spec prism-analysis, "It works when", item 2: b 0.2 and 0.46667, errors 0.20656 and 0.37607, R2 0.21778.
  const labels = [1, 0, 0, 1, 1, 0, 0, 0].map((y) => (y === 1 ? 3 : -1));
  const levels = ["1", "1", "0", "1", "0", "0", "0", "0"];
  const people = labels.map((_, row) => `user${row}`);
  const { coefficients, topics } = fitTopicRegressions(labels, people, [factor("x", levels, "0")], {
    minimumPeople: 1,
  });
  expect(coefficients).toHaveLength(1);
  expect(coefficients[0]).toMatchObject({
    topic: 3,
    factor: "x",
    level: "1",
    reference: "0",
    prompts: 3,
    people: 3,
  });
  expect(coefficients[0]?.estimate).toBeCloseTo(0.46667, 5);
  expect(coefficients[0]?.robustError).toBeCloseTo(0.37607, 5);
  expect(topics).toEqual([{ topic: 3, size: 3, rSquared: expect.closeTo(0.21778, 5), problem: null }]);
  // R 4.2.2, lm: sqrt(7 / 8 x sum of (b without a row - b)^2)
  expect(coefficients[0]?.clusteredError).toBeCloseTo(0.4354117, 6);
});

test("prompts of a person told twice don't make errors smaller when they are clustered", () => {
  const labels = [1, -1, -1, 1, 1, -1, -1, -1];
  const levels = ["1", "1", "0", "1", "0", "0", "0", "0"];
  const people = labels.map((_, row) => `user${row}`);
  const twice = <T>(values: readonly T[]) => values.flatMap((value) => [value, value]);
  const fit = (times: <T>(values: readonly T[]) => readonly T[]) =>
    fitTopicRegressions(times(labels), times(people), [factor("x", times(levels), "0")], { minimumPeople: 1 })
      .coefficients[0];
  const once = fit((values) => values);
  const doubled = fit(twice);
  expect((doubled?.robustError ?? 0) / (once?.robustError ?? 1)).toBeLessThan(0.7);
  expect((doubled?.clusteredError ?? 0) / (once?.clusteredError ?? 1)).toBeGreaterThan(0.9);
});

test("levels of too few people are estimated but not tested, and don't count as tests", () => {
  const rows = Array.from({ length: 60 }, (_, row) => row);
  const labels = rows.map((row) => (row % 3 === 0 ? 0 : row % 7 === 0 ? 1 : -1));
  const levels = rows.map((row) => (row < 2 ? "rare" : row % 2 === 0 ? "a" : "b"));
  const people = rows.map((row) => (row < 2 ? "one" : `user${row}`));
  const { coefficients } = fitTopicRegressions(labels, people, [factor("x", levels, "a")], {
    minimumPeople: 20,
  });
  const rare = coefficients.filter(({ level }) => level === "rare");
  expect(rare).toHaveLength(2);
  for (const one of rare) {
    expect(one).toMatchObject({ people: 1, prompts: 2, clusteredP: null, clusteredError: null, holmP: null });
    expect(one.estimate).not.toBeNull();
  }
  const common = coefficients.filter(({ level }) => level === "b");
  const smallest = Math.min(...common.map(({ clusteredP }) => clusteredP ?? 1));
  expect(Math.min(...common.map(({ holmP }) => holmP ?? 1))).toBeCloseTo(Math.min(1, 2 * smallest), 12);
});

test("a column that follows from others has no numbers and is named", () => {
  const rows = Array.from({ length: 40 }, (_, row) => row);
  const levels = rows.map((row) => (row % 2 === 0 ? "a" : "b"));
  const { coefficients, dropped } = fitTopicRegressions(
    rows.map((row) => (row % 3 === 0 ? 0 : -1)),
    rows.map((row) => `user${row}`),
    [factor("x", levels, "a"), factor("same", levels, "a")],
    { minimumPeople: 1 },
  );
  expect(dropped.map(({ name }) => name)).toEqual(["same: b"]);
  expect(coefficients[1]).toMatchObject({ factor: "same", estimate: null, robustP: null, clusteredP: null });
});
