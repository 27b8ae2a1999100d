import type { Instrument, Presentation, RecordFiles } from "@refract/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

/** What every instrument keeps, tried on a few records of its own. */
export function describeInstrumentContract<Options>(
  instrument: Instrument<Options>,
  files: RecordFiles,
  settings: Readonly<Record<string, unknown>> = {},
): void {
  const options = instrument.options.parse(settings);
  const pairs = async () => {
    const { items } = await instrument.load(files, options);
    return items.flatMap((item) =>
      instrument.variants
        .filter((variant) => instrument.applies(item, variant))
        .map((variant) => {
          const optionOrder = instrument.order(item, variant, "seed", options);
          const presentation: Presentation = {
            itemId: item.id,
            variantId: variant.id,
            repeat: 0,
            optionOrder,
            seed: "seed",
          };
          return { item, variant, presentation };
        }),
    );
  };

  describe(`the contract of ${instrument.id}`, () => {
    test("items survive JSON, are the same each time and have ids of their own", async () => {
      const { items } = await instrument.load(files, options);
      expect(items.length).toBeGreaterThan(0);
      expect(JSON.parse(JSON.stringify(items))).toEqual(items);
      expect((await instrument.load(files, options)).items).toEqual(items);
      expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
    });

    test("every item can be presented under its variants, in an order that is a permutation", async () => {
      const presented = await pairs();
      expect(presented.length).toBeGreaterThan(0);
      for (const { item, variant, presentation } of presented) {
        const { format } = item;
        if (format.kind === "choice" && presentation.optionOrder.length > 0)
          expect([...presentation.optionOrder].sort()).toEqual(format.options.map(({ id }) => id).sort());
        for (const mode of instrument.modes)
          expect(
            instrument.prompt(item, variant, presentation, mode, options).messages.length,
          ).toBeGreaterThan(0);
      }
    });

    test("any text is read as a value or a reason, never both, and scores stay in range", async () => {
      const presented = await pairs();
      const texts = fc.sample(fc.string({ unit: "binary", maxLength: 60 }), { numRuns: 40, seed: 1 });
      for (const reply of [...texts, "", "x".repeat(1_000_000), "إجابة", "答案是乙"]) {
        const [first] = presented;
        if (first === undefined) continue;
        const { item, variant, presentation } = first;
        const [mode] = instrument.modes;
        if (mode === undefined) continue;
        const parsed = instrument.parse(reply, item, presentation, mode, options);
        expect(parsed.value === null).toBe(parsed.missing !== null);
        expect(parsed.rule).not.toBe("");
        const row = { item, variant, repeat: 0, respondent: "r", mode, reply, parsed };
        for (const { metric, points } of instrument.score([row], options)) {
          const declared = instrument.metrics.find(({ id }) => id === metric);
          expect(declared).toBeDefined();
          if (declared?.unit !== "share" || points.value === null) continue;
          expect(points.value).toBeGreaterThanOrEqual(0);
          expect(points.value).toBeLessThanOrEqual(1);
        }
      }
    });

    test("simulated replies are the same each time and can be read", async () => {
      for (const { item, variant, presentation } of await pairs()) {
        const reply = instrument.simulate(item, variant, presentation, "seed", options);
        expect(instrument.simulate(item, variant, presentation, "seed", options)).toBe(reply);
        const [mode] = instrument.modes;
        if (mode !== undefined)
          expect(instrument.parse(reply, item, presentation, mode, options).missing).toBeNull();
      }
    });

    test("baselines are finite and published results have a source", async () => {
      const { items } = await instrument.load(files, options);
      for (const variant of instrument.variants)
        for (const { value } of instrument.baselines(
          items.filter((item) => instrument.applies(item, variant)),
          variant,
          options,
        ))
          expect(Number.isFinite(value)).toBe(true);
      for (const { source } of instrument.published) expect(source).not.toBe("");
    });
  });
}
