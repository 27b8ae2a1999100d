import { messageOf, RefractError } from "@refract/core";
import { type Notice, notice, type Section } from "@refract/report";
import { deriveSeed } from "@refract/stats";
import * as z from "zod";
import type { Analysis, Finding } from "../analysis/analysis.ts";
import type { AnalysisData } from "../data/analysis-data.ts";
import type { Relation } from "../data/relations.ts";
import type { Groups } from "../groups/groups.ts";
import type { Mode } from "../mode.ts";
import type { TextEmbedder } from "../text-embedder.ts";
import type { TopicNamer } from "../topic-namer.ts";

/** What every analysis of a run is given, but for its progress. */
export interface AnalysisSettings {
  readonly groups: Groups;
  readonly mode: Mode;
  readonly seed: string;
  readonly embedder: TextEmbedder | null;
  readonly topicNamer?: TopicNamer;
}

/** What came of one analysis: plain data, which can be sent from one thread to another. */
export interface AnalysisResult {
  readonly status: "done" | "impossible" | "failed";
  /** Why not, or null. */
  readonly problem: string | null;
  readonly section: Section;
}

/**
 * Runs one analysis. What it lacks or can't compute is a result too, and so is a fault of the program.
 *
 * @param data a connection of its own, with the view `people`
 */
export async function runOne(
  analysis: Analysis,
  data: AnalysisData,
  options: AnalysisSettings,
  onProgress: (message: string) => void,
): Promise<AnalysisResult> {
  const lacking = await lacks(analysis, data, options.embedder);
  if (lacking !== null) return withoutFinding(analysis, options, "impossible", lacking);
  try {
    const finding = await analysis.run({
      data,
      groups: options.groups,
      mode: options.mode,
      seed: (purpose) => deriveSeed(options.seed, analysis.id, purpose),
      sharedSeed: (purpose) => deriveSeed(options.seed, "shared", purpose),
      embedder: options.embedder,
      ...(options.topicNamer === undefined ? {} : { topicNamer: options.topicNamer }),
      onProgress,
    });
    return { status: "done", problem: null, section: section(analysis, options, finding) };
  } catch (error) {
    return error instanceof RefractError
      ? withoutFinding(analysis, options, "impossible", error.message)
      : withoutFinding(analysis, options, "failed", `the program failed: ${messageOf(error)}`);
  }
}

/** What an analysis needs and the dataset has not; null when all is there. */
async function lacks(
  analysis: Analysis,
  data: AnalysisData,
  embedder: TextEmbedder | null,
): Promise<string | null> {
  for (const [relation, columns] of Object.entries(analysis.needs) as [Relation, readonly string[]][]) {
    if (!data.has(relation)) return `${relation}: no such file in the dataset, and this analysis reads it`;
    const there = data.columns(relation);
    const missing = columns.filter((column) => !there.includes(column));
    // a file without records has no columns either
    if (missing.length > 0 && (await isEmpty(data, relation)))
      return `${relation}: no records in the dataset, and this analysis reads them`;
    if (missing.length > 0)
      return `${relation}: no column ${missing.map((name) => `"${name}"`).join(", ")}, and this analysis reads it`;
  }
  return analysis.embeds && embedder === null
    ? "texts were not embedded (--embeddings none), and this analysis needs their meaning"
    : null;
}

async function isEmpty(data: AnalysisData, relation: Relation): Promise<boolean> {
  const [row] = await data.rows(`SELECT count(*) AS n FROM ${relation}`, z.object({ n: z.number() }));
  return row?.n === 0;
}

function section(analysis: Analysis, options: AnalysisSettings, finding: Finding): Section {
  const quirks =
    options.mode === "published" && analysis.publishedQuirks !== null
      ? [notice("warning", `Published mode: ${sentence(analysis.publishedQuirks)}`)]
      : options.mode === "corrected" && analysis.publishedQuirks !== null
        ? [notice("note", `Differs from the published computation: ${sentence(analysis.publishedQuirks)}`)]
        : [];
  return {
    id: analysis.id,
    title: analysis.title,
    summary: finding.summary,
    provenance: { ...finding.provenance, mode: options.mode, source: analysis.source },
    blocks: [...quirks, ...otherEmbedding(analysis, options), ...finding.blocks],
    ...(finding.headline === undefined ? {} : { headline: finding.headline }),
  };
}

/** The paper's embeddings; other models put other texts together. */
const publishedEmbedding = "all-mpnet-base-v2";

function otherEmbedding(
  { embeds, mayEmbed = false }: Analysis,
  { mode, embedder }: AnalysisSettings,
): readonly Notice[] {
  const isOther =
    mode === "published" &&
    (embeds || mayEmbed) &&
    embedder !== null &&
    !embedder.name.includes(publishedEmbedding);
  return isOther
    ? [
        notice(
          "warning",
          `The paper embedded texts with ${publishedEmbedding}, and this report with ${embedder.name}: topics, neighbourhoods and what rests on them differ from the published ones. --embeddings transformers:Xenova/${publishedEmbedding} takes the paper's.`,
        ),
      ]
    : [];
}

function sentence(text: string): string {
  return text.endsWith(".") ? text : `${text}.`;
}

/** The chapter of an analysis that found nothing, with the reason. */
export function withoutFinding(
  analysis: Analysis,
  options: AnalysisSettings,
  status: "impossible" | "failed",
  problem: string,
): AnalysisResult {
  return {
    status,
    problem,
    section: {
      id: analysis.id,
      title: analysis.title,
      summary: status === "impossible" ? "This could not be computed." : "This failed.",
      provenance: {
        population: "none",
        weights: "none",
        n: "0",
        method: analysis.description,
        mode: options.mode,
        seed: null,
        source: analysis.source,
      },
      blocks: [notice("impossible", problem)],
    },
  };
}
