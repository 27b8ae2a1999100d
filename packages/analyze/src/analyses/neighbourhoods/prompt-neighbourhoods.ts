import { type Neighbourhoods, neighbourhoods } from "@refract/stats";
import type { AnalysisContext } from "../../analysis/analysis.ts";
import { createRunMemo } from "../../data/run-memo.ts";
import type { TextEmbedder } from "../../text-embedder.ts";
import { embedTexts } from "../topics/embed-texts.ts";
import { fieldTexts, fieldVectors } from "../topics/field-topics.ts";
import type { WrittenTexts } from "../topics/load-texts.ts";
import { openingPrompts } from "../topics/text-fields.ts";
import { clusterTexts, distinctTexts } from "./cluster-texts.ts";
import { loadResponses, type Responses } from "./load-responses.ts";

/** Cosine distances of the paper: near copies, paraphrases, loose paraphrases. */
export const distances = [0.05, 0.125, 0.2] as const;

export interface TextClusters {
  readonly tau: number;
  /** Cluster of each record. */
  readonly labels: Int32Array;
  readonly found: Neighbourhoods;
}

const promptsOnce = createRunMemo<readonly TextClusters[]>();
const responsesOnce = createRunMemo<{
  readonly responses: Responses;
  readonly clusters: readonly TextClusters[];
}>();

/** Clusters of opening prompts at each distance, made once a run. Empty when there is no prompt. */
export async function promptClusters(
  context: AnalysisContext,
  embedder: TextEmbedder,
): Promise<{ readonly written: WrittenTexts; readonly clusters: readonly TextClusters[] }> {
  const written = await fieldTexts(context, openingPrompts);
  const clusters = await promptsOnce(context.data, embedder.name, async () => {
    const vectors = await fieldVectors(context, openingPrompts, embedder);
    if (vectors === null) return [];
    const own = Int32Array.from(written.texts.keys());
    context.onProgress(`neighbourhoods of ${written.texts.length} prompts`);
    const labels = clusterTexts(own, vectors, distances);
    return distances.map((tau, place) => clustersAt(tau, labels[place] ?? own, written.users));
  });
  return { written, clusters };
}

/** Clusters of model responses at each distance, made once a run. */
export async function responseClusters(context: AnalysisContext, embedder: TextEmbedder) {
  return responsesOnce(context.data, `${embedder.name} ${context.mode}`, async () => {
    const responses = await loadResponses(context.data, context.mode);
    const { distinct, place } = distinctTexts(responses.texts);
    context.onProgress(`embedding ${distinct.length} distinct responses`);
    const vectors = await embedTexts(distinct, embedder);
    if (vectors === null) return { responses, clusters: [] };
    context.onProgress(`neighbourhoods of ${distinct.length} distinct responses`);
    const labels = clusterTexts(place, vectors, distances);
    const clusters = distances.map((tau, at) => clustersAt(tau, labels[at] ?? place, responses.users));
    return { responses, clusters };
  });
}

function clustersAt(tau: number, labels: Int32Array, users: readonly string[]): TextClusters {
  return Object.freeze({ tau, labels, found: neighbourhoods(labels, distinctTexts(users).place) });
}
