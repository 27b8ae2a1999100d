import { expect, test } from "vitest";
import { amammereFiles } from "./amammere.fixture.ts";
import { amammere } from "./amammere.ts";

test("accuracy and shares of the four rotations are averaged", async () => {
  const options = amammere.options.parse({});
  const { items } = await amammere.load(amammereFiles, options);
  const item = items.find(({ attributes }) => attributes.version === "ghana");
  if (item?.gold.kind !== "per-population") throw new Error("no item");
  const { GH = "", US = "" } = item.gold.keys;
  const rows = amammere.variants
    .filter(({ id }) => id.startsWith("ghana-rotation"))
    .map((variant, turn) => ({
      ...{ item, variant, repeat: 0, respondent: "m", mode: "generate" as const, reply: "" },
      parsed: { value: turn === 0 ? US : GH, missing: null, rule: "only/letter" },
    }));
  const orders = amammere.summaries?.(rows, options).find(({ id }) => id === "orders");
  expect(orders?.rows).toEqual([["m", "ghana", 4, 0.75, 0.75, 0.25, 0, 0]]);
});
