import type { ScoredRow, Summary } from "@refract/core";
import { scoreCulturalBench } from "./score.ts";

type Cell = Summary["rows"][number][number];

/** Variants of Hard, which are never pooled. */
const forms = [
  ["hard", "four calls"],
  ["hard-in-one", "one call"],
] as const;

/** The gap of Easy minus Hard, over questions that were scored in both (spec culturalbench, "Scoring"). */
export function culturalBenchSummaries(rows: readonly ScoredRow[]): readonly Summary[] {
  const respondents = [...new Set(rows.map(({ respondent }) => respondent))];
  return [
    {
      id: "easy-hard-gap",
      title: "Easy minus Hard",
      caption:
        "Accuracy on the questions scored in both forms. Guessing scores 25 % on Easy and 6.25 % on Hard. Hard asked in one call is another test than in four.",
      columns: [
        { name: "respondent", title: "Respondent", kind: "text" },
        { name: "asked", title: "Hard asked in", kind: "text" },
        { name: "questions", title: "Questions", kind: "integer" },
        { name: "easy", title: "Easy", kind: "percent" },
        { name: "hard", title: "Hard", kind: "percent" },
        { name: "gap", title: "Gap", kind: "number" },
      ],
      rows: respondents.flatMap((respondent) => {
        const own = rows.filter((row) => row.respondent === respondent);
        const asked = forms.filter(([form]) => own.some(({ variant }) => variant.id === form));
        return (asked.length === 0 ? forms.slice(0, 1) : asked).map(([form, calls]): readonly Cell[] => [
          respondent,
          calls,
          ...gapOf(byQuestion(own, "easy"), byQuestion(own, form)),
        ]);
      }),
    },
  ];
}

function gapOf(easy: ReadonlyMap<string, number>, hard: ReadonlyMap<string, number>): readonly Cell[] {
  const both = [...easy.keys()].filter((question) => hard.has(question));
  if (both.length === 0) {
    const absent = { absent: "no question was scored in both forms" };
    return [0, absent, absent, absent];
  }
  const of = (points: ReadonlyMap<string, number>) =>
    both.reduce((sum, question) => sum + (points.get(question) ?? 0), 0) / both.length;
  return [both.length, of(easy), of(hard), of(easy) - of(hard)];
}

/** Mean accuracy of each question over repeats; questions without points are not there. */
function byQuestion(rows: readonly ScoredRow[], variant: string): ReadonlyMap<string, number> {
  const points = new Map<string, number[]>();
  const own = rows.filter((row) => row.variant.id === variant);
  for (const group of Map.groupBy(own, ({ item, repeat }) => JSON.stringify([item.group, repeat])).values()) {
    const value = scoreCulturalBench(group).find(({ metric }) => metric === "accuracy")?.points.value;
    const question = group[0]?.item.cluster;
    if (typeof value === "number" && question !== undefined)
      points.set(question, [...(points.get(question) ?? []), value]);
  }
  return new Map(
    [...points].map(([question, values]) => [
      question,
      values.reduce((sum, value) => sum + value, 0) / values.length,
    ]),
  );
}
