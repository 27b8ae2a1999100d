import { type Block, notice } from "@refract/report";
import * as z from "zod";
import { defineAnalysis } from "../../analysis/analysis.ts";
import { counted } from "../../analysis/counted.ts";
import type { AnalysisData } from "../../data/analysis-data.ts";
import { readSideFiles } from "../../data/side-files.ts";
import type { Groups } from "../../groups/groups.ts";
import { modelTable, spreadTable, totalsTable } from "./dataset-tables.ts";
import { metadataTables } from "./metadata-tables.ts";
import {
  countPeople,
  demographicsTable,
  loadDemographics,
  recruitmentTable,
  useCaseTable,
  useTable,
} from "./people-tables.ts";
import { countryTable, loadPlaces } from "./places.ts";
import { comparisonTables } from "./study-comparison.ts";
import { demographicCharts, placeCharts } from "./summary-charts.ts";

/** Summary tables (spec prism-analysis, section 1). What the dataset has no file for is a notice. */
export const summary = defineAnalysis({
  id: "summary",
  title: "People, conversations and models",
  description: "Who took part and from where, how they use language models, and what the dataset holds.",
  source: "PRISM, section 3 and appendix on participants and data",
  citation: "Kirk et al. 2024, arXiv 2404.16019",
  needs: {},
  embeds: false,
  publishedQuirks: null,
  async run({ data, groups }) {
    const blocks: Block[] = [await totalsTable(data), await spreadTable(data)];
    const people = data.has("participants") ? await countPeople(data) : 0;
    if (people > 0) blocks.push(...(await peopleBlocks(data, groups, people)));
    else blocks.push(notice("impossible", "There is no survey, so nothing is said about the people."));
    const models = await modelTable(data);
    if (models === null)
      blocks.push(
        notice("impossible", "There are no responses with a model's name, so models are not counted."),
      );
    else blocks.push(models);
    const metadata = await metadataTables(data);
    if (metadata.length === 0)
      blocks.push(
        notice("impossible", "There is no metadata, so flags, moderation and languages are not counted."),
      );
    blocks.push(...metadata);
    const { conversations, responses, scored } = await sizes(data);
    const given =
      scored === responses
        ? counted(responses, "scored response")
        : `${counted(responses, "response")}, ${scored} of them with a score`;
    return {
      summary: `${counted(people, "person", "people")} took part; the dataset holds ${counted(conversations, "conversation")} with ${given}.`,
      provenance: {
        population: "the whole dataset: everyone in the survey, with or without conversations",
        weights: "none",
        n: `${counted(people, "person", "people")}, ${counted(conversations, "conversation")}, ${counted(responses, "response")}`,
        method: "counts and shares; mean, population standard deviation (divisor n) and range",
        seed: null,
      },
      blocks,
    };
  },
});

async function peopleBlocks(data: AnalysisData, groups: Groups, people: number): Promise<readonly Block[]> {
  const blocks: Block[] = [];
  const { found, missing } = await loadDemographics(data, groups);
  if (missing.length > 0) blocks.push(notice("note", `The survey does not have: ${missing.join(", ")}.`));
  if (found.length > 0) blocks.push(demographicsTable(found, people), ...demographicCharts(found, people));
  const places = await loadPlaces(data);
  const countries = countryTable(places, people);
  if (countries !== null) blocks.push(countries, ...placeCharts(places));
  const use = await useTable(data, people);
  if (use !== null) blocks.push(use);
  const useCases = await useCaseTable(data);
  if (useCases !== null) blocks.push(useCases.table, ...useCases.notices);
  const recruitment = await recruitmentTable(data, people);
  if (recruitment !== null) blocks.push(recruitment);
  const side = await readSideFiles(data.folder, "comparisons");
  const comparisons = await comparisonTables(data, side.files, people);
  blocks.push(...side.problems.map((problem) => notice("warning", problem)), ...comparisons);
  if (comparisons.length === 0)
    blocks.push(
      notice(
        "note",
        "Not compared with the samples of earlier studies: to do so, put tables such as comparisons/existing_demographics.csv (a column of levels, a column for each study, the last one named Ours) into the dataset's folder or beside it.",
      ),
    );
  return blocks;
}

async function sizes(
  data: AnalysisData,
): Promise<{ readonly conversations: number; readonly responses: number; readonly scored: number }> {
  const count = async (relation: "conversations" | "utterances", what = "*") => {
    if (!data.has(relation)) return 0;
    const [row] = await data.rows(`SELECT count(${what}) AS n FROM ${relation}`, z.object({ n: z.number() }));
    return row?.n ?? 0;
  };
  const hasScores = data.columns("utterances").includes("score");
  return {
    conversations: await count("conversations"),
    responses: await count("utterances"),
    scored: hasScores ? await count("utterances", "score") : 0,
  };
}
