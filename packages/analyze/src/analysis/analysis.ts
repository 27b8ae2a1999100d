import type { Block, Headline, Provenance } from "@refract/report";
import type { AnalysisData } from "../data/analysis-data.ts";
import type { Groups } from "../groups/groups.ts";
import type { Mode } from "../mode.ts";
import type { TextEmbedder } from "../text-embedder.ts";
import type { TopicNamer } from "../topic-namer.ts";

/** Tables of a dataset an analysis reads, and the columns it cannot do without. Names are those of `data/relations.ts`. */
export type Needs = Readonly<
  Partial<
    Record<
      "participants" | "conversations" | "utterances" | "models" | "metadata" | "verdicts",
      readonly string[]
    >
  >
>;

export interface AnalysisContext {
  readonly data: AnalysisData;
  readonly groups: Groups;
  readonly mode: Mode;
  /** The seed of a named purpose, derived from the run's seed, the analysis and the purpose. */
  readonly seed: (purpose: string) => string;
  /** The seed of a step that analyses share (the topics of prompts): the same whichever of them comes first. */
  readonly sharedSeed: (purpose: string) => string;
  /** Names topics; without one they go by their words. */
  readonly topicNamer?: TopicNamer;
  /** Null when texts are not to be embedded; analyses that need it declare `embeds: true`. */
  readonly embedder: TextEmbedder | null;
  readonly onProgress: (message: string) => void;
}

/** What an analysis found. Impossible parts are notices among the blocks; the rest stands. */
export interface Finding {
  readonly summary: string;
  readonly provenance: Omit<Provenance, "mode" | "source">;
  readonly blocks: readonly Block[];
  /** What a reader with one minute should know of it, where there is something. */
  readonly headline?: Headline;
}

/** One analysis: a literal that says what it is, what it needs, and does it. Pure but for the data it reads. */
export interface Analysis {
  readonly id: string;
  readonly title: string;
  /** One sentence for the catalogue. */
  readonly description: string;
  /** Paper section, equation or "beyond the paper". */
  readonly source: string;
  readonly citation: string;
  readonly needs: Needs;
  readonly embeds: boolean;
  /** Reads vectors where there is an embedder, and says less where there is none. */
  readonly mayEmbed?: boolean;
  /** What differs in `published` mode and why; null when the modes agree. */
  readonly publishedQuirks: string | null;
  /** Loads what takes long to load and hangs on no dataset, ahead of `run`; called at most once in a thread. */
  prepare?(): Promise<unknown>;
  run(context: AnalysisContext): Promise<Finding>;
}

export function defineAnalysis(analysis: Analysis): Analysis {
  if (!/^[a-z][a-z0-9-]*$/.test(analysis.id))
    throw new Error(`analysis "${analysis.id}": expected an id in kebab-case`);
  return Object.freeze(analysis);
}
