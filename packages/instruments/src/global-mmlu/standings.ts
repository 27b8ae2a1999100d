import type { Item, ModelPoints, Summary } from "@refract/core";
import { deriveSeed, mean } from "@refract/stats";
import type { GlobalMmluOptions } from "./options.ts";
import { type Answer, type RankTable, rankedSubsets, rankTables } from "./rank-table.ts";

const titles = {
  full: "All",
  annotated: "Annotated",
  sensitive: "Sensitive (CS)",
  agnostic: "Agnostic (CA)",
};

/** Ranks of the models of a run on each subset, language by language, and how many changed (spec global-mmlu, "Scoring"). */
export function globalMmluStandings(
  models: readonly ModelPoints[],
  items: readonly Item[],
  seed: string,
  { rank_ties: ties }: Pick<GlobalMmluOptions, "rank_ties">,
): readonly Summary[] {
  const languages = [...Map.groupBy(items, ({ language }) => language)]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([language, own]) => {
      const { tables, left } = rankTables(answersOf(models, own), deriveSeed(seed, language), ties);
      return { language, tables, left };
    });
  const left = languages.reduce((sum, one) => sum + one.left.length, 0);
  const counted = `Only questions that every model has an answer to count${left === 0 ? "" : `; ${left} are left out`}.`;
  return [
    {
      id: "ranks",
      title: "Ranks of the models",
      caption: `Change: rank minus that on all annotated questions. Interval: the middle 95 % of 1,000 draws of questions, below 40 questions the ranks that McNemar's exact tests (5 %) leave open; not corrected for the number of models; a change whose former rank lies inside may be noise. ${counted}`,
      columns: [
        { name: "language", title: "Language", kind: "text" },
        { name: "subset", title: "Questions", kind: "text" },
        { name: "model", title: "Model", kind: "text" },
        { name: "accuracy", title: "Accuracy", kind: "percent" },
        { name: "rank", title: "Rank", kind: "integer" },
        { name: "best", title: "Best", kind: "integer" },
        { name: "worst", title: "Worst", kind: "integer" },
        { name: "change", title: "Change", kind: "integer" },
        { name: "noise", title: "May be noise", kind: "text" },
      ],
      rows: languages.flatMap(({ language, tables }) => tables.flatMap((table) => rankRows(language, table))),
    },
    {
      id: "rank-changes",
      title: "How far ranks change",
      caption: `Against the ranks on all annotated questions: models whose rank differs, the sum of their moves, and Kendall's tau-b of accuracies. Both counts are defined from memory of the paper. ${counted}`,
      columns: [
        { name: "language", title: "Language", kind: "text" },
        { name: "subset", title: "Questions", kind: "text" },
        { name: "count", title: "Number", kind: "integer" },
        { name: "rank_changes", title: "Ranks changed", kind: "integer" },
        { name: "position_changes", title: "Places moved", kind: "integer" },
        { name: "tau_b", title: "tau-b", kind: "number" },
      ],
      rows: languages.flatMap(({ language, tables }) =>
        tables.map(({ subset, questions, rankChanges, positionChanges, tauB }) => [
          language,
          titles[subset],
          questions,
          rankChanges ?? { absent: "no question is annotated" },
          positionChanges ?? { absent: "no question is annotated" },
          tauB ?? { absent: "all models are equal, or no question is annotated" },
        ]),
      ),
    },
    ...(languages.length < 2 ? [] : [meanChanges(languages.flatMap(({ tables }) => tables))]),
  ];
}

/** The paper's figures are means over languages (spec global-mmlu, "Scoring"). */
function meanChanges(tables: readonly RankTable[]): Summary {
  return {
    id: "rank-changes-mean",
    title: "How far ranks change, mean over languages",
    caption: "Each language with annotated questions counts once.",
    columns: [
      { name: "subset", title: "Questions", kind: "text" },
      { name: "languages", title: "Languages", kind: "integer" },
      { name: "rank_changes", title: "Ranks changed", kind: "number" },
      { name: "position_changes", title: "Places moved", kind: "number" },
      { name: "tau_b", title: "tau-b", kind: "number" },
    ],
    rows: rankedSubsets.flatMap((subset): Summary["rows"] => {
      const own = tables.filter((table) => table.subset === subset && table.rankChanges !== null);
      if (own.length === 0) return [];
      const over = (of: (table: RankTable) => number | null) => {
        const values = own.flatMap((table) => of(table) ?? []);
        return values.length === 0 ? { absent: "all models are equal" } : mean(values);
      };
      return [
        [
          titles[subset],
          own.length,
          over(({ rankChanges }) => rankChanges),
          over(({ positionChanges }) => positionChanges),
          over(({ tauB }) => tauB),
        ],
      ];
    }),
  };
}

function rankRows(language: string, { subset, models }: RankTable): Summary["rows"] {
  const few = { absent: "fewer than two questions" };
  return models.map(({ model, accuracy, rank, interval, change, insideNoise }) => [
    language,
    titles[subset],
    model,
    accuracy,
    rank,
    interval?.[0] ?? few,
    interval?.[1] ?? few,
    change ?? { absent: "no question is annotated" },
    insideNoise === null ? { absent: "no interval or no change" } : insideNoise ? "yes" : "no",
  ]);
}

/** A question asked several times is right when it mostly was. */
function answersOf(models: readonly ModelPoints[], items: readonly Item[]): readonly Answer[] {
  return items.flatMap(({ group, attributes: { sensitivity } }) =>
    models.flatMap(({ respondent, pointsOf }): readonly Answer[] => {
      const points = pointsOf.get(group);
      if (points === undefined) return [];
      const label = sensitivity === "CS" || sensitivity === "CA" ? sensitivity : null;
      return [{ model: respondent, question: group, label, right: points > 0.5 }];
    }),
  );
}
