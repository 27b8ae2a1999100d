import { RefractError } from "@refract/core";
import { defineAnalysis } from "../../analysis/analysis.ts";
import { counted } from "../../analysis/counted.ts";
import { chosenTable } from "./chosen-table.ts";
import { loadCommandPair } from "./command-pair.ts";
import { createFeatureView, loadFeatures } from "./feature-view.ts";
import { lengthRegressions } from "./length-regressions.ts";
import { readPhraseLists } from "./phrase-lists.ts";
import { lineTable, refusalTable } from "./turn-outcomes.ts";

/** prism-analysis section 4, "Text features behind scores". */
export const textFeatures = defineAnalysis({
  id: "text-features",
  title: "Text features behind scores",
  description:
    "How scores go with the length of a response, its form, and phrases of refusal or of talking about itself; what is chosen when a model refuses.",
  source: "Kirk et al. 2024, case study II; errors clustered by participant are beyond the paper",
  citation: "Kirk et al. 2024, arXiv:2404.16019",
  needs: {
    utterances: [
      "utterance_id",
      "interaction_id",
      "user_id",
      "turn",
      "model_name",
      "model_response",
      "score",
      "if_chosen",
    ],
  },
  embeds: false,
  publishedQuirks:
    "standard errors take a person's responses as independent; form is regressed over opening responses only, and length and form for command and GPT-4 alone too; refusals are shares of all openings, in which those with fewer than four responses count as if nobody had refused; models are one line with their -turbo alone; names of makers are parts of words, and an empty response is the text EMPTY STRING",
  async run({ data, mode, seed }) {
    const phrases = await readPhraseLists(data, mode);
    await createFeatureView(data, phrases.lists, mode);
    const features = await loadFeatures(data);
    if (features.score.length === 0)
      throw new RefractError(
        "invalid-input",
        "utterances: no responses with a score, and this analysis reads them",
      );
    const people = new Set(features.user).size;
    const n = `${counted(features.score.length, "response")} of ${counted(people, "person", "people")}`;
    const regressions = lengthRegressions(
      features,
      { mode, n, seed: seed("slopes") },
      mode === "published" ? await loadCommandPair(data) : null,
    );
    return {
      summary: regressions.summary,
      provenance: {
        population: `everybody who scored responses (${people})`,
        weights: "none",
        n,
        method: `${regressions.method}; ${phrases.origin}`,
        seed: regressions.isDrawn ? seed("slopes") : null,
      },
      blocks: [
        ...regressions.blocks,
        await chosenTable(data, mode),
        await refusalTable(data, mode),
        await lineTable(data, mode),
      ],
    };
  },
});
