import { messageOf, RefractError } from "@refract/core";
import { type Block, notice } from "@refract/report";
import { type Analysis, defineAnalysis } from "../../analysis/analysis.ts";
import { counted } from "../../analysis/counted.ts";
import { requireWeights, weightsLabel } from "../../groups/person-weights.ts";
import { groupPeople } from "../group-ranks/group-levels.ts";
import { scoreRule } from "../ranks/battle-source.ts";
import { countBattles } from "../ranks/describe-battles.ts";
import { loadBattles } from "../ranks/load-battles.ts";
import { fewPeople } from "../ranks/rank-methods.ts";
import { rankBlocks, scoreBlocks } from "./result-tables.ts";
import { efficiencyTable, groupTable, targetTable } from "./weight-tables.ts";
import { weightedMeans } from "./weighted-means.ts";
import { weightedRanks } from "./weighted-ranks.ts";

const rounds = 500;

/** Beyond the paper: what is left of scores and ranks when people are weighted to a population (prism-analysis section 6). */
export const rebalancing = defineAnalysis({
  id: "rebalancing",
  title: "Weighted to a population",
  description:
    "People weighted to the shares of groups.yaml by raking or post-stratification: what that costs, and how scores and ranks move.",
  source: "beyond the paper, which draws balanced samples instead",
  citation:
    "Deming and Stephan 1940; Holt and Smith 1979; Kish 1965; Särndal, Swensson and Wretman 1992; Negahban, Oh and Shah 2017",
  needs: {
    participants: ["user_id"],
    utterances: ["user_id", "interaction_id", "turn", "model_name", "score"],
  },
  embeds: false,
  publishedQuirks: null,
  async run({ data, groups, seed, onProgress }) {
    const { user_id, model, score } = await data.arrays(
      "SELECT user_id, model, score FROM openings WHERE score IS NOT NULL AND model IS NOT NULL AND user_id IS NOT NULL ORDER BY user_id, model, score",
      { user_id: "text", model: "text", score: "number" },
    );
    const people = [...new Set(user_id.flatMap((id) => id ?? []))];
    if (people.length === 0)
      throw new RefractError(
        "invalid-input",
        "utterances: no scores in opening turns, and this analysis reads them",
      );
    const fitted = await requireWeights(data, groups, people);
    const label = weightsLabel(groups, fitted);
    const placeOf = new Map(people.map((person, place) => [person, place]));
    const means = weightedMeans(
      {
        models: model.map((name) => name ?? ""),
        people: user_id.map((id) => placeOf.get(id ?? "") ?? 0),
        scores: score,
      },
      fitted.weights,
    );
    onProgress("ranks");
    const weightOf = (person: string) => fitted.weights[placeOf.get(person) ?? -1] ?? 0;
    const ranks = await rankPart(data, weightOf, seed("bootstrap"));
    const n = `${counted(people.length, "person", "people")}, ${counted(score.length, "opening response")}`;
    const best = means[0];
    return {
      summary: `Weighted, ${counted(people.length, "person tells", "people tell")} as much as ${fitted.efficiency.effectiveSampleSize.toFixed(0)}. Highest mean score: ${highestUnweighted(means)} unweighted, ${best?.model ?? "none"} weighted.`,
      provenance: {
        population: `people with scores in opening turns (${people.length})`,
        weights: label,
        n: ranks.n === null ? n : `${n}; ${ranks.n}`,
        method: `${label}; means with 95 % intervals by leaving out each person; ${scoreRule(data.battleRule)}; rank centrality with prior ${data.battleRule.prior}, ${rounds} resamples of people with their weights, which are not fitted anew`,
        seed: seed("bootstrap"),
      },
      blocks: [
        ...(fitted.problem === null ? [] : [notice("warning", `weights: ${fitted.problem}`)]),
        ...(fitted.unplaced === 0 ? [] : [unplacedNotice(groups.weights.scheme, fitted.unplaced)]),
        notice(
          "note",
          "Weights make shares of groups right, not who took part within a group: people who answer such studies may differ from those who don't.",
        ),
        efficiencyTable(fitted, n),
        targetTable(fitted, n),
        groupTable(fitted.weights, await groupPeople(data, groups, people), n),
        ...scoreBlocks(means, n),
        ...ranks.blocks,
      ],
    };
  },
});

/** Ranks need battles; a dataset can have scores without any. */
async function rankPart(
  data: Parameters<Analysis["run"]>[0]["data"],
  weightOf: (person: string) => number,
  seed: string,
): Promise<{ readonly n: string | null; readonly blocks: readonly Block[] }> {
  try {
    const battles = await loadBattles(data);
    const found = weightedRanks(battles, Float64Array.from(battles.people, weightOf), {
      rounds,
      seed,
      prior: battles.source.prior,
    });
    return found.problem === null
      ? {
          n: countBattles(battles),
          blocks: rankBlocks(
            found.ranks,
            found.intervalsProblem,
            rankMethod(battles.people.length),
            countBattles(battles),
            battles.source.prior,
          ),
        }
      : { n: countBattles(battles), blocks: [notice("impossible", `Ranks: ${found.problem}.`)] };
  } catch (error) {
    if (!(error instanceof RefractError)) throw error;
    return { n: null, blocks: [notice("impossible", messageOf(error))] };
  }
}

/** How ranks came by their intervals. */
function rankMethod(people: number): string {
  const estimates =
    people < fewPeople
      ? "95 % intervals by leaving out each person, Student's t"
      : `the middle 95 % of ${rounds} resamples of people with all their battles`;
  return `${estimates}; best and worst ranks are those that ${rounds} resamples of people don't rule out at 95 % (Mogstad and others 2024)`;
}

function unplacedNotice(scheme: string, unplaced: number): Block {
  const who = unplaced === 1 ? "1 person has" : `${unplaced} people have`;
  return notice(
    "note",
    scheme === "post-stratification"
      ? `${who} no cell with a target and a weight of 0: they count in unweighted figures only.`
      : `${who} a level without a target, which leaves their weight alone in that attribute.`,
  );
}

function highestUnweighted(means: ReturnType<typeof weightedMeans>): string {
  return means.toSorted((a, b) => b.unweighted.mean - a.unweighted.mean)[0]?.model ?? "none";
}
