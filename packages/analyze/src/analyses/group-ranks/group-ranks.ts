import { RefractError } from "@refract/core";
import { notice } from "@refract/report";
import { comparisonConnectivity } from "@refract/stats";
import { defineAnalysis } from "../../analysis/analysis.ts";
import { counted } from "../../analysis/counted.ts";
import { personWeights } from "../../groups/person-weights.ts";
import { battleNotices, countBattles, number } from "../ranks/describe-battles.ts";
import { battleNeeds, loadBattles } from "../ranks/load-battles.ts";
import { moveCharts } from "./group-charts.ts";
import { type AttributeFinding, drawsOf, findGroupRanks, poolBattles } from "./group-findings.ts";
import { groupPeople } from "./group-levels.ts";
import { type GroupTableParts, groupTable, moveTable, testTable } from "./group-tables.ts";
import { movePermutations } from "./move-tests.ts";

const rounds = 300;
const permutations = 999;

export const groupRanks = defineAnalysis({
  id: "group-ranks",
  title: "Model ranks by group",
  description:
    "Ranks of each group of people as moves against the ranks of all, with intervals, small groups drawn towards all, and tests.",
  source:
    "Kirk et al. 2024, case study II (ranks by group); intervals, shrinking and tests are beyond the paper",
  citation: "Kirk et al. 2024, arXiv:2404.16019; Pitman 1937; Morris 1983; Rao 1948; Pillai 1955; Holm 1979",
  needs: { ...battleNeeds, participants: ["user_id"] },
  embeds: false,
  publishedQuirks:
    "ranks are by the published rank centrality, which divides most win counts by another pair's total; people are not weighted",
  async run(context) {
    const { data, groups, mode } = context;
    const battles = await loadBattles(data);
    const weighted = await personWeights(data, groups, battles.people, mode);
    const { weights } = weighted;
    const grouped = await groupPeople(data, groups, battles.people);
    if (grouped.length === 0) {
      throw new RefractError(
        "invalid-input",
        "participants: none of the columns that groups are made from, expected one of those named in groups.yaml",
      );
    }
    const pooled = poolBattles(battles, weights, mode, battles.source.prior);
    const { cells } = pooled.clustered;
    const attributes = grouped.map((own) => {
      context.onProgress(own.title);
      return findGroupRanks({ battles, weights, rounds, permutations, seed: context.seed, pooled }, own);
    });
    const parts: GroupTableParts = {
      models: battles.models,
      all: pooled.rank(cells),
      attributes,
      n: countBattles(battles),
      method:
        mode === "published" ? "Rank centrality as published" : "Bradley-Terry, a tie half a win each way",
    };
    const tests = testTable(parts);
    const found = tests.rows
      .filter((row) => typeof row[6] === "number" && row[6] <= 0.05)
      .map(([name]) => String(name));
    return {
      summary: summaryOf(attributes, found, groups.minimum),
      provenance: {
        population: `${battles.source.people} (${number(battles.people.length)}); groups of at least ${groups.minimum}`,
        weights: weighted.label,
        n: countBattles(battles),
        method: `${battles.source.rule}; ${parts.method}; ${number(rounds)} resamples of participants; ${number(permutations)} permutations, ${number(movePermutations)} of moves`,
        seed:
          attributes
            .flatMap(({ attribute, groups: kept, test }) => {
              const draws = drawsOf(attribute);
              return [
                ...(kept.length === 0 ? [] : [draws.moves]),
                ...(kept.length < 2 ? [] : [draws.moveTests]),
                ...(test.pValue === null ? [] : [draws.test]),
              ];
            })
            .map(context.seed)
            .join("; ") || null,
      },
      headline: {
        text: `Groups: ${summaryOf(attributes, found, groups.minimum)}${
          found.length === 0 && attributes.some(({ test }) => test.pValue !== null)
            ? " That is no evidence that groups agree: small differences would not be seen."
            : ""
        }`,
        n: countBattles(battles),
        method: `${parts.method}; permutations of people, Holm over attributes`,
      },
      blocks: [
        ...(weighted.problem === null ? [] : [notice("warning", weighted.problem)]),
        ...battleNotices(battles, comparisonConnectivity(cells), weights),
        ...attributes.flatMap(({ title, leftOut, groups: kept }) => [
          ...(leftOut.length === 0 ? [] : [notice("note", `${title}: left out ${leftOut.join(", ")}.`)]),
          ...(kept.length === 0 ? [notice("warning", `${title}: no group is large enough.`)] : []),
        ]),
        tests,
        groupTable(parts),
        ...moveCharts(parts),
        moveTable(parts),
      ],
    };
  },
});

/** What was tested and found. Nothing tested is no finding, and least of all that groups agree. */
function summaryOf(
  attributes: readonly AttributeFinding[],
  found: readonly string[],
  minimum: number,
): string {
  const untested = attributes.filter(({ test }) => test.pValue === null);
  if (untested.length === attributes.length) {
    return attributes.every(({ groups }) => groups.length < 2)
      ? `Groups are not compared: no attribute has two groups of at least ${counted(minimum, "person", "people")}.`
      : "Groups are not compared: no attribute could be tested; the table says why.";
  }
  const rest = untested.length === 0 ? "" : ` Not tested: ${untested.map(({ title }) => title).join(", ")}.`;
  return found.length === 0
    ? `No attribute has groups that rank models differently beyond chance (Holm, 5 %).${rest}`
    : `Groups rank models differently beyond chance by ${found.join(", ")} (Holm, 5 %).${rest}`;
}
