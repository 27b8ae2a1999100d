import type { MissingReason } from "@refract/core";
import * as z from "zod";
import packageJson from "../../package.json" with { type: "json" };
import type { ReleaseDetectors } from "../detectors/detector.ts";
import type { WrittenFile } from "../release-writer/line-file.ts";
import type { ReleaseSeed, ReleaseStudy } from "../release-writer/release-source.ts";
import type { LeftOutCounts } from "./left-out.ts";

/** Version of the folder's layout and of this manifest. */
const datasetFormat = 1;

/** Totals of a release, all counted while it was written. */
export interface ReleaseCounts {
  readonly participants: number;
  readonly participants_with_conversations: number;
  readonly survey_only: number;
  readonly simulated_participants: number;
  readonly conversations: number;
  readonly interactions: number;
  readonly utterances: number;
  readonly chosen_utterances: number;
  readonly failed_slots: number;
  /** Shown responses that the limit on tokens cut off. */
  readonly truncated_slots: number;
  /** Responses that reasoning was separated from. */
  readonly reasoned_slots: number;
  readonly texts: number;
  readonly balanced_subset: {
    readonly participants: number;
    readonly conversations: number;
    readonly utterances: number;
  };
  readonly left_out: {
    /** People with neither a finished survey nor a finished conversation. */
    readonly participants: number;
    readonly unfinished_conversations: number;
    readonly unsettled_turns: number;
  } & LeftOutCounts;
}

export type ReleaseMode = "people" | "simulated" | "mixed" | "empty";

const count = z.int().min(0);

const fileSchema = z.strictObject({
  name: z.string(),
  bytes: z.int().min(0),
  rows: z.int().min(0).nullable(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

/** `manifest.json`: what the folder holds and what it was made of. */
export const manifestSchema = z.strictObject({
  refract_dataset: z.literal(datasetFormat),
  generated_by: z.string(),
  versions: z.strictObject({ refract: z.string(), node: z.string(), duckdb: z.string() }),
  /** ISO 8601; null for simulated data, whose bytes depend on nothing but the study and the seed. */
  generated_at: z.string().nullable(),
  mode: z.enum(["people", "simulated", "mixed", "empty"]),
  /** True when every model of the pool is scripted demo text. */
  demo_models: z.enum(["none", "some", "all"]),
  /** How the study worked, as far as a check of the data needs it. */
  protocol: z.strictObject({
    survey: z.boolean(),
    judge: z.enum(["scale", "verdict", "none"]),
    /** Range of scores; null without a scale. */
    scale: z.strictObject({ minimum: z.number(), maximum: z.number() }).nullable(),
    conversation_types: z.array(z.string()),
    /** Models asked in an opening turn; fewer answer when some fail. */
    opening_responses: count,
    /** Responses asked for in a later turn. */
    later_responses: count,
    /** In the version of the study that asked for fewest; left out where all asked for as many. */
    fewest_later_responses: count.optional(),
    /** Later turns: samples of the winner's model, or every opening model again. */
    continuation: z.enum(["winner", "all"]),
    minimum_turns: count,
  }),
  study: z.strictObject({
    id: z.string(),
    title: z.string(),
    version: z.int().min(1),
    sha256: z.string(),
    languages: z.array(z.string()),
  }),
  seeds: z.strictObject({
    study_digest: z.string(),
    /** The seed itself, for simulated data only. */
    study: z.string().nullable(),
    balanced_subset: z.string(),
  }),
  detectors: z.record(
    z.enum(["language", "personal_data", "moderation"]),
    z.strictObject({ id: z.string(), version: z.string() }).nullable(),
  ),
  /** Why detectors said nothing, by kind and reason; texts counted. */
  undetected: z.record(z.string(), z.record(z.string(), count)),
  counts: z.strictObject({
    participants: count,
    participants_with_conversations: count,
    survey_only: count,
    simulated_participants: count,
    conversations: count,
    interactions: count,
    utterances: count,
    chosen_utterances: count,
    failed_slots: count,
    // datasets of earlier versions did not count these
    truncated_slots: count.default(0),
    reasoned_slots: count.default(0),
    texts: count,
    balanced_subset: z.strictObject({ participants: count, conversations: count, utterances: count }),
    left_out: z.strictObject({
      participants: count,
      unfinished_conversations: count,
      unsettled_turns: count,
      rejected: count.optional(),
      second_submission: count.optional(),
      no_consent: count.optional(),
      not_adult: count.optional(),
      ended_early: count.optional(),
      quality: count.optional(),
      before_launch: count.optional(),
      test_id: count.optional(),
    }),
  }),
  /** Every file of the folder but this one, by name. */
  files: z.array(fileSchema),
});
export type Manifest = z.output<typeof manifestSchema>;

/** Seed of the balanced subset (spec prism-collection, "Balanced subset"). */
export const balancedSubsetSeed = "0";

export interface ManifestFacts {
  readonly study: ReleaseStudy;
  readonly mode: ReleaseMode;
  readonly counts: ReleaseCounts;
  readonly detectors: ReleaseDetectors;
  readonly undetected: Readonly<Record<string, Readonly<Partial<Record<MissingReason, number>>>>>;
  readonly files: readonly WrittenFile[];
  readonly generatedBy: string;
  /** Epoch milliseconds; left out of simulated data. */
  readonly generatedAt: number | null;
}

export function createManifest(facts: ManifestFacts): Manifest {
  const { study, mode } = facts;
  const describe = (detector: { readonly id: string; readonly version: string } | null) =>
    detector === null ? null : { id: detector.id, version: detector.version };
  const undetected = Object.fromEntries(
    Object.entries(facts.undetected).map(([kind, reasons]) => [kind, definedCounts(reasons)]),
  );
  return {
    refract_dataset: datasetFormat,
    generated_by: facts.generatedBy,
    versions: {
      refract: packageJson.version,
      node: process.versions.node,
      duckdb: packageJson.dependencies["@duckdb/node-api"],
    },
    generated_at:
      mode === "simulated" || facts.generatedAt === null ? null : new Date(facts.generatedAt).toISOString(),
    mode,
    demo_models: demoModels(study),
    protocol: protocolOf(study),
    study: {
      id: study.id,
      title: study.title,
      version: study.version,
      sha256: study.hash,
      languages: [...study.languages],
    },
    seeds: {
      study_digest: study.seed.digest,
      study: openSeed(study.seed, mode),
      balanced_subset: balancedSubsetSeed,
    },
    detectors: {
      language: describe(facts.detectors.language),
      personal_data: describe(facts.detectors.personalData),
      moderation: describe(facts.detectors.moderation),
    },
    undetected,
    counts: facts.counts,
    files: facts.files.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

function protocolOf(study: ReleaseStudy): Manifest["protocol"] {
  const design = study.conversations;
  const judge = design?.judge;
  return {
    survey: study.surveyFields.length > 0,
    judge: judge?.kind ?? "none",
    scale: judge?.kind === "scale" ? { minimum: judge.minimum, maximum: judge.maximum } : null,
    conversation_types: design?.types.map((type) => type.id) ?? [],
    opening_responses: design?.openingResponses ?? 0,
    later_responses: design?.laterResponses ?? 0,
    ...(design?.fewestLaterResponses === undefined
      ? {}
      : { fewest_later_responses: design.fewestLaterResponses }),
    continuation: design?.continuation ?? "winner",
    minimum_turns: design?.minimumTurns ?? 0,
  };
}

export function demoModels(study: ReleaseStudy): Manifest["demo_models"] {
  const demos = study.models.filter((model) => model.reference.startsWith("demo:")).length;
  if (demos === 0) return "none";
  return demos === study.models.length ? "all" : "some";
}

/** A seed of real people's data stays closed even if it was handed over. */
function openSeed(seed: ReleaseSeed, mode: ReleaseMode): string | null {
  return seed.kind === "open" && mode === "simulated" ? seed.value : null;
}

function definedCounts(reasons: Readonly<Partial<Record<MissingReason, number>>>): Record<string, number> {
  return Object.fromEntries(Object.entries(reasons).map(([reason, times]) => [reason, times ?? 0]));
}
