import { messageOf, missingReasons, RefractError, scoringModes } from "@refract/core";
import * as z from "zod";

const numberOrNull = z.number().nullable();

const meanSchema = z.object({
  respondent: z.string(),
  variant: z.string(),
  metric: z.string(),
  /** Null for all items together. */
  cut: z.string().nullable(),
  level: z.string().nullable(),
  mean: numberOrNull,
  lower: numberOrNull,
  upper: numberOrNull,
  method: z.string(),
  points: z.number(),
  clusters: z.number(),
  /** Scoring groups without points, by reason. */
  missing: z.record(z.string(), z.number()),
});

const rateSchema = z.object({
  respondent: z.string(),
  variant: z.string(),
  rule: z.string(),
  missing: z.enum(missingReasons).nullable(),
  count: z.number(),
  /** Of the samples that were asked. */
  share: z.number(),
});

const cellSchema = z.union([z.string(), z.number(), z.object({ absent: z.string() })]);

const summarySchema = z.object({
  id: z.string(),
  title: z.string(),
  caption: z.string(),
  columns: z.array(
    z.object({
      name: z.string(),
      title: z.string(),
      kind: z.enum(["text", "integer", "number", "percent"]),
    }),
  ),
  rows: z.array(z.array(cellSchema)),
});

/** What was found in a run: everything that comparing and reporting need. No clock, so that the same answers give the same bytes. */
const resultsSchema = z.object({
  run: z.string(),
  identity: z.looseObject({
    instrument: z.string(),
    instrumentVersion: z.number(),
    dataVersion: z.string(),
    data: z.record(z.string(), z.string()),
    options: z.unknown(),
    variants: z.array(z.string()),
    mode: z.enum(scoringModes),
    repeats: z.number(),
    seed: z.string(),
    limit: numberOrNull,
  }),
  lengthNormalised: z.boolean(),
  synthetic: z.boolean(),
  respondents: z.array(z.object({ id: z.string(), use: z.string(), demo: z.boolean() })),
  judge: z.object({ id: z.string(), use: z.string(), demo: z.boolean() }).nullable(),
  counts: z.object({
    items: z.number(),
    samples: z.number(),
    asked: z.number(),
    /** Samples without an answer, by what went wrong. */
    failures: z.record(z.string(), z.number()),
    /** Scoring groups left out because an answer is still missing. */
    incompleteGroups: z.number(),
  }),
  usage: z.array(
    z.object({
      respondent: z.string(),
      inputTokens: numberOrNull,
      outputTokens: numberOrNull,
      /** Of those, spent on reasoning, as far as servers say; null where none does. */
      reasoningTokens: numberOrNull.default(null),
      costUsd: numberOrNull,
    }),
  ),
  /** How the replies of each model ended. */
  replies: z
    .array(
      z.object({
        respondent: z.string(),
        /** Samples with a stored outcome. */
        asked: z.number(),
        /** Cut off by the limit on tokens: after some text, which is read as far as it came, and before any. */
        cutOff: z.number(),
        cutOffBeforeText: z.number(),
        /** Declined in the field for it. */
        refusals: z.number(),
        /** Ended for a reason that this program has no word for. */
        unknownEnds: z.number(),
        /** Replies that reasoning was separated from, and those whose text it was cut out of. */
        reasoned: z.number(),
        reasoningCut: z.number(),
        /** The judge's verdicts that the limit cut off. */
        verdictsCutOff: z.number(),
        /** Settings that were not sent, because the provider has no word for them. */
        notSent: z.array(z.string()),
        judgeNotSent: z.array(z.string()),
        /** Replies, and verdicts on them, whose token count can't be and was dropped; unknown in results of earlier versions. */
        miscounted: z.number().default(0),
        judgeMiscounted: z.number().default(0),
      }),
    )
    .default([]),
  problems: z.array(z.object({ place: z.string(), problem: z.string(), dropped: z.boolean() })),
  means: z.array(meanSchema),
  /** In mode likelihood, the means by the sum of log-probabilities and by their mean per character; results of earlier versions have one of them. */
  normalisations: z
    .array(
      z.object({
        respondent: z.string(),
        variant: z.string(),
        metric: z.string(),
        sum: numberOrNull,
        perCharacter: numberOrNull,
        points: z.number(),
      }),
    )
    .default([]),
  rates: z.array(rateSchema),
  baselines: z.array(
    z.object({ variant: z.string(), name: z.string(), metric: z.string(), value: z.number() }),
  ),
  summaries: z.array(summarySchema.extend({ respondent: z.string() })),
  /** Tables that put the models side by side. */
  standings: z.array(summarySchema),
});

export type RunResults = z.infer<typeof resultsSchema>;
export type MeanScore = RunResults["means"][number];
export type ReplyEnds = RunResults["replies"][number];
export type RuleRate = RunResults["rates"][number];

export function parseResults(text: string, file: string): RunResults {
  try {
    return resultsSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new RefractError("invalid-input", `${file}: ${messageOf(cause)}, expected the results of a run`, {
      cause,
    });
  }
}
