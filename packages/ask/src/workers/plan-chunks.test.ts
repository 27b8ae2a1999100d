import { expect, test } from "vitest";
import type { Plan } from "../plan/plan.ts";
import { planChunks } from "./plan-chunks.ts";

/** As much of a plan as is divided: models of so many samples each. */
function planOf(perModel: number, models: number): Plan {
  return {
    size: perModel * models,
    perModel,
    items: [],
    at: () => {
      throw new Error("not looked up");
    },
    rangeOf: (model) => ({ first: model * perModel, end: (model + 1) * perModel }),
    *groups() {},
  };
}

test("chunks hold what is missing once, in order, and never two models", () => {
  const plan = planOf(1000, 3);
  const settled = Uint8Array.from({ length: plan.size }, (_, ordinal) =>
    ordinal % 7 === 0 || ordinal > 2900 ? 1 : 0,
  );
  const chunks = planChunks(plan, settled, 3);
  const ordinals = chunks.flatMap(({ model, spans }) =>
    spans.flatMap(([first, end]) => {
      expect([Math.floor(first / 1000), Math.floor((end - 1) / 1000)]).toEqual([model, model]);
      return Array.from({ length: end - first }, (_, index) => first + index);
    }),
  );
  const missing = [...settled].flatMap((one, ordinal) => (one === 0 ? [ordinal] : []));
  expect(ordinals).toEqual(missing);
});

test.each([
  [3, 1, 1],
  [400, 1, 45],
  [100_000, 2, 1000],
])("%i samples of each of %i models make %i chunks", (perModel, models, expected) => {
  const plan = planOf(perModel, models);
  expect(planChunks(plan, new Uint8Array(plan.size), models)).toHaveLength(expected);
});

test("nothing missing makes no chunk", () => {
  expect(planChunks(planOf(5, 1), new Uint8Array(5).fill(1), 1)).toEqual([]);
});
