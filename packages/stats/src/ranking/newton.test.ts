import fc from "fast-check";
import { expect, test } from "vitest";
import { fitBradleyTerry } from "./bradley-terry.ts";
import { bradleyTerryLikelihood, bradleyTerryLogLikelihood } from "./bradley-terry-likelihood.ts";
import { cellsFromMatrix } from "./comparison-cells.ts";

test("abilities hundreds apart are found exactly: a chain in which each beats the next a million to one", () => {
  const itemCount = 60;
  const wins = new Float64Array(itemCount ** 2);
  for (let item = 0; item + 1 < itemCount; item += 1) {
    wins[item * itemCount + item + 1] = 1e6;
    wins[(item + 1) * itemCount + item] = 1;
  }
  const fit = fitBradleyTerry(cellsFromMatrix(itemCount, wins));
  expect(fit.problem).toBe(null);
  for (let item = 0; item + 1 < itemCount; item += 1) {
    const step = (fit.abilities?.[item] ?? 0) - (fit.abilities?.[item + 1] ?? 0);
    expect(step).toBeCloseTo(Math.log(1e6), 7);
  }
});

test("any counts whose estimate exists are fitted to the top, from any start, with every tie model", () => {
  const count = fc.integer({ min: 0, max: 40 });
  const matrix = fc.array(count, { minLength: 25, maxLength: 25 });
  const start = fc.array(fc.double({ min: -30, max: 30, noNaN: true }), { minLength: 5, maxLength: 5 });
  const models = fc.constantFrom("half-win" as const, "davidson" as const);
  fc.assert(
    fc.property(matrix, matrix, start, models, (wins, ties, from, model) => {
      const fit = fitBradleyTerry(cellsFromMatrix(5, wins, ties), { ties: model, start: from });
      if (fit.problem !== null) {
        expect(fit.problem).not.toMatch(/converge/);
        return;
      }
      expect(fit.gradientNorm).toBeLessThan(1e-8);
    }),
    { numRuns: 300 },
  );
});

test("gradient and information are the derivatives of the log-likelihood", () => {
  const cells = cellsFromMatrix(3, [0, 5, 2, 3, 0, 7, 1, 4, 0], [0, 3, 1, 0, 0, 2, 0, 0, 0]);
  const parameters = Float64Array.of(0.7, -0.4, 0.2, -0.6);
  const value = (at: Float64Array) => bradleyTerryLogLikelihood(cells, cells, at, at[3] ?? 0);
  const moved = (place: number, by: number) =>
    parameters.map((own, index) => (index === place ? own + by : own));
  const likelihood = bradleyTerryLikelihood(cells, { kind: "none" }, true);
  const step = 1e-5;
  for (let place = 0; place < 4; place += 1) {
    likelihood.evaluate(cells, moved(place, step), false);
    const above = likelihood.gradient.slice();
    likelihood.evaluate(cells, moved(place, -step), false);
    const below = likelihood.gradient.slice();
    likelihood.evaluate(cells, parameters, true);
    const slope = (value(moved(place, step)) - value(moved(place, -step))) / (2 * step);
    expect(likelihood.gradient[place]).toBeCloseTo(slope, 7);
    for (let other = place; other < 4; other += 1) {
      const gauge = other < 3 ? likelihood.gauge() : 0;
      const curvature = ((below[other] ?? 0) - (above[other] ?? 0)) / (2 * step);
      expect((likelihood.information[other * 4 + place] ?? 0) - gauge).toBeCloseTo(curvature, 7);
    }
  }
});
