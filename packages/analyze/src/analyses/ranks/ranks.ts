import { leadingText, notice } from "@refract/report";
import { abilityIntervals, comparisonConnectivity, jackknifeAbilityCovariance } from "@refract/stats";
import { defineAnalysis } from "../../analysis/analysis.ts";
import { counted } from "../../analysis/counted.ts";
import { personWeights } from "../../groups/person-weights.ts";
import { battleTotals, clusteredBattles } from "./battles.ts";
import { battleNotices, countBattles, number } from "./describe-battles.ts";
import { battleNeeds, loadBattleSequence, loadBattles } from "./load-battles.ts";
import { rankCharts } from "./rank-charts.ts";
import { fewPeople, fitEachTieModel, rankEachWay } from "./rank-methods.ts";
import {
  agreementTable,
  battleTable,
  pairTable,
  type RankFindings,
  resampledTable,
  sideBySide,
  tieTable,
} from "./rank-tables.ts";

/** Of the paper's bootstrap. */
const rounds = 1000;
const randomOrders = 100;

export const ranks = defineAnalysis({
  id: "ranks",
  title: "Model ranks",
  description:
    "Battles from opening turns or verdicts, ranked by rank centrality, Bradley-Terry, Elo and win rate, with intervals that know people rate several models.",
  source: "Kirk et al. 2024, case study II; intervals clustered by participant are beyond the paper",
  citation:
    "Kirk et al. 2024, arXiv:2404.16019; Negahban, Oh and Shah 2017; Bradley and Terry 1952; Davidson 1970; Newman 2023; Chiang et al. 2024",
  needs: battleNeeds,
  embeds: false,
  publishedQuirks:
    "rank centrality divides most win counts by another pair's total and so depends on the order of the models (descending comparison wins); resamples draw single battles, not participants; people are not weighted",
  async run(context) {
    const { data, groups, mode } = context;
    const battles = await loadBattles(data);
    const sequence = await loadBattleSequence(data);
    const weighted = await personWeights(data, groups, battles.people, mode);
    const { weights } = weighted;
    const clustered = clusteredBattles(battles, weights);
    const { cells } = clustered;
    context.onProgress(`${countBattles(battles)}`);
    const tieFits = fitEachTieModel(cells);
    const [fit] = tieFits;
    if (fit === undefined) throw new Error("no tie model was fitted");
    const covariance = fit.problem === null ? jackknifeAbilityCovariance(clustered, fit) : null;
    const tooFew =
      mode === "corrected" && battles.people.length < 2 ? "one person cannot be resampled" : null;
    const results = rankEachWay(clustered, sequence, fit, {
      mode,
      prior: battles.source.prior,
      rounds,
      orders: randomOrders,
      seed: context.seed,
      noResampling: tooFew,
    });
    const findings: RankFindings = {
      models: battles.models,
      cells,
      n: countBattles(battles),
      place: battles.source.place,
      prior: battles.source.prior,
      results,
      intervals:
        fit.problem === null && covariance !== null && covariance.problem === null
          ? abilityIntervals(fit, covariance, covariance)
          : null,
      intervalsProblem: fit.problem ?? covariance?.problem ?? null,
      tieFits,
      resampling:
        mode === "published"
          ? `middle 90 % of ${number(rounds)} resamples of single battles`
          : battles.people.length < fewPeople
            ? "90 % intervals by leaving out each participant in turn, Student's t (middle of resamples where an estimate does not exist without somebody)"
            : `middle 90 % of ${number(rounds)} resamples of participants with all their battles`,
      rankSets:
        mode === "published"
          ? "ranks likewise"
          : `ranks that ${number(rounds)} resamples of participants don't rule out at 90 % (Mogstad and others 2024; they hold the true rank in 90 % or more)`,
    };
    const failed = results.filter((result) => result.failed > 0);
    const totals = battleTotals(battles);
    const table = sideBySide(findings);
    const leader = leadingText(
      "Bradley-Terry",
      battles.models
        .map((name, item) => ({
          name,
          ability: fit.abilities?.[item] ?? 0,
          lower: findings.intervals?.[item]?.lower ?? null,
          upper: findings.intervals?.[item]?.upper ?? null,
        }))
        .toSorted((one, other) => other.ability - one.ability),
    );
    return {
      summary: `${counted(totals.battles, "battle")} of ${counted(battles.models.length, "model")}, ${percent(totals.ties / totals.battles)} of them ties. First by rank centrality: ${table.rows
        .slice(0, 3)
        .map(([model]) => String(model))
        .join(", ")}.`,
      provenance: {
        population: `${battles.source.people} (${number(battles.people.length)})`,
        weights: weighted.label,
        n: countBattles(battles),
        method: `${battles.source.rule}; rank centrality with prior ${battles.source.prior}; Bradley-Terry by maximum likelihood; online Elo K 4 in the order of turn ids; logistic Elo C 1; average win rate`,
        seed: [...(tooFew === null ? [context.seed("bootstrap")] : []), context.seed("orders")].join("; "),
      },
      ...(leader === null || fit.problem !== null
        ? {}
        : {
            headline: {
              text: `Models: ${leader}`,
              n: countBattles(battles),
              method: "Bradley-Terry on battles of opening turns, 95 % intervals with people as clusters",
            },
          }),
      blocks: [
        ...(weighted.problem === null ? [] : [notice("warning", weighted.problem)]),
        ...(weights === null
          ? []
          : [notice("note", "Counts of battles are weighted; online Elo has no weights and is not.")]),
        ...battleNotices(battles, comparisonConnectivity(cells), weights),
        table,
        ...rankCharts(findings),
        resampledTable(findings),
        ...failed.map((result) =>
          notice(
            "note",
            `${result.title}: ${number(result.failed)} of ${number(rounds)} resamples have no estimate, mostly because a model won or lost everything in them or met nobody.`,
          ),
        ),
        agreementTable(findings),
        tieTable(findings),
        battleTable(findings),
        pairTable(findings),
      ],
    };
  },
});

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
