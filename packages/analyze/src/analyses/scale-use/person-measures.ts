import { absent, type Block, type Cell, type Column, createTable, withheldText } from "@refract/report";
import { shownGroups, summarize } from "@refract/stats";
import { counted } from "../../analysis/counted.ts";
import type { AnalysisData } from "../../data/analysis-data.ts";
import type { Groups } from "../../groups/groups.ts";
import { groupColumn, missingLevel, presentAttributes } from "../../groups/people-view.ts";

const measures = [
  { name: "range", title: "Mean range", of: "highest less lowest score of a turn" },
  { name: "expressivity", title: "Expressivity", of: "mean sample sd of the scores of a turn" },
  { name: "score", title: "Mean score", of: "mean over turns of the mean score" },
  { name: "centrality", title: "Distance from 50", of: "mean distance of the turn's mean from 50" },
] as const;
const parts = ["opening turns", "later turns"] as const;

/** A row a person and part: how they used the scale (prism-analysis section 2). */
const measuresSql = `WITH turns AS (
    SELECT user_id, conversation_id, turn, max(score) - min(score) AS range, stddev_samp(score) AS sd, avg(score) AS mean
    FROM utterances WHERE score IS NOT NULL GROUP BY ALL
  )
  SELECT user_id, CASE WHEN turn = 0 THEN 'opening turns' ELSE 'later turns' END AS part,
    avg(range) AS range, avg(sd) AS expressivity, avg(mean) AS score, avg(abs(mean - 50)) AS centrality
  FROM turns GROUP BY ALL`;

const statistics: readonly Column[] = [
  { name: "people", title: "People", kind: "integer" },
  { name: "mean", title: "Mean", kind: "number", digits: 1 },
  { name: "sd", title: "sd", kind: "number", digits: 1, description: "sample standard deviation" },
  { name: "lower_quartile", title: "Lower quartile", kind: "number", digits: 1 },
  { name: "median", title: "Median", kind: "number", digits: 1 },
  { name: "upper_quartile", title: "Upper quartile", kind: "number", digits: 1 },
];

/** How people used the scale, in opening and in later turns, overall and by group. */
export async function personMeasures(data: AnalysisData, groups: Groups): Promise<readonly Block[]> {
  const attributes = data.has("participants") ? presentAttributes(data, groups) : [];
  const levels = attributes.map((name) => groupColumn(name));
  const from =
    attributes.length === 0
      ? `SELECT m.* FROM (${measuresSql}) m`
      : `SELECT m.*, ${levels.map((level) => `p.${level}`).join(", ")} FROM (${measuresSql}) m LEFT JOIN people p ON p.user_id = m.user_id`;
  const query = `${from} ORDER BY m.user_id, m.part`;
  const { part, range, expressivity, score, centrality } = await data.arrays(query, {
    part: "text",
    range: "number",
    expressivity: "number",
    score: "number",
    centrality: "number",
  });
  const values = { range, expressivity, score, centrality };
  const levelsOf = await data.arrays(
    query,
    Object.fromEntries(levels.map((level) => [level, "text" as const])),
  );
  const line = (name: keyof typeof values, keep: (row: number) => boolean): readonly Cell[] => {
    const there = values[name].filter((value, row) => !Number.isNaN(value) && keep(row));
    const summary = summarize(there);
    const why = absent(name === "expressivity" ? "no turn with two scores" : "no turns");
    return [
      summary.count,
      summary.mean ?? why,
      summary.sampleDeviation ?? absent("one person has no spread"),
      summary.lowerQuartile ?? why,
      summary.median ?? why,
      summary.upperQuartile ?? why,
    ];
  };
  const overall = createTable({
    id: "people",
    title: "How people use the scale",
    caption: `One value a person. ${measures.map(({ title, of }) => `${title}: ${of}`).join("; ")}.`,
    n: `${counted(part.filter((which) => which === "opening turns").length, "person", "people")} in opening turns, ${part.filter((which) => which === "later turns").length} in later ones`,
    columns: [
      { name: "part", title: "Part", kind: "text" },
      { name: "measure", title: "Measure", kind: "text" },
      ...statistics,
    ],
    rows: parts.flatMap((which) =>
      measures.map(({ name, title }) => [which, title, ...line(name, (row) => part[row] === which)]),
    ),
  });
  const everybody = part.filter((which) => which === "opening turns").length;
  const withheld: string[] = [];
  const rows = attributes.flatMap((attribute) => {
    const column = levelsOf[groupColumn(attribute)] ?? [];
    const title = groups.attributes[attribute]?.title ?? attribute;
    const inOpenings = (level: string) => (row: number) =>
      column[row] === level && part[row] === "opening turns";
    const named = [...new Set(column)]
      .flatMap((level) =>
        level === null || level === missingLevel || groups.exclude.includes(level) ? [] : [level],
      )
      .toSorted();
    const { shown, secondary } = shownGroups(
      named.map((level) => column.filter((_, row) => inOpenings(level)(row)).length),
      groups.minimum,
      everybody,
    );
    withheld.push(...secondary.map((place) => `${title} ${named[place]}`));
    return named
      .filter((_, place) => shown[place] === true)
      .flatMap((level) =>
        measures.map(({ name, title: measure }): readonly Cell[] => [
          title,
          level,
          measure,
          ...line(name, inOpenings(level)),
        ]),
      );
  });
  return rows.length === 0
    ? [overall]
    : [
        overall,
        createTable({
          id: "groups",
          title: "How groups use the scale",
          caption: `Opening turns; groups of ${groups.minimum} people or more.${withheldText(withheld)}`,
          n: `${counted(part.filter((which) => which === "opening turns").length, "person", "people")}, ${counted(rows.length / measures.length, "group")}`,
          columns: [
            { name: "attribute", title: "Attribute", kind: "text" },
            { name: "group", title: "Group", kind: "text" },
            { name: "measure", title: "Measure", kind: "text" },
            ...statistics,
          ],
          rows,
          shown: 24,
        }),
      ];
}
