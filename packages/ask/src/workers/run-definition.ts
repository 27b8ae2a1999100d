import { RefractError, scoringModes } from "@refract/core";
import type { PriceTable } from "@refract/models";
import * as z from "zod";
import packageJson from "../../package.json" with { type: "json" };
import type { RunIdentity } from "../plan/run-setup.ts";

/** The version every process of a run has to be of: two commits of one version may read replies differently. */
export function buildVersion(commit: string | null): string {
  return commit === null ? packageJson.version : `${packageJson.version}+${commit}`;
}

const modelSchema = z.object({ use: z.string(), parameters: z.unknown() });
const identitySchema: z.ZodType<RunIdentity> = z.object({
  instrument: z.string(),
  instrumentVersion: z.number(),
  options: z.unknown(),
  data: z.record(z.string(), z.string()),
  dataVersion: z.string(),
  models: z.array(modelSchema.extend({ id: z.string() })),
  judge: modelSchema.nullable(),
  variants: z.array(z.string()),
  mode: z.enum(scoringModes),
  repeats: z.number(),
  seed: z.string(),
  limit: z.number().nullable(),
});
const priceSchema = z.object({
  pattern: z.string(),
  inputUsdPerMillion: z.number(),
  outputUsdPerMillion: z.number(),
  asOf: z.string(),
  note: z.string().nullable(),
});

/** What workers are told of a run. Keys of providers are never part of it. */
export interface RunDefinition {
  readonly version: string;
  readonly identity: RunIdentity;
  /** Where the records are on the machine that planned the run. */
  readonly from: string;
  /** What the run had spent before it was shared. */
  readonly priorUsd: number;
  /** For what is asked by workers; null for none. */
  readonly capUsd: number | null;
  readonly deadlineMs: number;
  /** Calls at a time per account, all workers together; null for what the provider says. */
  readonly concurrency: number | null;
  /** Whether workers look into the cache of answers on their machine. */
  readonly cache: boolean;
  readonly prices: readonly z.infer<typeof priceSchema>[];
}

const definitionSchema: z.ZodType<RunDefinition> = z.object({
  version: z.string(),
  identity: identitySchema,
  from: z.string(),
  priorUsd: z.number(),
  capUsd: z.number().nullable(),
  deadlineMs: z.number(),
  concurrency: z.number().nullable(),
  cache: z.boolean(),
  prices: z.array(priceSchema),
});

/**
 * Reads what a planning process wrote.
 *
 * @param own The version of the process that reads.
 * @throws RefractError `rejected` when it is of another version, and names both.
 */
export function parseDefinition(runId: string, text: string, own: string): RunDefinition {
  const json: unknown = JSON.parse(text);
  const version = z.object({ version: z.string() }).safeParse(json).data?.version ?? "unknown";
  if (version !== own)
    throw new RefractError(
      "rejected",
      `run ${runId} was planned by refract ${version}, this worker is refract ${own}; expected the same version`,
    );
  return definitionSchema.parse(json);
}

/** The prices of a run's models, so that every worker counts money alike. */
export function pricesOf(
  models: readonly { readonly use: string }[],
  prices: PriceTable,
): RunDefinition["prices"] {
  return [...new Set(models.map(({ use }) => use))].flatMap((use) => {
    const price = prices.priceOf(use);
    if (price === null) return [];
    const { inputUsdPerMillion, outputUsdPerMillion, asOf, note } = price;
    return [{ pattern: use, inputUsdPerMillion, outputUsdPerMillion, asOf, note }];
  });
}
