import { type Block, type Notice, notice } from "@refract/report";
import { type AnalysisContext, defineAnalysis } from "../../analysis/analysis.ts";
import { counted } from "../../analysis/counted.ts";
import type { TextEmbedder } from "../../text-embedder.ts";
import { askForVectors, type FieldTopics, fieldTopics, topicSeed } from "./field-topics.ts";
import { languageNotice } from "./language-notice.ts";
import { peopleSeed, peopleTopics } from "./people-topics.ts";
import { openingPrompts, type TextField, textFields } from "./text-fields.ts";
import { mapSeed, topicMap } from "./topic-map.ts";
import { overRepresentationBlocks, topicTable } from "./topic-tables.ts";

/** Topics of what people wrote, and which groups write about them more than others. */
export const topicsAnalysis = defineAnalysis({
  id: "topics",
  title: "Topics of prompts",
  description:
    "Groups texts of near meaning into topics (embeddings, UMAP, HDBSCAN), and shows which groups of people write about which.",
  source: "Kirk et al. (2024), section 3 (Case study I), appendix on topic clustering",
  citation: "Kirk, H. R. et al. (2024). The PRISM Alignment Dataset. arXiv 2404.16019.",
  needs: { conversations: ["conversation_id", "user_id", "opening_prompt"] },
  embeds: true,
  publishedQuirks: null,
  run: async (context) => {
    const { embedder } = context;
    if (embedder === null) throw new Error("topics run with an embedder");
    const fields = textFields.filter((field) => field === openingPrompts || hasField(context, field));
    await askForVectors(context, fields, embedder);
    const prompts = await fieldTopics(context, openingPrompts, embedder);
    const blocks: Block[] = [...(await fieldBlocks(context, openingPrompts, prompts, embedder))];
    if (prompts.topics.problem === null)
      blocks.push(
        ...topicMap(prompts, context),
        ...overRepresentationBlocks(prompts, context.groups, context.data),
        ...peopleTopics(prompts, context),
      );
    const seeds = prompts.topics.problem === null ? [topicSeed(context, openingPrompts)] : [];
    for (const field of fields) {
      if (field === openingPrompts) continue;
      const found = await fieldTopics(context, field, embedder);
      if (found.topics.problem === null) seeds.push(topicSeed(context, field));
      blocks.push(...(await fieldBlocks(context, field, found, embedder)));
    }
    const { texts, users } = prompts.written;
    return {
      summary: summaryOf(prompts),
      provenance: {
        population: `opening prompts with text (${texts.length} of ${texts.length + prompts.written.empty})`,
        weights: "none: every prompt counts the same",
        n: `${counted(texts.length, "prompt")} by ${counted(new Set(users).size, "person", "people")}`,
        method: `${embedder.name}; UMAP to 20 dimensions (cosine, 15 neighbours, minimum distance 0); HDBSCAN (Euclidean, excess of mass, at least ${prompts.topics.minimumSize} texts a topic)`,
        seed:
          [
            ...seeds,
            ...(prompts.topics.problem === null ? [mapSeed(context), peopleSeed(context)] : []),
          ].join("; ") || null,
      },
      blocks,
    };
  },
});

function hasField({ data }: AnalysisContext, field: TextField): boolean {
  const columns = data.columns(field.relation);
  return columns.includes(field.id) && columns.includes("user_id");
}

function summaryOf({ topics, written }: FieldTopics): string {
  if (topics.problem !== null) return `No topics were found: ${topics.problem}.`;
  const assigned = written.texts.length - (topics.outliers?.size ?? 0);
  const [largest] = topics.topics;
  return `${counted(topics.topics.length, "topic holds", "topics hold")} ${assigned} of ${counted(written.texts.length, "opening prompt")} (${((100 * assigned) / written.texts.length).toFixed(1)} %); the largest, "${largest?.name ?? ""}", has ${largest?.size ?? 0}.`;
}

async function fieldBlocks(
  { data }: AnalysisContext,
  field: TextField,
  found: FieldTopics,
  embedder: TextEmbedder,
): Promise<readonly Block[]> {
  const { topics, written } = found;
  if (written.texts.length === 0)
    return [notice("impossible", `${field.title}: the dataset has no text of this field.`)];
  if (topics.problem !== null) return [notice("impossible", `${field.title}: ${topics.problem}.`)];
  const notices: (Notice | null)[] = [
    await languageNotice(data, field, embedder),
    topics.minimumSize < field.published.minimumSize
      ? notice(
          "note",
          `${field.title}: a topic has at least ${topics.minimumSize} texts here. PRISM asked for ${field.published.minimumSize} of ${field.published.texts}; smaller datasets get the same share, and never fewer than 5. With few texts topics are unstable: another seed can give others.`,
        )
      : null,
    topics.sampled < written.texts.length
      ? notice(
          "note",
          `${field.title}: topics were found in a random sample of ${topics.sampled} of ${counted(written.texts.length, "text")}; each other text went to the topic whose mean embedding is nearest, or to the outliers if it is farther from it than 95 % of the topic's own sample.`,
        )
      : null,
    found.namingProblem === null
      ? null
      : notice(
          "warning",
          `${field.title}: some topics go by their words, because ${found.namedBy} gave no name: ${found.namingProblem}`,
        ),
  ];
  return [...notices.filter((one) => one !== null), topicTable(field, found)];
}
