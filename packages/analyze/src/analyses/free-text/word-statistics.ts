import * as z from "zod";
import type { AnalysisData } from "../../data/analysis-data.ts";

const statisticsSchema = z.object({
  n: z.number(),
  mean: z.number().nullable(),
  sd: z.number().nullable(),
  min: z.number().nullable(),
  p25: z.number().nullable(),
  median: z.number().nullable(),
  p75: z.number().nullable(),
  max: z.number().nullable(),
});
export type WordStatistics = z.output<typeof statisticsSchema>;

/** Words a text of the temporary table `free_texts` by splitting on a single space, as published. */
export async function wordStatistics(data: AnalysisData): Promise<WordStatistics> {
  const [row] = await data.rows(
    `SELECT count(*) AS n, avg(w) AS mean, CASE WHEN count(*) > 1 THEN stddev_samp(w) END AS sd, min(w) AS min,
      quantile_cont(w, 0.25) AS p25, quantile_cont(w, 0.5) AS median, quantile_cont(w, 0.75) AS p75, max(w) AS max
    FROM (SELECT strlen(text) - strlen(replace(text, ' ', '')) + 1 AS w FROM free_texts)`,
    statisticsSchema,
  );
  if (row === undefined) throw new Error("no row of word statistics");
  return row;
}
