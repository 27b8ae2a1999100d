import { RefractError } from "@refract/core";
import { notice } from "@refract/report";
import { defineAnalysis } from "../../analysis/analysis.ts";
import { counted } from "../../analysis/counted.ts";
import { missingLevel, presentAttributes } from "../../groups/people-view.ts";
import { type GroupedRatings, groupDifferences } from "./group-differences.ts";
import { loadRatings, ratingLevels, sampleOfPeople } from "./load-ratings.ts";
import { modelEffects } from "./model-effects.ts";

/** Of PRISM's size twice over. */
const mostResponses = 60_000;

/** Beyond the paper: what is the model's, what is the person's, and do groups of people differ (prism-analysis section 4, end). */
export const mixedModels = defineAnalysis({
  id: "mixed-models",
  title: "Person, model and group apart",
  description:
    "A mixed model separates persons' levels from models' effects; tests whether groups score higher, and whether they score other models higher.",
  source: "beyond the paper, an extension and no replication",
  citation: "Laird and Ware 1982; Bell and McCaffrey 2002; Anderson 2001; Holm 1979",
  needs: { utterances: ["utterance_id", "user_id", "turn", "model_name", "score"] },
  embeds: false,
  publishedQuirks: null,
  async run({ data, groups, seed, onProgress }) {
    const everybody = await loadRatings(data);
    const ratings = sampleOfPeople(everybody, mostResponses, seed("people"));
    const isSample = ratings !== everybody;
    const people = new Set(ratings.people).size;
    if (ratings.scores.length === 0)
      throw new RefractError(
        "invalid-input",
        "utterances: no scores in opening turns, and this analysis reads them",
      );
    const n = `${counted(ratings.scores.length, "opening response")} of ${counted(people, "person", "people")}`;
    const effects = modelEffects(ratings, n);
    const isGroup = (level: string, size: number) =>
      size >= groups.minimum && level !== missingLevel && !groups.exclude.includes(level);
    const attributes: GroupedRatings[] = [];
    for (const name of data.has("participants") ? presentAttributes(data, groups) : []) {
      onProgress(name);
      attributes.push({
        title: groups.attributes[name]?.title ?? name,
        levels: await ratingLevels(data, name, ratings.people, isGroup),
      });
    }
    const differences =
      attributes.length === 0 ? null : groupDifferences(ratings, attributes, n, seed("permutations"));
    return {
      summary: effects.summary,
      provenance: {
        population: `people with scores in opening turns (${people}); groups of ${groups.minimum} or more`,
        weights: "none",
        n,
        method:
          "random intercept by REML, errors by leaving out each person; F tests of levels; permutations of people for models by group; Holm over models and over attributes",
        seed:
          [
            ...(isSample ? [seed("people")] : []),
            ...(differences?.isPermuted === true ? [seed("permutations")] : []),
          ].join("; ") || null,
      },
      blocks: [
        ...(isSample
          ? [
              notice(
                "note",
                `A drawn sample of people is used, with all their responses: about ${mostResponses.toLocaleString("en-US")} of ${counted(everybody.scores.length, "response")}, since mixed models take time with their number.`,
              ),
            ]
          : []),
        ...effects.blocks,
        ...(differences === null ? [] : [differences.table]),
      ],
    };
  },
});
