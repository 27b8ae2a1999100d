import { messageOf, RefractError } from "@refract/core";
import { notice, type Section } from "@refract/report";
import { deriveSeed } from "@refract/stats";
import * as z from "zod";
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
  readonly onProgress?: (progress: AnalysisProgress) => void;
}

/** What happens in a run, told when an analysis begins and as it goes on. */
export interface AnalysisProgress {
  /** Analyses that are through, whatever came of them. */
  readonly finished: number;
  readonly analysis: Analysis;
  readonly message: string;
}

/** How one analysis went. */
export interface AnalysisOutcome {
  readonly analysis: Analysis;
  readonly status: "done" | "impossible" | "failed";
  /** Why not, or null. */
  readonly problem: string | null;
  readonly section: Section;
}

/** Analyses that run side by side: while one waits for DuckDB, this thread computes for the other. */
const lanes = 2;

/**
 * Runs analyses over one dataset, two at a time, and answers in their order. One that can't be done says why, and the others go on
 * (partial success is normal). A fault of the program is reported as such, with its message, and never as a finding. Nothing in a
 * result hangs on what runs beside it.
 */
export async function runAnalyses(
  analyses: readonly Analysis[],
  data: AnalysisData,
  options: RunAnalysesOptions,
): Promise<readonly AnalysisOutcome[]> {
  await createPeopleView(data, options.groups);
  const outcomes: AnalysisOutcome[] = [];
  let finished = 0;
  const waiting = [...analyses.entries()];
  let isEmbedding = false;
  const runLane = async () => {
    for (;;) {
      // two analyses that embed would share one embedder, and hold the vectors of both
      const next = waiting.findIndex(([, { embeds }]) => !(embeds && isEmbedding));
      const [taken] = next === -1 ? [] : waiting.splice(next, 1);
      if (taken === undefined) return;
      const [place, analysis] = taken;
      isEmbedding ||= analysis.embeds;
      const tell = (message: string) => options.onProgress?.({ finished, analysis, message });
      tell("begun");
      // its temporary tables go with its connection
      await using own = await data.connect();
      outcomes[place] = await runOne(analysis, own, options, tell);
      finished += 1;
      if (analysis.embeds) isEmbedding = false;
    }
  };
  // the database is closed after a failure: the other lane has to be through with its own analysis by then
  const ended = await Promise.allSettled(
    Array.from({ length: lanes }, async () => {
      try {
        await runLane();
      } catch (error) {
        waiting.length = 0;
        throw error;
      }
    }),
  );
  for (const lane of ended) if (lane.status === "rejected") throw lane.reason;
  return outcomes;
}

async function runOne(
  analysis: Analysis,
  data: AnalysisData,
  options: RunAnalysesOptions,
  onProgress: (message: string) => void,
): Promise<AnalysisOutcome> {
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
    return { analysis, status: "done", problem: null, section: section(analysis, options, finding) };
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
