import { createTable, numberCell, type Table } from "@refract/report";
import * as z from "zod";
import type { AnalysisData } from "../../data/analysis-data.ts";
import type { Mode } from "../../mode.ts";

const schema = z.strictObject({ part: z.string(), turns: z.number(), longest: z.number() });

/** How often the longest response of a turn is the chosen one; a tie of lengths counts when the chosen one is among them. */
export async function chosenTable(data: AnalysisData, mode: Mode): Promise<Table> {
  const rows = await data.rows(
    `WITH turns AS (
       SELECT interaction_id, any_value(turn) AS turn, max(characters) AS longest,
         max(CASE WHEN if_chosen THEN characters END) AS chosen, count(*) AS responses
       FROM text_features WHERE interaction_id IS NOT NULL GROUP BY interaction_id
     ), parts AS (SELECT *, CASE WHEN turn = 0 THEN 'opening turns' ELSE 'later turns' END AS part FROM turns WHERE chosen IS NOT NULL AND responses > 1)
     SELECT part, count(*) AS turns, count(*) FILTER (chosen = longest) AS longest FROM parts GROUP BY part
     UNION ALL SELECT 'all turns', count(*), count(*) FILTER (chosen = longest) FROM parts ORDER BY part`,
    schema,
  );
  return createTable({
    id: "longest",
    title: "Is the longest response the chosen one?",
    caption: `Turns with two responses or more and a chosen one. By chance it would be about one in the number of responses.${mode === "published" ? " In the paper it is 51.9 % of all turns." : ""}`,
    n: `${rows.find(({ part }) => part === "all turns")?.turns ?? 0} turns`,
    columns: [
      { name: "part", title: "Turns", kind: "text" },
      { name: "turns", title: "Count", kind: "integer" },
      { name: "longest_chosen", title: "Longest chosen", kind: "percent" },
    ],
    rows: rows.map(({ part, turns, longest }) => [
      part,
      turns,
      numberCell(longest / turns, "no turn has a chosen response"),
    ]),
  });
}
