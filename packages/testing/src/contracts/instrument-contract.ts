import type {
  Instrument,
  Item,
  ParsedResponse,
  Presentation,
  RecordFiles,
  ScoredRow,
  ScoringMode,
  Variant,
} from "@refract/core";
import { createRandom } from "@refract/stats";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

/** One item as it is shown under a variant. */
export interface PresentedItem {
  readonly item: Item;
  readonly variant: Variant;
  readonly presentation: Presentation;
}

export interface ContractCase {
  readonly settings?: Readonly<Record<string, unknown>>;
  /** What a respondent says who always gives the answer a baseline is named after; null where the item has no such answer. */
  readonly constants?: Readonly<Record<string, (shown: PresentedItem) => string | null>>;
  /** Baselines of somebody who draws each reply from `replies` with equal chances. */
  readonly guesses?: {
    readonly names: readonly string[];
    readonly replies: (shown: PresentedItem) => readonly string[];
  };
  /** Baselines that are no constant or random answer: an oracle, a pass mark. */
  readonly otherBaselines?: readonly string[];
}

/** What every instrument keeps, tried on a few records of its own. */
export function describeInstrumentContract<Options>(
  instrument: Instrument<Options>,
  files: RecordFiles,
  expected: ContractCase = {},
): void {
  const options = instrument.options.parse(expected.settings ?? {});
  const present = (item: Item, variant: Variant): PresentedItem => {
    const optionOrder = instrument.order(item, variant, "seed", options);
    const presentation = { itemId: item.id, variantId: variant.id, repeat: 0, optionOrder, seed: "seed" };
    return { item, variant, presentation };
  };
  const shownUnder = (items: readonly Item[], variant: Variant) =>
    items.filter((item) => instrument.applies(item, variant)).map((item) => present(item, variant));
  const metricIds: ReadonlySet<string> = new Set(instrument.metrics.map(({ id }) => id));
  const load = async () => (await instrument.load(files, options)).items;
  const pairs = async () => {
    const items = await load();
    return instrument.variants.flatMap((variant) => shownUnder(items, variant));
  };
  const read = ({ item, presentation }: PresentedItem, reply: string, mode: ScoringMode): ParsedResponse =>
    mode === "judge" && instrument.judge !== undefined
      ? instrument.judge.parse(reply)
      : instrument.parse(reply, item, presentation, mode, options);
  /** Scores of every group when each item is answered with a text, by metric. */
  const scoresOf = (
    shown: readonly PresentedItem[],
    mode: ScoringMode,
    replyTo: (one: PresentedItem) => string,
  ): ReadonlyMap<string, readonly number[]> => {
    const rows = shown.map((one): ScoredRow => {
      const reply = replyTo(one);
      const { item, variant } = one;
      return { item, variant, repeat: 0, respondent: "r", mode, reply, parsed: read(one, reply, mode) };
    });
    const found = new Map<string, number[]>();
    for (const group of Map.groupBy(rows, ({ item, variant }) =>
      JSON.stringify([item.group, variant.id]),
    ).values())
      for (const { metric, points } of instrument.score(group, options)) {
        // asked hundreds of thousands of times by random respondents, so that only a failure is put to expect
        if (!metricIds.has(metric)) expect([...metricIds]).toContain(metric);
        if (typeof points.value === "number") found.set(metric, [...(found.get(metric) ?? []), points.value]);
        else expect(points.missing).not.toBeNull();
      }
    return found;
  };
  const [firstMode] = instrument.modes;
  if (firstMode === undefined) throw new Error(`${instrument.id}: no mode`);

  describe(`the contract of ${instrument.id}`, () => {
    test("items survive JSON, are the same each time and have ids of their own", async () => {
      const items = await load();
      expect(items.length).toBeGreaterThan(0);
      expect(JSON.parse(JSON.stringify(items))).toEqual(items);
      expect(await load()).toEqual(items);
      expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
    });

    test("every variant has an item here, presented in an order that is a permutation, with a prompt a mode", async () => {
      const items = await load();
      for (const variant of instrument.variants) {
        const shown = shownUnder(items, variant);
        expect(shown.length, `variant ${variant.id}`).toBeGreaterThan(0);
        for (const { item, presentation } of shown) {
          const { format } = item;
          if ((format.kind === "choice" || format.kind === "likert") && presentation.optionOrder.length > 0)
            expect([...presentation.optionOrder].sort()).toEqual(format.options.map(({ id }) => id).sort());
          for (const mode of instrument.modes) {
            const prompt = () => instrument.prompt(item, variant, presentation, mode, options);
            expect(prompt().messages.length).toBeGreaterThan(0);
            expect(prompt()).toEqual(prompt());
          }
        }
      }
    });

    test("a conversation ends, and asks the same of the same replies", async () => {
      for (const { item, variant, presentation } of await pairs()) {
        const replies = [instrument.simulate(item, variant, presentation, "seed", options)];
        const next = () => instrument.follow?.(item, variant, presentation, replies, options) ?? null;
        while (next() !== null) {
          expect(next()).toEqual(next());
          expect(next()?.messages.length).toBeGreaterThan(0);
          expect(replies.length).toBeLessThan(100);
          replies.push("Made reply.");
        }
      }
    });

    test("any text is read as a value or a reason, never both, and scores stay in range", async () => {
      // one item of every format and variant
      const shown = [
        ...Map.groupBy(await pairs(), ({ item, variant }) => `${item.format.kind} ${variant.id}`).values(),
      ].map((of) => of.filter(({ item }) => item.group === of[0]?.item.group));
      const holds = (reply: string) => {
        for (const group of shown)
          for (const mode of instrument.modes) {
            for (const one of group) {
              const parsed = read(one, reply, mode);
              expect(parsed.value === null).toBe(parsed.missing !== null);
              expect(parsed.rule).not.toBe("");
              expect(read(one, reply, mode)).toEqual(parsed);
            }
            for (const [metric, points] of scoresOf(group, mode, () => reply)) {
              if (instrument.metrics.find(({ id }) => id === metric)?.unit !== "share") continue;
              expect(Math.min(...points)).toBeGreaterThanOrEqual(0);
              expect(Math.max(...points)).toBeLessThanOrEqual(1);
            }
          }
      };
      for (const reply of [
        "",
        " \n\t",
        "x".repeat(1_000_000),
        "A ".repeat(500_000),
        "إجابة",
        "答案是乙",
        "답은 나",
        "उत्तर ब",
        "መልስ",
        "\u0000",
        '{"answer_choice":',
      ])
        holds(reply);
      fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 60 }), holds), { numRuns: 40, seed: 1 });
      fc.assert(fc.property(fc.string({ unit: "grapheme", maxLength: 60 }), holds), { numRuns: 40, seed: 2 });
    });

    test("simulated replies are the same each time and can be read", async () => {
      for (const one of await pairs()) {
        const { item, variant, presentation } = one;
        const reply = instrument.simulate(item, variant, presentation, "seed", options);
        expect(instrument.simulate(item, variant, presentation, "seed", options)).toBe(reply);
        expect(instrument.parse(reply, item, presentation, firstMode, options).missing).toBeNull();
        const verdict = instrument.judge?.simulate?.({ item, variant, reply }, "seed");
        if (verdict !== undefined) expect(instrument.judge?.parse(verdict).missing).toBeNull();
      }
    });

    test("there are baselines, and every one is what its answers really score", async () => {
      const items = await load();
      expect(
        instrument.variants.some((variant) => instrument.baselines(items, variant, options).length > 0),
      ).toBe(true);
      const guesses = expected.guesses;
      for (const variant of instrument.variants) {
        const shown = shownUnder(items, variant);
        for (const { name, metric, value } of instrument.baselines(
          shown.map(({ item }) => item),
          variant,
          options,
        )) {
          const place = `${variant.id}, ${name}, ${metric}`;
          expect(Number.isFinite(value), place).toBe(true);
          const constant = expected.constants?.[name];
          if (constant !== undefined) {
            const answered = shown.filter((one) => constant(one) !== null);
            const points = scoresOf(answered, firstMode, (one) => constant(one) ?? "").get(metric) ?? [];
            expect(averageOf(points), place).toBeCloseTo(value, 9);
          } else if (guesses?.names.includes(name)) {
            const random = createRandom(`contract ${place}`);
            const points: number[] = [];
            while (points.length < 4000) {
              const drawn = scoresOf(shown, firstMode, (one) => random.pick(guesses.replies(one))).get(
                metric,
              );
              if (drawn === undefined) expect(drawn, place).toBeDefined();
              points.push(...(drawn ?? [0]));
            }
            expect(Math.abs(averageOf(points) - value), place).toBeLessThan(0.03);
          } else expect(expected.otherBaselines ?? [], place).toContain(name);
        }
      }
    });

    test("figures of a whole run have a cell a column, and no cell is without a number or a reason", async () => {
      const rows = (await pairs()).map((one): ScoredRow => {
        const { item, variant, presentation } = one;
        const seed = JSON.stringify([item.id, variant.id]);
        const said = instrument.simulate(item, variant, presentation, seed, options);
        const reply =
          firstMode === "judge"
            ? (instrument.judge?.simulate?.({ item, variant, reply: said }, seed) ?? said)
            : said;
        const parsed = read(one, reply, firstMode);
        return { item, variant, repeat: 0, respondent: "r", mode: firstMode, reply, parsed };
      });
      for (const summary of instrument.summaries?.(rows, options) ?? [])
        for (const cells of summary.rows) {
          expect(cells).toHaveLength(summary.columns.length);
          for (const cell of cells) if (typeof cell === "number") expect(cell, summary.id).not.toBeNaN();
        }
    });

    test("published results are there and have a source, a known metric and a value in range", () => {
      const findings = instrument.findings ?? [];
      expect(instrument.published.length + findings.length).toBeGreaterThan(0);
      for (const { finding, value, source } of findings)
        for (const text of [finding, value, source]) expect(text).not.toBe("");
      for (const { source, metric, value, variant } of instrument.published) {
        expect(source).not.toBe("");
        const unit = instrument.metrics.find(({ id }) => id === metric)?.unit;
        expect(unit).toBeDefined();
        if (unit === "share") expect(value).toBeLessThanOrEqual(1);
        expect(value).toBeGreaterThanOrEqual(0);
        if (variant !== null) expect(instrument.variants.map(({ id }) => id)).toContain(variant);
      }
    });
  });
}

function averageOf(points: readonly number[]): number {
  return points.reduce((sum, value) => sum + value, 0) / points.length;
}
