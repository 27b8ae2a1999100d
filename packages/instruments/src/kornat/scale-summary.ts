import type { ScoredRow, Summary } from "@refract/core";
import { clusteredMean, wilsonInterval } from "@refract/stats";
import { kornatBaselines, passMark } from "./baselines.ts";
import { type Majority, majorityOf } from "./majority.ts";
import { answeredItems, majorityPoints, majorityScores } from "./majority-scores.ts";
import type { KornatOptions } from "./options.ts";

type Cell = Summary["rows"][number][number];

/** Where the scores of the majority stand between a uniform guess and the oracle, computed on the items that were answered. */
export function scaleTable(rows: readonly ScoredRow[], options: KornatOptions): Summary {
  return {
    id: "scale",
    title: "Scores between guess and ceiling",
    caption:
      "The ceiling is the oracle, which knows the most frequent answer or side of every item; nobody scores above it. The last column is (score minus guess) / (ceiling minus guess), below 0 for less than guessing.",
    columns: [
      { name: "respondent", title: "Respondent", kind: "text" },
      { name: "metric", title: "Metric", kind: "text" },
      { name: "score", title: "Score", kind: "number" },
      { name: "guess", title: "Uniform guess", kind: "number" },
      { name: "ceiling", title: "Ceiling", kind: "number" },
      { name: "reached", title: "Part of the way", kind: "percent" },
    ],
    rows: byRespondent(rows).flatMap(([respondent, own]) => {
      const items = [...new Map(own.map(({ item }) => [item.id, item])).values()];
      const baselines = kornatBaselines(items, options);
      const of = (name: string, metric: string): number =>
        baselines.find((baseline) => baseline.name === name && baseline.metric === metric)?.value ?? 0;
      const { sva, aSva, nSva } = majorityScores(answeredItems(own), options);
      return (
        [
          ["SVA", "sva", sva],
          ["A-SVA", "a_sva", aSva],
          ["N-SVA", "n_sva", nSva],
        ] as const
      ).map(([title, metric, score]): readonly Cell[] => {
        const [guess, ceiling] = [of("uniform guess", metric), of("oracle", metric)];
        const reached =
          ceiling > guess ? (score - guess) / (ceiling - guess) : { absent: "all answers score alike" };
        return [respondent, title, score, guess, ceiling, reached];
      });
    }),
  };
}

/**
 * CKA of the majority over templates against the pass mark, over all questions and by subject (spec kornat, "Scoring"). What wins and what a tie
 * scores are the options of the other scores.
 */
export function passTable(rows: readonly ScoredRow[], options: KornatOptions): Summary {
  const wins = options.majority === "half" ? "more than half of the templates" : "most templates";
  const tied = options.ties === "zero" ? "a tie is wrong" : "of a tie the mean of the tied answers counts";
  return {
    id: "pass",
    title: "Common knowledge against the pass mark",
    caption: `The answer ${wins} gave, held against the key; ${tied}. Passed means a CKA of at least ${passMark}, the pass mark of the Korean GED. Wilson 95 % intervals${options.ties === "mean" ? "; with ties, of the effective number of questions with Student's t" : ""}.`,
    columns: [
      { name: "respondent", title: "Respondent", kind: "text" },
      { name: "subject", title: "Subject", kind: "text" },
      { name: "right", title: "Right", kind: "integer" },
      { name: "questions", title: "Questions", kind: "integer" },
      { name: "cka", title: "CKA", kind: "percent" },
      { name: "lower", title: "from", kind: "percent" },
      { name: "upper", title: "to", kind: "percent" },
      { name: "passed", title: "Passed", kind: "text" },
      { name: "tied", title: "Tied", kind: "integer" },
      { name: "silent", title: "No answer", kind: "integer" },
    ],
    rows: byRespondent(rows).flatMap(([respondent, own]) => {
      const subjects = Map.groupBy(own, ({ item }) => String(item.attributes.subject));
      const scopes = [
        ["(all)", own] as const,
        ...[...subjects].toSorted(([one], [other]) => (one < other ? -1 : 1)),
      ];
      return scopes.map(([subject, of]) => [respondent, subject, ...passCells(of, options)]);
    }),
  };
}

function passCells(rows: readonly ScoredRow[], options: KornatOptions): readonly Cell[] {
  const questions = [...Map.groupBy(rows, ({ item }) => item.id).values()].map((own) => {
    const majority = majorityOf(
      own.map(({ parsed }) => (typeof parsed.value === "string" ? parsed.value : null)),
      options.majority,
    );
    return { majority, points: majorityPoints(majority, (answer) => (isKey(own, answer) ? 1 : 0), options) };
  });
  const count = (kind: Majority<string>["kind"]) =>
    questions.filter(({ majority }) => majority.kind === kind).length;
  const right = questions.filter(({ majority, points }) => majority.kind === "answer" && points === 1).length;
  const share = questions.reduce((sum, { points }) => sum + points, 0) / questions.length;
  const { interval } = questions.every(({ points }) => points === 0 || points === 1)
    ? wilsonInterval(Math.round(share * questions.length), questions.length)
    : clusteredMean(
        questions.map(({ points }) => ({ sum: points, count: 1 })),
        { range: [0, 1] },
      );
  const none = { absent: "one question has no interval" };
  return [
    ...[right, questions.length, share, interval?.[0] ?? none, interval?.[1] ?? none],
    ...[share >= passMark ? "yes" : "no", count("tied"), count("none")],
  ];
}

function isKey([row]: readonly ScoredRow[], answer: string): boolean {
  return row?.item.gold.kind === "key" && row.item.gold.accepted.includes(answer);
}

function byRespondent(rows: readonly ScoredRow[]): readonly (readonly [string, readonly ScoredRow[]])[] {
  return [...Map.groupBy(rows, ({ respondent }) => respondent)];
}
