import { type Notice, notice } from "@refract/report";
import type { AnalysisContext } from "../../analysis/analysis.ts";
import { counted } from "../../analysis/counted.ts";
import { distinctNames } from "../topics/distinct-names.ts";
import { fieldTexts, fieldTopics, topicSeed } from "../topics/field-topics.ts";
import { languageNotice } from "../topics/language-notice.ts";
import type { WrittenTexts } from "../topics/load-texts.ts";
import { openingPrompts } from "../topics/text-fields.ts";
import { readTopicsFile } from "./topics-file.ts";

/** The topic of every opening prompt, wherever it comes from. */
export interface PromptTopics {
  readonly written: WrittenTexts;
  /** Rows of `written` that have a topic or are outliers. */
  readonly rows: readonly number[];
  /** Topic of each of these rows, -1 for outliers. */
  readonly labels: readonly number[];
  readonly names: ReadonlyMap<number, string>;
  readonly origin: string;
  /** Null for topics of a file. */
  readonly seed: string | null;
  readonly notices: readonly Notice[];
}

/**
 * Topics of opening prompts: those of the dataset's `topics.csv`, else found as the analysis of topics finds them. A text where they
 * can't be had says why.
 */
export async function promptTopics(context: AnalysisContext): Promise<PromptTopics | string> {
  const file = await readTopicsFile(context.data);
  const written = await fieldTexts(context, openingPrompts);
  if (file !== null) {
    const rows = Array.from(written.ids.keys()).filter((row) => file.topicOf.has(written.ids[row] ?? ""));
    if (rows.length === 0) return `${file.path}: none of its conversations is in the dataset`;
    const without = written.ids.length - rows.length;
    const unknown = file.topicOf.size - new Set(rows.map((row) => written.ids[row])).size;
    return {
      written,
      rows,
      labels: rows.map((row) => file.topicOf.get(written.ids[row] ?? "") ?? -1),
      names: new Map(
        distinctNames(Array.from(file.names, ([id, name]) => ({ id, name }))).map(({ id, name }) => [
          id,
          name,
        ]),
      ),
      origin: "topics.csv of the dataset",
      seed: null,
      notices:
        without + unknown === 0
          ? []
          : [
              notice(
                "warning",
                `topics.csv has no topic for ${without} of ${counted(written.ids.length, "opening prompt")}, which are left out, and names ${counted(unknown, "conversation")} that are not in the dataset.`,
              ),
            ],
    };
  }
  const { embedder } = context;
  if (embedder === null)
    return "texts were not embedded (--embeddings none) and the dataset has no topics.csv (conversation_id, cluster_id), so prompts have no topics";
  const { topics } = await fieldTopics(context, openingPrompts, embedder);
  if (topics.problem !== null) return topics.problem;
  const language = await languageNotice(context.data, openingPrompts, embedder);
  return {
    written,
    rows: Array.from(written.ids.keys()),
    labels: Array.from(topics.labels),
    names: new Map(topics.topics.map(({ id, name }) => [id, name])),
    origin: `topics of this report (${embedder.name})`,
    seed: topicSeed(context, openingPrompts),
    notices: language === null ? [] : [language],
  };
}
