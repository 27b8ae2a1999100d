import { expect, test } from "vitest";
import { createRandom, drawPanels, matrixFromRows, mean, panelInfluence, variance } from "../index.ts";

const everyone = (people: number) => Array.from({ length: people }, (_, person) => person);

test("on panels of one, somebody sways the mean by how far their own choice is from it", () => {
  const scores = matrixFromRows(everyone(5).map((person) => (person < 2 ? [9, 1] : [1, 9])));
  const scheme = { name: "one", pool: everyone(5), size: 1 };
  const [draws] = drawPanels(scores, [scheme], {
    draws: 40_000,
    scoreWithoutData: 0,
    random: createRandom("1"),
  });
  if (draws === undefined) throw new Error("no draws");
  const { influence } = panelInfluence(scheme, draws, [10, 20]);
  // the mean is 16, a fifth of the distance each; standard errors are near 0.01
  for (const [person, own] of influence.entries())
    expect(Math.abs(own - (person < 2 ? -6 : 4) / 5)).toBeLessThan(0.06);
  expect(influence.reduce((sum, own) => sum + own, 0)).toBeCloseTo(0, 10);
  const { influence: withoutWorth, noise } = panelInfluence(scheme, draws, [null, 20]);
  expect([...withoutWorth, noise]).toEqual([0, 0, 0, 0, 0, 0]);
});

test("noise is what influences add up to when nobody has any", () => {
  const scores = matrixFromRows(everyone(200).map(() => [5, 5, 5]));
  const scheme = { name: "ties", pool: everyone(200), size: 20 };
  const [draws] = drawPanels(scores, [scheme], {
    draws: 500,
    scoreWithoutData: 0,
    random: createRandom("2"),
  });
  if (draws === undefined) throw new Error("no draws");
  const { influence, noise } = panelInfluence(scheme, draws, [1, 2, 4]);
  const squares = influence.reduce((sum, own) => sum + own ** 2, 0);
  // a chi-square of about 200 over 200 has a standard deviation of 0.1
  expect(Math.abs(squares / noise - 1)).toBeLessThan(0.4);
});

test("squared influences less noise are the variance over who is in the pool", () => {
  const random = createRandom("pools");
  const means: number[] = [];
  const estimates: number[] = [];
  for (let round = 0; round < 300; round += 1) {
    const scores = matrixFromRows(
      everyone(80).map(() => [50 + random.normal(0, 20), 52 + random.normal(0, 20)]),
    );
    const scheme = { name: "pool", pool: everyone(80), size: 10 };
    const [draws] = drawPanels(scores, [scheme], {
      draws: 1000,
      scoreWithoutData: 0,
      random: random.stream(`${round}`),
    });
    if (draws === undefined) throw new Error("no draws");
    const { influence, noise } = panelInfluence(scheme, draws, [0, 1]);
    means.push((draws.timesChosen[1] ?? 0) / 1000);
    estimates.push(influence.reduce((sum, own) => sum + own ** 2, 0) - noise);
  }
  // the finite draws of a mean are no part of it; a variance of 300 has a relative standard error of 0.08
  const share = mean(means);
  const overPools = variance(means) - (share * (1 - share)) / 1000;
  expect(Math.abs(mean(estimates) / overPools - 1)).toBeLessThan(0.3);
});
