import { createHash } from "node:crypto";
import type { Instrument, ModelEntry, ScoringMode, Variant } from "@refract/core";
import {
  describeIssue,
  expectedFields,
  fieldName,
  isDemoModel,
  optionValue,
  RefractError,
  samplingParametersSchema,
} from "@refract/core";

/** Everything that decides what is asked; two runs with the same setup and data are the same run. */
export interface RunSetup {
  readonly instrument: Instrument;
  /** As the instrument's schema completed them. */
  readonly options: unknown;
  readonly variants: readonly Variant[];
  readonly mode: ScoringMode;
  readonly repeats: number;
  readonly seed: string;
  /** At least so many items, completed to whole scoring groups; null for all. */
  readonly limit: number | null;
  readonly models: readonly ModelEntry[];
  /** Only in mode `judge`. */
  readonly judge: ModelEntry | null;
}

/** A setup as it is typed. */
export interface SetupChoices {
  readonly models: readonly ModelEntry[];
  readonly judge?: ModelEntry | undefined;
  readonly variants?: readonly string[] | undefined;
  readonly mode?: string | undefined;
  readonly repeats?: number | undefined;
  readonly seed?: string | undefined;
  readonly limit?: number | undefined;
  /** `name=value` each. */
  readonly settings?: readonly string[] | undefined;
}

/** Checks choices against an instrument. Throws RefractError that names the option, the value and what was expected. */
export function createSetup(instrument: Instrument, choices: SetupChoices): RunSetup {
  const invalid = (message: string) => new RefractError("invalid-input", message);
  if (choices.models.length === 0) throw invalid("--model: none, expected at least one model");
  const twice = choices.models.find(
    ({ id }, place) => choices.models.findIndex((one) => one.id === id) < place,
  );
  if (twice !== undefined) throw invalid(`--model: "${twice.id}" is named twice`);
  const mode = instrument.modes.find((one) => one === (choices.mode ?? instrument.modes[0]));
  if (mode === undefined)
    throw invalid(`--mode: invalid value "${choices.mode}", expected one of ${instrument.modes.join(", ")}`);
  const judge = choices.judge ?? (mode === "judge" ? demoJudge(instrument, choices.models) : null);
  if (mode === "judge" && judge === null)
    throw invalid(
      `--judge: missing; ${instrument.id} is scored by a judge model, which is never the tested model by default: name one, such as --judge openai:gpt-4o-mini, or a name of models.yaml`,
    );
  if (mode !== "judge" && choices.judge !== undefined)
    throw invalid(`--judge: "${choices.judge.id}" has nothing to do in mode ${mode}`);
  return Object.freeze({
    instrument,
    options: parsedOptions(instrument, choices.settings ?? []),
    variants: chosenVariants(instrument, choices.variants ?? instrument.defaultVariants),
    mode,
    repeats: choices.repeats ?? instrument.repeats,
    seed: choices.seed ?? "refract",
    limit: choices.limit ?? null,
    models: choices.models,
    judge,
  });
}

/**
 * Scripted verdicts for scripted replies, so that an instrument with a judge can be tried out with nothing named; labelled wherever they
 * show. Null where a real model is asked, or every voice of these is tested.
 */
function demoJudge(instrument: Instrument, models: readonly ModelEntry[]): ModelEntry | null {
  if (instrument.judge?.simulate === undefined || !models.every(isDemoModel)) return null;
  const use = ["demo:plain", "demo:blunt"].find((voice) => !models.some((model) => model.use === voice));
  return use === undefined ? null : { id: use, use };
}

function chosenVariants(instrument: Instrument, ids: readonly string[]): readonly Variant[] {
  for (const id of ids)
    if (!instrument.variants.some((variant) => variant.id === id))
      throw new RefractError(
        "invalid-input",
        `--variant: invalid value "${id}", expected one of ${instrument.variants.map((one) => one.id).join(", ")}`,
      );
  // In the instrument's order, so that the order of typing changes nothing.
  return instrument.variants.filter(({ id }) => ids.includes(id));
}

function parsedOptions(instrument: Instrument, settings: readonly string[]): unknown {
  const given: Record<string, unknown> = {};
  for (const setting of settings) {
    const equals = setting.indexOf("=");
    if (equals < 1)
      throw new RefractError("invalid-input", `--set: invalid value "${setting}", expected name=value`);
    given[setting.slice(0, equals)] = optionValue(setting.slice(equals + 1));
  }
  const parsed = instrument.options.safeParse(given, { reportInput: true, error: expectedFields });
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  if (issue === undefined) throw new Error("a schema failed without an issue");
  throw new RefractError(
    "invalid-input",
    `--set ${fieldName(issue.path)}: ${describeIssue(issue)}`.replace("--set : ", "--set: "),
  );
}

/** What makes a run this run, as plain data: it stands in the manifest, and its hash names the run. */
export interface RunIdentity {
  readonly instrument: string;
  readonly instrumentVersion: number;
  readonly options: unknown;
  readonly data: Readonly<Record<string, string>>;
  readonly dataVersion: string;
  readonly models: readonly { readonly id: string; readonly use: string; readonly parameters: unknown }[];
  readonly judge: { readonly use: string; readonly parameters: unknown } | null;
  readonly variants: readonly string[];
  readonly mode: ScoringMode;
  readonly repeats: number;
  readonly seed: string;
  readonly limit: number | null;
  /** What a limit counts. Runs made before it counted items that run under a variant have none. */
  readonly limitCounts?: "items that run";
}

export function identityOf(
  setup: RunSetup,
  data: Readonly<Record<string, string>>,
  dataVersion: string,
): RunIdentity {
  const { instrument, judge } = setup;
  return Object.freeze({
    instrument: instrument.id,
    instrumentVersion: instrument.version,
    options: setup.options,
    data,
    dataVersion,
    models: setup.models.map(({ id, use, parameters }) => ({ id, use, parameters: parameters ?? {} })),
    judge: judge === null ? null : { use: judge.use, parameters: judge.parameters ?? {} },
    variants: setup.variants.map(({ id }) => id),
    mode: setup.mode,
    repeats: setup.repeats,
    seed: setup.seed,
    limit: setup.limit,
    ...(setup.limit === null ? {} : { limitCounts: "items that run" as const }),
  });
}

/**
 * The setup an identity was made of.
 *
 * @param judgeId what the judge was called, which decides nothing that is asked and so is no part of the identity
 * @throws RefractError when its instrument is not among these.
 */
export function setupOf(
  identity: RunIdentity,
  instruments: readonly Instrument[],
  judgeId: string | null = null,
): RunSetup {
  const instrument = instruments.find(({ id }) => id === identity.instrument);
  if (instrument === undefined)
    throw new RefractError(
      "invalid-input",
      `the run is of "${identity.instrument}", expected one of ${instruments.map(({ id }) => id).join(", ")}`,
    );
  const entryOf = ({ use, parameters }: { use: string; parameters: unknown }, id: string): ModelEntry => ({
    id,
    use,
    parameters: samplingParametersSchema.parse(parameters),
  });
  return createSetup(instrument, {
    models: identity.models.map((model) => entryOf(model, model.id)),
    judge: identity.judge === null ? undefined : entryOf(identity.judge, judgeId ?? identity.judge.use),
    variants: identity.variants,
    mode: identity.mode,
    repeats: identity.repeats,
    seed: identity.seed,
    limit: identity.limit ?? undefined,
    settings: Object.entries(identity.options ?? {}).map(
      ([name, value]) => `${name}=${JSON.stringify(value)}`,
    ),
  });
}

/** SHA-256 over the identity with sorted keys. */
export function identityHash(identity: RunIdentity): string {
  return createHash("sha256")
    .update(JSON.stringify(sorted(identity)))
    .digest("hex");
}

/** Which parts of two identities differ, for the message when a folder holds another run. */
export function identityDifferences(one: object, other: object): readonly string[] {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])]
    // follows from whether there is a limit
    .filter((name) => name !== "limitCounts" || Reflect.get(one, "limit") === Reflect.get(other, "limit"))
    .sort();
  return names.filter(
    (name) =>
      JSON.stringify(sorted(Reflect.get(one, name))) !== JSON.stringify(sorted(Reflect.get(other, name))),
  );
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
