import { type Block, notice } from "@refract/report";
import { type AnalysisContext, defineAnalysis } from "../../analysis/analysis.ts";
import { counted } from "../../analysis/counted.ts";
import { fieldTopics, topicSeed } from "../topics/field-topics.ts";
import { languageNotice } from "../topics/language-notice.ts";
import { openingPrompts } from "../topics/text-fields.ts";
import { openingsNotices } from "./load-responses.ts";
import { mixedNeighbourhoods } from "./mixed-neighbourhoods.ts";
import { entropyCharts, sizeCharts, uniformCharts } from "./neighbourhood-charts.ts";
import { clusterTable, entropyTable, uniformTable } from "./neighbourhood-tables.ts";
import { distances, promptClusters, responseClusters } from "./prompt-neighbourhoods.ts";

/** Places where several people wrote about the same, and how mixed those people are. */
export const neighbourhoodsAnalysis = defineAnalysis({
  id: "neighbourhoods",
  title: "Neighbourhoods of prompts",
  description:
    "Groups of prompts (and of responses) of nearly the same meaning, and whether their authors are as mixed as chance would have it.",
  source: "Kirk et al. (2024), section 3 (Case study I), appendix on local neighbourhoods",
  citation: "Kirk, H. R. et al. (2024). The PRISM Alignment Dataset. arXiv 2404.16019.",
  needs: { conversations: ["conversation_id", "user_id", "opening_prompt"] },
  embeds: true,
  publishedQuirks:
    "the percentage of prompts in neighbourhoods is the number of clusters with several authors over the number of prompts, and the band round chance sets the deviation of summed entropies against relative ones; empty responses are a neighbourhood of their own. Corrected: prompts inside over prompts, the range that 99 % of random groups' own values fall in, and no empty responses.",
  run: async (context) => {
    const { embedder, mode, data } = context;
    if (embedder === null) throw new Error("neighbourhoods run with an embedder");
    const { written, clusters } = await promptClusters(context, embedder);
    const people = new Set(written.users).size;
    const provenance = {
      population: `opening prompts with text (${written.texts.length} of ${written.texts.length + written.empty})`,
      weights: "none: every prompt counts the same",
      n: `${counted(written.texts.length, "prompt")} by ${counted(people, "person", "people")}`,
      method: `${embedder.name}; single-link clusters at cosine distances ${distances.join(", ")}; a neighbourhood has at least 2 prompts by at least 2 people`,
      seed: [...distances.map((tau) => chanceSeed(context, tau)), topicSeed(context, openingPrompts)].join(
        "; ",
      ),
    };
    const [first] = clusters;
    if (first === undefined)
      return {
        summary: "There are no prompts.",
        provenance: { ...provenance, seed: null },
        blocks: [notice("impossible", "The dataset has no opening prompt with text.")],
      };
    const language = await languageNotice(data, openingPrompts, embedder);
    const { topics } = await fieldTopics(context, openingPrompts, embedder);
    const mixed = clusters.map((one) => ({
      clusters: one,
      mixed: mixedNeighbourhoods(written, one, topics.problem === null ? topics.labels : null, {
        mode,
        seed: chanceSeed(context, one.tau),
      }),
    }));
    const blocks: Block[] = [
      ...(language === null ? [] : [language]),
      clusterTable("prompt", clusters, written.texts.length, mode),
      ...sizeCharts(clusters),
    ];
    if (first.found.neighbourhoods.length + (clusters.at(-1)?.found.neighbourhoods.length ?? 0) === 0)
      blocks.push(
        notice("note", "No two people wrote nearly the same, so there is nothing to say of their mixture."),
      );
    else
      blocks.push(
        entropyTable(mixed, context.groups, mode),
        ...entropyCharts(mixed, mode),
        uniformTable(mixed),
        ...uniformCharts(mixed),
      );
    const columns = data.columns("utterances");
    const missing = ["utterance_id", "conversation_id", "user_id", "turn", "model_response"].filter(
      (name) => !columns.includes(name),
    );
    if (missing.length > 0)
      blocks.push(notice("impossible", `Responses: utterances have no column ${missing.join(", ")}.`));
    else if (columns.includes("score")) {
      const found = await responseClusters(context, embedder);
      blocks.push(...openingsNotices(found.responses));
      if (found.clusters.length > 0)
        blocks.push(clusterTable("response", found.clusters, found.responses.texts.length, mode));
    }
    return {
      summary: `At distance ${first.tau}, ${first.found.recordsInside} of ${counted(written.texts.length, "prompt")} (${((100 * first.found.recordsInside) / written.texts.length).toFixed(1)} %) lie in ${counted(first.found.neighbourhoods.length, "neighbourhood")} of several people.`,
      provenance,
      blocks,
    };
  },
});

/** Of the random groups that neighbourhoods at a distance are held against. */
function chanceSeed({ seed }: AnalysisContext, tau: number): string {
  return seed(`chance at ${tau}`);
}
