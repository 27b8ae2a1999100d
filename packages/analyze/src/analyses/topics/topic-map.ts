import { type Block, notice, scatterPlot } from "@refract/report";
import { createRandom, umap } from "@refract/stats";
import type { AnalysisContext } from "../../analysis/analysis.ts";
import { counted } from "../../analysis/counted.ts";
import type { FieldTopics } from "./field-topics.ts";
import { takePoints } from "./take-points.ts";
import { openingPrompts } from "./text-fields.ts";

/** More points than this hide each other, and the layout takes minutes. */
const mostPoints = 5_000;

/** With the other topics and the outliers three shapes of nine colours; more can't be told apart. PRISM has 22 topics. */
const markedTopics = 25;

export const mapSeed = ({ sharedSeed }: AnalysisContext): string => sharedSeed(`map of ${openingPrompts.id}`);

/** Prompts on a plane, coloured by topic. For looking only: distances between groups mean nothing. */
export function topicMap(
  { vectors, topics, written }: FieldTopics,
  context: AnalysisContext,
): readonly Block[] {
  if (vectors === null) return [];
  const random = createRandom(mapSeed(context));
  const places = Array.from(written.texts.keys());
  const shown =
    places.length <= mostPoints
      ? places
      : random
          .stream("shown")
          .sample(places, mostPoints)
          .sort((a, b) => a - b);
  context.onProgress(`laying out ${shown.length} prompts on a plane`);
  const { points, problem } = umap(takePoints(vectors, shown), { components: 2, random });
  if (points === null) return [notice("note", `There is no map of the prompts: ${problem ?? ""}.`)];
  const names = new Map(topics.topics.map(({ id, name }) => [id, name]));
  // topics stand by size
  const own = topics.topics.length <= markedTopics + 1 ? topics.topics : topics.topics.slice(0, markedTopics);
  const marked = new Map(own.map(({ id, name }) => [id, name]));
  const rows = shown.map((place, row) => {
    const topic = topics.labels[place] ?? -1;
    return {
      x: points.values[row * 2] ?? 0,
      y: points.values[row * 2 + 1] ?? 0,
      topic: names.get(topic) ?? "Outliers",
      mark: marked.get(topic) ?? (topic < 0 ? "Outliers" : "Other topics"),
    };
  });
  const present = new Set(rows.map(({ mark }) => mark));
  return [
    scatterPlot({
      id: "topic-map",
      title: "Opening prompts by meaning",
      caption: `Each point is a prompt; near points mean about the same. Sizes of groups, gaps between them and far distances mean nothing. Colour, and shape where topics are many, is the topic, which was found in 20 dimensions, not on this plane.${own.length < topics.topics.length ? ` The ${own.length} largest of ${topics.topics.length} topics have a mark of their own; the data name all.` : ""}`,
      method: "UMAP to 2 dimensions (cosine, 15 neighbours, minimum distance 0)",
      n: `${shown.length} of ${counted(written.texts.length, "prompt")}${shown.length < written.texts.length ? ", drawn at random" : ""}`,
      data: rows,
      x: { field: "x", title: "" },
      y: { field: "y", title: "" },
      colour: { field: "mark", title: "Topic" },
      // a name that no point has would stand in the legend for nothing
      colourOrder: [...new Set([...marked.values(), "Other topics", "Outliers"])].filter((name) =>
        present.has(name),
      ),
      bare: true,
    }),
  ];
}
