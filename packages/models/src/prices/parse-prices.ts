import { readFileSync } from "node:fs";
import * as z from "zod";
import { parseYamlFile } from "../parse-yaml-file.ts";
import { createPriceTable, type PriceRule, type PriceTable } from "./price-table.ts";

const usdPerMillion = z.number().nonnegative().max(1_000_000);

/** A price as it stands in prices.yaml and models.yaml. */
export const priceSchema = z.strictObject({
  inputUsdPerMillion: usdPerMillion,
  outputUsdPerMillion: usdPerMillion,
  asOf: z.iso.date(),
  note: z.string().optional(),
});

const pricesFileSchema = z.strictObject({
  prices: z.record(z.string().regex(/^\S+$/, { error: "expected a reference without blanks" }), priceSchema),
});

/** Reads a prices.yaml. Throws RefractError `invalid-input` with file, line and column of every problem. */
export function parsePrices(text: string, file = "prices.yaml"): readonly PriceRule[] {
  const { prices } = parseYamlFile(text, pricesFileSchema, file);
  return Object.entries(prices).map(([pattern, price]) => ({ pattern, ...price, note: price.note ?? null }));
}

/** The price table this package brings, with the user's rules before it. */
export function loadPrices(...userRules: readonly (readonly PriceRule[])[]): PriceTable {
  const file = new URL("default-prices.yaml", import.meta.url);
  return createPriceTable(...userRules, parsePrices(readFileSync(file, "utf8"), "default-prices.yaml"));
}
