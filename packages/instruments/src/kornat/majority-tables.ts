import type { ScoredRow, Summary } from "@refract/core";
import { clusteredMean } from "@refract/stats";
import { answeredItems, type MajorityScores, majorityScores } from "./majority-scores.ts";
import type { KornatOptions } from "./options.ts";

type Cell = Summary["rows"][number][number];

const measures = [
  ["sva", "SVA", "sva"],
  ["a_sva", "A-SVA", "aSva"],
  ["n_sva", "N-SVA", "nSva"],
] as const;

const scoreColumns: Summary["columns"] = measures.flatMap(([name, title]) => [
  { name, title, kind: "number" as const },
  { name: `${name}_lower`, title: "from", kind: "number" as const },
  { name: `${name}_upper`, title: "to", kind: "number" as const },
]);

/** The paper's scores of each respondent, over all items and by keyword, with intervals over items (spec kornat, "Scoring"). */
export function majorityTables(
  social: readonly ScoredRow[],
  respondents: readonly string[],
  options: KornatOptions,
): readonly Summary[] {
  const of = (respondent: string) => social.filter((row) => row.respondent === respondent);
  const count = (name: string, title: string) => ({ name, title, kind: "integer" }) as const;
  const byKeyword = respondents.flatMap((respondent) =>
    [...Map.groupBy(of(respondent), ({ item }) => String(item.attributes.keyword))]
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([keyword, own]) => ({ respondent, keyword, own })),
  );
  return [
    {
      id: "majority",
      title: "Majority over templates",
      caption:
        "The paper's scores: the answer most templates gave. Read the three together: they order models differently, a model that always says neutral gains on N-SVA and one that always agrees on A-SVA. Items whose templates tie score 0 unless the option says otherwise. Failed calls have no vote. 95 % intervals: Wilson's for the effective number of items, with Student's t.",
      columns: [
        { name: "respondent", title: "Respondent", kind: "text" },
        ...scoreColumns,
        count("items", "Items"),
        count("tied", "Tied"),
        count("tied_sides", "Tied sides"),
        count("silent", "No answer"),
      ],
      rows: respondents.map((respondent) => {
        const items = answeredItems(of(respondent));
        const scores = majorityScores(items, options);
        const { tied, tiedSides, silent } = scores;
        return [respondent, ...scoreCells(scores), items.length, tied, tiedSides, silent];
      }),
    },
    ...(new Set(byKeyword.map(({ keyword }) => keyword)).size < 2
      ? []
      : [
          {
            id: "majority-keywords",
            title: "Majority over templates by keyword",
            caption: "The same scores over the items of one keyword.",
            columns: [
              { name: "respondent", title: "Respondent", kind: "text" as const },
              { name: "keyword", title: "Keyword", kind: "text" as const },
              ...scoreColumns,
              count("items", "Items"),
            ],
            rows: byKeyword.map(({ respondent, keyword, own }) => {
              const items = answeredItems(own);
              return [respondent, keyword, ...scoreCells(majorityScores(items, options)), items.length];
            }),
          },
        ]),
  ];
}

function scoreCells(scores: MajorityScores): readonly Cell[] {
  return measures.flatMap(([, , measure]): readonly Cell[] => {
    const { interval, problem } = clusteredMean(
      scores.points[measure].map((sum) => ({ sum, count: 1 })),
      { range: [0, 1] },
    );
    const none = { absent: problem ?? "no interval" };
    return [scores[measure], interval?.[0] ?? none, interval?.[1] ?? none];
  });
}
