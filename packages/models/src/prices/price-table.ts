/** What a model costs, in US dollars per million tokens. */
export interface Price {
  readonly inputUsdPerMillion: number;
  readonly outputUsdPerMillion: number;
  /** The day the figures were read, `2026-11-23`. */
  readonly asOf: string;
  readonly note: string | null;
}

export interface PriceRule extends Price {
  /** A model reference in which `*` stands for any run of characters. */
  readonly pattern: string;
}

export interface PriceTable {
  readonly rules: readonly PriceRule[];
  /** The price of a reference, or null when no rule fits. */
  priceOf(reference: string): Price | null;
}

/**
 * A table over lists of rules. An earlier list goes before a later one; within a list the rule with most literal
 * characters wins, then the earlier one.
 */
export function createPriceTable(...lists: readonly (readonly PriceRule[])[]): PriceTable {
  const rules = lists.flatMap((list) =>
    list.toSorted((a, b) => literalLength(b.pattern) - literalLength(a.pattern)),
  );
  const tests = rules.map((rule) => ({ rule, expression: patternExpression(rule.pattern) }));
  return Object.freeze({
    rules,
    priceOf: (reference: string) => tests.find(({ expression }) => expression.test(reference))?.rule ?? null,
  });
}

/** The references of a pool that have no price. A study with a cap can't be run while there is one. */
export function unpricedModels(
  entries: readonly { readonly use: string }[],
  prices: PriceTable,
): readonly string[] {
  return [...new Set(entries.map((entry) => entry.use))].filter((use) => prices.priceOf(use) === null);
}

/** Why a capped study is refused, with the lines to add; null when every model has a price. */
export function describeUnpriced(
  entries: readonly { readonly use: string }[],
  prices: PriceTable,
): string | null {
  const unpriced = unpricedModels(entries, prices);
  if (unpriced.length === 0) return null;
  const lines = unpriced.map(
    (use) => `  ${JSON.stringify(use)}: { inputUsdPerMillion: …, outputUsdPerMillion: …, asOf: … }`,
  );
  return `no price for ${unpriced.join(", ")}, so the cap can't be kept; add to prices.yaml:\nprices:\n${lines.join("\n")}`;
}

function literalLength(pattern: string): number {
  return pattern.replaceAll("*", "").length;
}

function patternExpression(pattern: string): RegExp {
  const parts = pattern.split("*").map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s");
}
