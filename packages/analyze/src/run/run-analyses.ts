import { messageOf, RefractError } from "@refract/core";
import { notice, type Section } from "@refract/report";
import { deriveSeed } from "@refract/stats";
import type { Analysis, Finding } from "../analysis/analysis.ts";
import type { AnalysisData } from "../data/analysis-data.ts";
import type { Relation } from "../data/relations.ts";
import type { Groups } from "../groups/groups.ts";
import { createPeopleView } from "../groups/people-view.ts";
import type { Mode } from "../mode.ts";
import type { TextEmbedder } from "../text-embedder.ts";
import type { TopicNamer } from "../topic-namer.ts";

export interface RunAnalysesOptions {
  readonly groups: Groups;
  readonly mode: Mode;
  readonly seed: string;
  readonly embedder: TextEmbedder | null;
  readonly topicNamer?: TopicNamer;
  readonly onProgress?: (analysis: string, message: string) => void;
}

/** How one analysis went. */
export interface AnalysisOutcome {
  readonly analysis: Analysis;
  readonly status: "done" | "impossible" | "failed";
  /** Why not, or null. */
  readonly problem: string | null;
  readonly section: Section;
}

/**
 * Runs analyses one after the other over one dataset. One that can't be done says why, and the others go on
 * (partial success is normal). A fault of the program is reported as such, with its message, and never as a finding.
 */
export async function runAnalyses(
  analyses: readonly Analysis[],
  data: AnalysisData,
  options: RunAnalysesOptions,
): Promise<readonly AnalysisOutcome[]> {
  await createPeopleView(data, options.groups);
  const outcomes: AnalysisOutcome[] = [];
  for (const analysis of analyses) outcomes.push(await runOne(analysis, data, options));
  return outcomes;
}

async function runOne(
  analysis: Analysis,
  data: AnalysisData,
  options: RunAnalysesOptions,
): Promise<AnalysisOutcome> {
  const lacking = lacks(analysis, data, options.embedder);
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
      onProgress: (message) => options.onProgress?.(analysis.id, message),
    });
    return { analysis, status: "done", problem: null, section: section(analysis, options, finding) };
  } catch (error) {
    return error instanceof RefractError
      ? withoutFinding(analysis, options, "impossible", error.message)
      : withoutFinding(analysis, options, "failed", `the program failed: ${messageOf(error)}`);
  }
}

/** What an analysis needs and the dataset has not; null when all is there. */
function lacks(analysis: Analysis, data: AnalysisData, embedder: TextEmbedder | null): string | null {
  for (const [relation, columns] of Object.entries(analysis.needs) as [Relation, readonly string[]][]) {
    if (!data.has(relation)) return `${relation}: no such file in the dataset, and this analysis reads it`;
    const there = data.columns(relation);
    const missing = columns.filter((column) => !there.includes(column));
    if (missing.length > 0)
      return `${relation}: no column ${missing.map((name) => `"${name}"`).join(", ")}, and this analysis reads it`;
  }
  return analysis.embeds && embedder === null
    ? "texts were not embedded (--embeddings none), and this analysis needs their meaning"
    : null;
}

function section(analysis: Analysis, options: RunAnalysesOptions, finding: Finding): Section {
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
    blocks: [...quirks, ...finding.blocks],
  };
}

function sentence(text: string): string {
  return text.endsWith(".") ? text : `${text}.`;
}

function withoutFinding(
  analysis: Analysis,
  options: RunAnalysesOptions,
  status: "impossible" | "failed",
  problem: string,
): AnalysisOutcome {
  return {
    analysis,
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
