import { RefractError } from "@refract/core";
import type { Vectors } from "@refract/stats";
import type { AnalysisContext } from "../../analysis/analysis.ts";
import { createRunMemo } from "../../data/run-memo.ts";
import type { TextEmbedder } from "../../text-embedder.ts";
import { distinctNames } from "./distinct-names.ts";
import { embedTexts } from "./embed-texts.ts";
import { findTopics, type Topic, type Topics } from "./find-topics.ts";
import { loadTexts, type WrittenTexts } from "./load-texts.ts";
import { minimumTopicSize, type TextField } from "./text-fields.ts";

export interface FieldTopics {
  readonly written: WrittenTexts;
  /** Null when there is no text. */
  readonly vectors: Vectors | null;
  readonly topics: Topics;
  /** What named the topics: "words" or a model. */
  readonly namedBy: string;
  /** Why some topics go by their words although a model was asked, or null. */
  readonly namingProblem: string | null;
}

const writtenOnce = createRunMemo<WrittenTexts>();
const topicsOnce = createRunMemo<FieldTopics>();
const vectorsOnce = createRunMemo<Vectors | null>();

/** The texts of a field, read once a run. */
export function fieldTexts(context: AnalysisContext, field: TextField): Promise<WrittenTexts> {
  return writtenOnce(context.data, `${field.id} ${JSON.stringify(context.groups)}`, () =>
    loadTexts(context, field),
  );
}

/** Vectors of a field's texts, a row for each in order, made once a run. */
export function fieldVectors(
  context: AnalysisContext,
  field: TextField,
  embedder: TextEmbedder,
): Promise<Vectors | null> {
  return vectorsOnce(context.data, `${field.id} ${embedder.name}`, async () => {
    const { texts } = await fieldTexts(context, field);
    context.onProgress(`embedding ${texts.length} texts of ${field.id}`);
    return embedTexts(texts, embedder);
  });
}

/** Has the vectors of several fields made, one field after the other, while the caller goes on. */
export async function askForVectors(
  context: AnalysisContext,
  fields: readonly TextField[],
  embedder: TextEmbedder,
): Promise<void> {
  for (const field of fields) await fieldTexts(context, field);
  // whoever waits for the vectors is told of a failure
  for (const field of fields) fieldVectors(context, field, embedder).catch(() => undefined);
}

/** The seed of a field's topics, the same in every analysis. */
export function topicSeed({ sharedSeed }: AnalysisContext, field: TextField): string {
  return sharedSeed(`topics of ${field.id}`);
}

/** Topics of a field, found once a run and the same for all its analyses. */
export function fieldTopics(
  context: AnalysisContext,
  field: TextField,
  embedder: TextEmbedder,
): Promise<FieldTopics> {
  const seed = topicSeed(context, field);
  const key = JSON.stringify([field.id, embedder.name, seed, context.topicNamer?.name ?? null]);
  return topicsOnce(context.data, key, async () => {
    const written = await fieldTexts(context, field);
    const vectors = await fieldVectors(context, field, embedder);
    const minimumSize = minimumTopicSize(field, written.texts.length);
    context.onProgress(`looking for topics in ${written.texts.length} texts of ${field.id}`);
    const topics = findTopics(written.texts, vectors ?? { values: new Float32Array(0), dimensions: 1 }, {
      minimumSize,
      seed,
    });
    return { written, vectors, ...(await named(topics, context)) };
  });
}

/** Topics with the namer's names; one that gave no name keeps its words, and so do all after it. */
async function named(
  topics: Topics,
  { topicNamer, onProgress }: AnalysisContext,
): Promise<Pick<FieldTopics, "topics" | "namedBy" | "namingProblem">> {
  const withNames = (own: readonly Topic[]) => Object.freeze({ ...topics, topics: distinctNames(own) });
  if (topicNamer === undefined || topics.topics.length === 0)
    return { topics: withNames(topics.topics), namedBy: "words", namingProblem: null };
  onProgress(`naming ${topics.topics.length} topics by ${topicNamer.name}`);
  let namingProblem: string | null = null;
  const renamed: Topic[] = [];
  for (const topic of topics.topics) {
    let name = "";
    try {
      if (namingProblem === null) name = await topicNamer.nameTopic(topic);
    } catch (thrown) {
      if (!(thrown instanceof RefractError)) throw thrown;
      namingProblem = thrown.message;
    }
    renamed.push(name === "" ? topic : Object.freeze({ ...topic, name }));
  }
  return { topics: withNames(renamed), namedBy: topicNamer.name, namingProblem };
}
