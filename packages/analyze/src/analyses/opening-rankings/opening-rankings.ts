import { RefractError } from "@refract/core";
import { type Cell, createTable, intervalPlot, notice, numberCell } from "@refract/report";
import {
  abilityIntervals,
  compareRankings,
  fitBradleyTerry,
  fitPlackettLuce,
  type Ranking,
  rankingFromScores,
  ranksDescending,
} from "@refract/stats";
import { defineAnalysis } from "../../analysis/analysis.ts";
import { counted } from "../../analysis/counted.ts";
import { clusteredBattles } from "../ranks/battles.ts";
import { battleNotices, number } from "../ranks/describe-battles.ts";
import { battleNeeds, createBattleTables, loadBattles } from "../ranks/load-battles.ts";

export const openingRankings = defineAnalysis({
  id: "opening-rankings",
  title: "Opening turns as rankings",
  description:
    "The whole order of the answers to an opening prompt, by Plackett and Luce's model, beside single battles.",
  source: "beyond the paper",
  citation: "Plackett 1975; Luce 1959; Efron 1977",
  needs: battleNeeds,
  embeds: false,
  publishedQuirks: null,
  async run({ data }) {
    const battles = await loadBattles(data);
    if (battles.source.kind === "verdicts")
      throw new RefractError(
        "invalid-input",
        "utterances: no scores in opening turns, and this analysis reads them",
      );
    await createBattleTables(data);
    const rows = await data.arrays(
      `SELECT dense_rank() OVER (ORDER BY s.interaction_id, p.person) AS opening, p.person, m.item, max(s.score) AS score
       FROM contenders s JOIN battle_people p ON p.user_id = s.user_id JOIN battle_models m ON m.model = s.model
       WHERE s.interaction_id IN (SELECT interaction_id FROM battles)
       GROUP BY s.interaction_id, p.person, m.item ORDER BY ALL`,
      { opening: "number", person: "number", item: "number", score: "number" },
    );
    const rankings: Ranking[] = [];
    const people: number[] = [];
    for (let start = 0; start < rows.opening.length; ) {
      let end = start;
      while (end < rows.opening.length && rows.opening[end] === rows.opening[start]) end += 1;
      rankings.push(rankingFromScores(rows.item.subarray(start, end), rows.score.subarray(start, end)));
      people.push(rows.person[start] ?? 0);
      start = end;
    }
    const fit = fitPlackettLuce(battles.models.length, rankings, { cluster: people });
    const single = fitBradleyTerry(clusteredBattles(battles).cells);
    const intervals =
      fit.problem === null
        ? abilityIntervals(fit, fit.covariance, { degreesOfFreedom: new Set(people).size - 1 })
        : null;
    const comparison =
      fit.problem === null && single.problem === null
        ? compareRankings(single.abilities, fit.abilities)
        : null;
    const n = `${counted(rankings.length, "ranked opening turn")} of ${counted(new Set(people).size, "person", "people")}`;
    const reason = fit.problem ?? "no estimate";
    const order = battles.models.map((_, item) => item);
    const ranks = fit.abilities === null ? null : ranksDescending(fit.abilities);
    if (ranks !== null) order.sort((one, other) => (ranks[one] ?? 0) - (ranks[other] ?? 0));
    const method = `Plackett-Luce on the order of scores in each opening turn; equal scores share a place (Efron), and scores within ${data.battleRule.tieThreshold} of each other are not taken as equal here`;
    return {
      summary:
        fit.problem === null
          ? `First by whole rankings: ${order
              .slice(0, 3)
              .map((item) => battles.models[item] ?? "")
              .join(
                ", ",
              )}${comparison?.tau == null ? "" : `; Kendall's tau with Bradley-Terry on battles ${comparison.tau.toFixed(2)}`}.`
          : "Whole rankings have no finite estimate here.",
      provenance: {
        population: `${battles.source.people} (${number(battles.people.length)})`,
        weights: "none",
        n,
        method,
        seed: null,
      },
      blocks: [
        ...battleNotices(battles, null),
        ...(fit.problem === null ? [] : [notice("impossible", `Plackett-Luce: ${fit.problem}.`)]),
        createTable({
          id: "plackett-luce",
          title: "Models by whole rankings",
          caption: `${method}. Abilities are log strengths against the mean, with 95 % intervals clustered by participant, Student's t; a move above 0 is a rank nearer the top than by Bradley-Terry on battles.`,
          n,
          columns: [
            { name: "model", title: "Model", kind: "text" },
            { name: "ability", title: "Ability", kind: "number", digits: 3 },
            { name: "lower", title: "2.5 %", kind: "number", digits: 3 },
            { name: "upper", title: "97.5 %", kind: "number", digits: 3 },
            { name: "rank", title: "Rank", kind: "integer" },
            { name: "move", title: "Move", kind: "integer" },
          ],
          rows: order.map((item): readonly Cell[] => [
            battles.models[item] ?? "",
            numberCell(fit.abilities?.[item], reason),
            numberCell(intervals?.[item]?.lower, reason),
            numberCell(intervals?.[item]?.upper, reason),
            numberCell(ranks?.[item], reason),
            numberCell(comparison?.moves[item], fit.problem ?? single.problem ?? "no estimate"),
          ]),
        }),
        ...(intervals === null
          ? []
          : [
              intervalPlot({
                id: "plackett-luce-intervals",
                title: "Plackett-Luce abilities",
                caption:
                  "Log strengths against the mean of all models, with 95 % intervals clustered by participant.",
                method,
                n,
                data: intervals.map(({ item, ability, lower, upper }) => ({
                  model: battles.models[item] ?? "",
                  ability,
                  lower,
                  upper,
                })),
                category: { field: "model", title: "Model" },
                value: { field: "ability", title: "Ability (log strength)" },
                lower: "lower",
                upper: "upper",
                order: order.map((item) => battles.models[item] ?? ""),
                reference: 0,
              }),
            ]),
      ],
    };
  },
});
