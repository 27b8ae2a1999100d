import { type Block, notice } from "@refract/report";
import * as z from "zod";
import { defineAnalysis } from "../../analysis/analysis.ts";
import { counted } from "../../analysis/counted.ts";
import type { AnalysisData } from "../../data/analysis-data.ts";
import { readSideFiles } from "../../data/side-files.ts";
import { quoted } from "../../data/sql-text.ts";
import { censusCharts } from "./census-charts.ts";
import { cellTable, drawnTable, drawTable, marginTable } from "./census-tables.ts";
import { type CensusCountry, censusCountries } from "./countries.ts";
import { type Rebalanced, rebalance, type SampledPerson } from "./rebalance.ts";

/** Census comparison and rebalancing (spec prism-analysis, section 6). */
export const census = defineAnalysis({
  id: "census",
  title: "Who took part, against the census",
  description: "Cells of age, ethnicity and sex in the sample and in the census, and people drawn to match.",
  source: "PRISM, census comparison and rebalanced samples (appendix)",
  citation: "Kirk et al. 2024, arXiv 2404.16019",
  needs: {
    participants: [
      "user_id",
      "age",
      "gender",
      "ethnicity_simplified",
      "study_locale",
      "included_in_balanced_subset",
    ],
  },
  embeds: false,
  publishedQuirks: null,
  async run({ data, seed }) {
    const side = await readSideFiles(data.folder, "census");
    const done: {
      country: CensusCountry;
      result: Rebalanced;
      flagged: number | null;
      seed: string;
    }[] = [];
    const notices: Block[] = side.problems.map((problem) => notice("warning", problem));
    for (const country of censusCountries) {
      const counts = country.counts(side.files);
      if (counts === null) {
        notices.push(
          notice(
            "impossible",
            `${country.title}: no census. To compare, put ${country.file} into the dataset's folder or beside it.`,
          ),
        );
        continue;
      }
      const people = await samplePeople(data, country);
      const own = seed(`rebalance ${country.id}`);
      const result = rebalance(people, counts, own);
      if (result === null) {
        notices.push(notice("impossible", `${country.title}: the census file counts no adults.`));
        continue;
      }
      if (result.inCells === 0)
        notices.push(
          notice(
            "warning",
            `${country.title}: nobody of the sample is in a cell. The sample is people with balanced conversations whose study_locale is ${country.locales.map((locale) => `“${locale}”`).join(" or ")}.`,
          ),
        );
      const note = country.note(side.files);
      if (note !== null) notices.push(notice("note", note));
      done.push({ country, result, flagged: await flaggedPeople(data, country), seed: own });
    }
    const blocks: Block[] = [...notices];
    if (done.length > 0) {
      blocks.push(
        notice(
          "note",
          "People of another gender, or whose age, gender or ethnicity is not disclosed, are in no cell; shares are of those in a cell. Hispanic, Middle Eastern and Indigenous people count as Other.",
        ),
        drawTable(done),
      );
    }
    for (const { country, result, seed: own } of done) {
      blocks.push(
        marginTable(country, result),
        ...censusCharts(country, result),
        cellTable(country, result),
        drawnTable(country, result, own),
      );
    }
    return {
      summary: summaryOf(done),
      provenance: {
        population:
          "people recruited in the country (study_locale) with balanced conversations (included_in_balanced_subset)",
        weights: "none",
        n: `${counted(
          done.reduce((sum, { result }) => sum + result.inCells, 0),
          "person",
          "people",
        )} in a cell`,
        method:
          "shares of 60 cells (6 age bands, 5 ethnicities, 2 sexes) in sample and census; quotas of floor(share × 300) + 1 a cell drawn without replacement, or everyone",
        seed: done.length === 0 ? null : done.map((each) => each.seed).join(", "),
      },
      blocks,
    };
  },
});

function summaryOf(
  done: readonly { readonly country: CensusCountry; readonly result: Rebalanced }[],
): string {
  const parts = done.flatMap(({ country, result }) => {
    if (result.inCells === 0) return [];
    const off = result.cells.reduce(
      (sum, cell) => sum + Math.abs((cell.sample ?? 0) - (cell.census ?? 0)),
      0,
    );
    return [
      `${country.title}: ${(50 * off).toFixed(1)} % of the sample would have to be in other cells to match the census; the balanced draw has ${counted(result.drawnIds.length, "person", "people")}.`,
    ];
  });
  if (parts.length > 0) return parts.join(" ");
  return done.length > 0
    ? `Nobody of the sample is in a cell of the census of the ${done.map(({ country }) => country.title).join(" or the ")}: people's study_locale says where they were recruited.`
    : "No census to compare the sample with.";
}

const personSchema = z.object({
  userId: z.string(),
  age: z.string(),
  gender: z.string(),
  ethnicity: z.string(),
});

async function samplePeople(data: AnalysisData, country: CensusCountry): Promise<readonly SampledPerson[]> {
  return data.rows(
    `SELECT CAST(user_id AS VARCHAR) AS "userId", coalesce(CAST(age AS VARCHAR), '') AS age, coalesce(CAST(gender AS VARCHAR), '') AS gender,
      coalesce(CAST(ethnicity_simplified AS VARCHAR), '') AS ethnicity
    FROM participants
    WHERE lower(CAST(study_locale AS VARCHAR)) IN (${country.locales.map(quoted).join(", ")})
      AND CAST(included_in_balanced_subset AS VARCHAR) = 'true' AND user_id IS NOT NULL
    ORDER BY user_id`,
    personSchema,
  );
}

async function flaggedPeople(data: AnalysisData, country: CensusCountry): Promise<number | null> {
  if (!data.columns("participants").includes(country.flag)) return null;
  const [row] = await data.rows(
    `SELECT count(*) AS people FROM participants WHERE CAST("${country.flag}" AS VARCHAR) = 'true'`,
    z.object({ people: z.number() }),
  );
  return row?.people ?? null;
}
