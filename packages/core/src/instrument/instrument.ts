import type { ZodType } from "zod";
import type { Answered, JsonValue } from "../missing.ts";
import type { Derivation } from "./derivation.ts";
import type { Item } from "./item.ts";
import type { PeopleSide } from "./people-side.ts";
import type { ParsedResponse, Presentation, PromptCall, ScoringMode } from "./presentation.ts";
import type { LoadedItems, RecordFiles } from "./record-files.ts";
import type { ScoredRow, Variant } from "./scored-row.ts";
import type { Summary } from "./summary.ts";

/** Points of one scoring group under one variant and repeat. */
export interface GroupScore {
  readonly metric: string;
  /** A number, or why there is none; absent points stay out of the mean and are counted. */
  readonly points: Answered;
}

export interface Metric {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** The headline comes first in a report. */
  readonly headline: boolean;
  readonly higherIsBetter: boolean | null;
  /** `share` is shown in percent. */
  readonly unit: "share" | "points";
}

/** A result of the paper, shown beside ours with what differs in set-up. */
export interface PublishedResult {
  readonly respondent: string;
  readonly metric: string;
  readonly variant: string | null;
  readonly value: number;
  readonly source: string;
  /** True when the figure was not rechecked against the paper. */
  readonly fromMemory: boolean;
}

/** A figure of a run that is made as a published one is. */
export interface ComparableResult
  extends Pick<PublishedResult, "respondent" | "metric" | "variant" | "value"> {
  /** What it is a figure of, as a published one's `respondent` or `source` has it: `majority over templates`, `US`. */
  readonly of: string;
}

/** A table of one model. */
export interface RespondentSummary extends Summary {
  readonly respondent: string;
}

/** What a paper found that is no score of one respondent: a share of the items, an order, a direction. */
export interface PublishedFinding {
  readonly finding: string;
  readonly value: string;
  readonly source: string;
  /** True when it was not rechecked against the paper. */
  readonly fromMemory: boolean;
}

/** A figure that gives the scores a scale, computed from the items alone. */
export interface Baseline {
  readonly name: string;
  readonly metric: string;
  readonly value: number;
}

/** One published system as one literal: from it come types, docs, runs and reports. */
export interface Instrument<Options = unknown> {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly description: string;
  readonly paper: string;
  readonly citation: string;
  readonly licence: string;
  /**
   * Whether the items' texts may stand in datasets, reports and manifests. `withheld` where the licence does not allow it, where the authors
   * ask to keep them out of public pages, and where they provoke: then they are left out unless the researcher says otherwise.
   */
  readonly itemTexts: "public" | "withheld";
  /** Shown before items are: they may upset. */
  readonly contentWarning: string | null;
  readonly sources: readonly {
    readonly kind: "hugging-face" | "github" | "own-copy";
    readonly name: string;
    readonly note: string;
  }[];
  /** Settings with defaults, given as `--set name=value`; part of a run's identity. */
  readonly options: ZodType<Options>;
  readonly people: PeopleSide<Options>;
  /** The first is the default. */
  readonly modes: readonly ScoringMode[];
  /**
   * In mode `likelihood`, whether candidates with equal log-probability are all given to `score`, as a list of their parsed values; else the
   * first of them counts alone.
   */
  readonly splitsTies?: boolean;
  readonly variants: readonly Variant[];
  /** Variants run unless others are named. */
  readonly defaultVariants: readonly string[];
  /** How often each item is asked unless told otherwise. */
  readonly repeats: number;
  readonly metrics: readonly Metric[];
  /** Attributes of items that results are cut by. */
  readonly cuts: readonly {
    readonly attribute: string;
    readonly title: string;
    readonly geographic: boolean;
    /** Whether the level tells the right answer, so that it is no part of what people are given. */
    readonly tellsAnswer?: boolean;
  }[];
  /** Levels of a cut with fewer points than this show counts only; every level shows its mean where the instrument names none. */
  readonly smallestCell?: number;
  readonly published: readonly PublishedResult[];
  /**
   * The run's figures that are made as the published ones are, from its tables: a majority over prompts, a mean of one region. Without it the means
   * under the variants that published figures name. Pure.
   */
  beside?(summaries: readonly RespondentSummary[]): readonly ComparableResult[];
  /** Whose words the prompts are, for the differences to published results; "prompts in Refract's own words" unless it says otherwise. */
  wording?(options: Options): string;
  /** Shown below the published results. */
  readonly findings?: readonly PublishedFinding[];

  /** Reads the user's copy into items. Problems are told, not thrown; RefractError when no item can be read. */
  load(files: RecordFiles, options: Options): Promise<LoadedItems>;
  /** Whether an item runs under a variant. */
  applies(item: Item, variant: Variant): boolean;
  /** The order of options for a respondent, from the seed; the item's own order where the protocol fixes it. */
  order(item: Item, variant: Variant, seed: string, options: Options): readonly string[];
  /** What a model is sent. Pure. */
  prompt(
    item: Item,
    variant: Variant,
    presentation: Presentation,
    mode: ScoringMode,
    options: Options,
  ): PromptCall;
  /**
   * What a model is sent after the replies it gave so far to the same item, at least one; null when nothing more is asked. Pure. Without it one
   * call is made. Only for modes `generate` and `judge`.
   */
  follow?(
    item: Item,
    variant: Variant,
    presentation: Presentation,
    replies: readonly string[],
    options: Options,
  ): PromptCall | null;
  /**
   * Total on any text. Pure. In the modes by log-probabilities the reply is the text of the candidate that won (see
   * `PromptCall.candidates`), and in mode `judge` the judge's own `parse` is asked instead.
   */
  parse(
    reply: string,
    item: Item,
    presentation: Presentation,
    mode: ScoringMode,
    options: Options,
  ): ParsedResponse;
  /**
   * Points of one scoring group: all rows of one group, variant, respondent and repeat. Every metric of the instrument that
   * applies is named once. Pure.
   */
  score(rows: readonly ScoredRow[], options: Options): readonly GroupScore[];
  /** Figures that give the scores a scale: constant answers, uniform guess, oracle. Pure. */
  baselines(items: readonly Item[], variant: Variant, options: Options): readonly Baseline[];
  /** A deterministic reply of a simulated respondent, labelled as such wherever it shows. Pure. */
  simulate(item: Item, variant: Variant, presentation: Presentation, seed: string, options: Options): string;
  /** What a judge is asked about a reply, and how its verdict is read; only for mode `judge`. */
  readonly judge?: {
    /** @param earlier the model's replies in the turns before; empty for the first */
    prompt(
      row: Pick<ScoredRow, "item" | "variant" | "reply">,
      options: Options,
      earlier: readonly string[],
    ): PromptCall;
    parse(verdict: string): ParsedResponse;
    /** A verdict of a demo judge, so that the mode can be tried out without a model; labelled wherever it shows. Pure. */
    simulate?(row: Pick<ScoredRow, "item" | "variant" | "reply">, seed: string): string;
  };
  /** Steps of its collection that `refract derive` runs. */
  readonly derivations?: readonly Derivation[];
  /** Figures of the whole run that are no mean of groups: majorities over templates, rank changes, shares of errors. Pure. */
  summaries?(rows: readonly ScoredRow[], options: Options): readonly Summary[];
  /** Figures that put the models of a run side by side: ranks and how they change. Called for two models or more. Pure. */
  readonly standings?: {
    /** The metric whose points are handed in. */
    readonly metric: string;
    tables(
      models: readonly ModelPoints[],
      items: readonly Item[],
      seed: string,
      options: Options,
    ): readonly Summary[];
  };
}

/** What one model got under one variant, a number a scoring group: the mean over its repeats. Groups without points are absent. */
export interface ModelPoints {
  readonly respondent: string;
  readonly variant: string;
  readonly pointsOf: ReadonlyMap<string, number>;
}

/** Checks what types can't: ids, defaults and metrics that name something. */
export function defineInstrument<Options>(instrument: Instrument<Options>): Instrument<Options> {
  const fail = (problem: string): never => {
    throw new Error(`instrument "${instrument.id}": ${problem}`);
  };
  if (!/^[a-z][a-z0-9-]*$/.test(instrument.id)) fail("expected an id in kebab-case");
  const variants = instrument.variants.map(({ id }) => id);
  for (const id of instrument.defaultVariants)
    if (!variants.includes(id)) fail(`default variant "${id}" is none of ${variants.join(", ")}`);
  if (instrument.modes.length === 0) fail("has no scoring mode");
  if (instrument.modes.includes("judge") !== (instrument.judge !== undefined))
    fail("mode judge and the judge go together");
  const metrics = instrument.metrics.map(({ id }) => id);
  if (instrument.metrics.filter(({ headline }) => headline).length === 0) fail("has no headline metric");
  const ranked = instrument.standings?.metric;
  if (ranked !== undefined && !metrics.includes(ranked))
    fail(`metric of standings "${ranked}" is none of ${metrics.join(", ")}`);
  for (const { metric } of instrument.published)
    if (!metrics.includes(metric)) fail(`published metric "${metric}" is none of ${metrics.join(", ")}`);
  return Object.freeze(instrument);
}

/** The value of an option setting typed on a command line: JSON where it is, else the text. */
export function optionValue(text: string): JsonValue {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
