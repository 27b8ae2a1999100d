import { createRandom, hdbscan, umap, type Vectors } from "@refract/stats";
import { counted } from "../../analysis/counted.ts";
import { centralTexts } from "./central-texts.ts";
import { placeRemaining } from "./place-remaining.ts";
import { takePoints } from "./take-points.ts";
import { topicTerms } from "./topic-terms.ts";

/** A topic, or the outliers. */
export interface Topic {
  /** From 0, the largest first; -1 for outliers. */
  readonly id: number;
  readonly size: number;
  readonly words: readonly string[];
  readonly texts: readonly string[];
  readonly name: string;
}

export interface Topics {
  /** Topic of each text, -1 for outliers. */
  readonly labels: Int32Array;
  /** Without the outliers, the largest first. */
  readonly topics: readonly Topic[];
  readonly outliers: Topic | null;
  readonly minimumSize: number;
  /** Texts the topics were found in; fewer than all where there are more than `mostTexts`. */
  readonly sampled: number;
  /** Why there are no topics, or null. */
  readonly problem: string | null;
}

/** Above this many texts topics are found in a sample: UMAP would take minutes and HDBSCAN grows with the square. */
const mostTexts = 20_000;
const usualNeighbours = 15;
const reducedDimensions = 20;

/**
 * Topics of texts: UMAP to 20 dimensions (cosine, 15 neighbours, minimum distance 0), then HDBSCAN (Euclidean, excess of
 * mass). Kirk et al. (2024), spec prism-analysis section 3.
 *
 * @param vectors one for each text, in order
 * @param minimumSize texts a topic needs, at least 2
 * @param most above this many texts topics are found in a sample of as many; `mostTexts` unless told
 * @param neighbours of UMAP, 15 unless given
 */
export function findTopics(
  texts: readonly string[],
  vectors: Vectors,
  {
    minimumSize,
    seed,
    most = mostTexts,
    neighbours = usualNeighbours,
  }: {
    readonly minimumSize: number;
    readonly seed: string;
    readonly most?: number;
    readonly neighbours?: number;
  },
): Topics {
  const none = (problem: string): Topics =>
    Object.freeze({
      labels: new Int32Array(texts.length).fill(-1),
      topics: [],
      outliers: null,
      minimumSize,
      sampled: texts.length,
      problem,
    });
  const distinct = new Set(texts).size;
  if (distinct <= neighbours) {
    return none(
      `${counted(texts.length, "text")}, ${distinct} of them distinct, too few for topics; expected more than ${neighbours} distinct ones`,
    );
  }
  const random = createRandom(seed);
  const chosen =
    texts.length <= most
      ? Array.from(texts.keys())
      : random
          .stream("sample")
          .sample(Array.from(texts.keys()), most)
          .sort((a, b) => a - b);
  const reduced = umap(takePoints(vectors, chosen), {
    components: reducedDimensions,
    neighbours,
    random: random.stream("clustering"),
  });
  if (reduced.points === null) return none(reduced.problem ?? "no layout was found");
  const found = hdbscan(reduced.points, { minimumClusterSize: minimumSize });
  if (found.clusterCount === 0) return none(found.problem ?? "no two groups of texts stand apart");
  const sampleLabels = labelBySize(found.labels, found.clusterCount);
  const sampleTexts = chosen.map((place) => texts[place] ?? "");
  const central = centralTexts(sampleTexts, sampleLabels, reduced.points);
  const labels =
    chosen.length === texts.length ? sampleLabels : placeRemaining(vectors, chosen, sampleLabels);
  const words = topicTerms(texts, labels);
  const describe = (id: number): Topic => {
    const terms = words.get(id) ?? [];
    return Object.freeze({
      id,
      size: labels.reduce((sum, label) => sum + (label === id ? 1 : 0), 0),
      words: Object.freeze(terms),
      texts: Object.freeze(central.get(id) ?? []),
      name: id === -1 ? "Outliers" : nameByWords(terms, id),
    });
  };
  return Object.freeze({
    labels,
    topics: Object.freeze(Array.from({ length: found.clusterCount }, (_, id) => describe(id))),
    outliers: labels.includes(-1) ? describe(-1) : null,
    minimumSize,
    sampled: chosen.length,
    problem: null,
  });
}

/** Numbers clusters from the largest on, those of one size in order of appearance. */
function labelBySize(labels: Int32Array, clusters: number): Int32Array {
  const sizes = new Array<number>(clusters).fill(0);
  for (const label of labels) if (label >= 0) sizes[label] = (sizes[label] ?? 0) + 1;
  const order = Array.from(sizes.keys()).sort((a, b) => (sizes[b] ?? 0) - (sizes[a] ?? 0) || a - b);
  const rank = new Map(order.map((cluster, place) => [cluster, place]));
  return labels.map((label) => rank.get(label) ?? -1);
}

/** The first three terms none of which is part of another. */
function nameByWords(terms: readonly string[], id: number): string {
  const chosen: string[] = [];
  for (const term of terms) {
    if (chosen.length === 3) break;
    const overlaps = chosen.some((other) => term.split(" ").some((word) => other.split(" ").includes(word)));
    if (!overlaps) chosen.push(term);
  }
  return chosen.length === 0 ? `Topic ${id}` : chosen.join(", ");
}
