import type { ScoredRow, Summary } from "@refract/core";
import { type Majority, majorityOf } from "./majority.ts";
import {
  neutralitySvaPoints,
  type Opinion,
  type OpinionShares,
  opinions,
  type Side,
  sideOf,
  sideShares,
} from "./opinion.ts";
import type { KornatOptions } from "./options.ts";
import { opinionOf, socialValuePoints, surveyShares } from "./score.ts";
import { sharesOf } from "./social-value-record.ts";

/** One item as a respondent answered it under all its templates, repeats pooled. */
export interface AnsweredItem {
  readonly shares: OpinionShares;
  readonly answers: readonly (Opinion | null)[];
}

export interface MajorityScores {
  readonly sva: number;
  readonly aSva: number;
  readonly nSva: number;
  readonly tied: number;
  readonly tiedSides: number;
  readonly silent: number;
}

/**
 * Scores of the majority over templates (spec kornat, "Evaluation protocol" 2). A-SVA and N-SVA take their majority after
 * folding to sides, so that two shades of agreement don't tie there.
 */
export function majorityScores(items: readonly AnsweredItem[], options: KornatOptions): MajorityScores {
  const points = <Answer extends string>(
    majority: Majority<Answer>,
    of: (answer: Answer) => number,
  ): number => {
    if (majority.kind === "answer") return of(majority.answer);
    if (majority.kind === "none" || options.ties === "zero") return 0;
    return majority.leaders.reduce((sum, leader) => sum + of(leader), 0) / majority.leaders.length;
  };
  const majorities = items.map(({ shares, answers }) => ({
    shares,
    full: majorityOf(answers),
    folded: majorityOf<Side>(answers.map((answer) => (answer === null ? null : sideOf(answer)))),
  }));
  const mean = (value: (of: (typeof majorities)[number]) => number) =>
    majorities.reduce((sum, of) => sum + value(of), 0) / majorities.length;
  return {
    sva: mean(({ shares, full }) => points(full, (answer) => shares[answer])),
    aSva: mean(({ shares, folded }) => points(folded, (side) => sideShares(shares)[side])),
    nSva: mean(({ shares, folded }) =>
      points(folded, (side) => neutralitySvaPoints(side, shares, options.nsva_majority_items)),
    ),
    tied: majorities.filter(({ full }) => full.kind === "tied").length,
    tiedSides: majorities.filter(({ folded }) => folded.kind === "tied").length,
    silent: majorities.filter(({ full }) => full.kind === "none").length,
  };
}

const number = (name: string, title: string) => ({ name, title, kind: "number" }) as const;
const integer = (name: string, title: string) => ({ name, title, kind: "integer" }) as const;
const percent = (name: string, title: string) => ({ name, title, kind: "percent" }) as const;
const text = (name: string, title: string) => ({ name, title, kind: "text" }) as const;

/** What no mean over prompts shows: the majority over templates, its spread, the answers given, groups of the surveyed people. */
export function kornatSummaries(rows: readonly ScoredRow[], options: KornatOptions): readonly Summary[] {
  const social = rows.filter(({ item }) => surveyShares(item) !== null);
  if (social.length === 0) return [];
  const respondents = [...new Set(social.map(({ respondent }) => respondent))];
  const of = (respondent: string) => social.filter((row) => row.respondent === respondent);
  const populations = [
    ...new Set(social.flatMap(({ item }) => Object.keys(populationShares(item.record.populations)))),
  ].toSorted();
  return [
    {
      id: "majority",
      title: "Majority over templates",
      caption:
        "The paper's scores: the answer most templates gave. Read the three together: they order models differently, a model that always says neutral gains on N-SVA and one that always agrees on A-SVA. Items whose templates tie score 0 unless the option says otherwise.",
      columns: [
        text("respondent", "Respondent"),
        number("sva", "SVA"),
        number("a_sva", "A-SVA"),
        number("n_sva", "N-SVA"),
        integer("items", "Items"),
        integer("tied", "Tied"),
        integer("tied_sides", "Tied sides"),
        integer("silent", "No answer"),
      ],
      rows: respondents.map((respondent) => {
        const items = answeredItems(of(respondent));
        const scores = majorityScores(items, options);
        return [
          respondent,
          scores.sva,
          scores.aSva,
          scores.nSva,
          items.length,
          scores.tied,
          scores.tiedSides,
          scores.silent,
        ];
      }),
    },
    {
      id: "templates",
      title: "Spread over templates",
      caption: "Mean and sample standard deviation of the score over prompt templates.",
      columns: [
        text("respondent", "Respondent"),
        integer("templates", "Templates"),
        number("sva", "SVA"),
        number("sva_sd", "sd"),
        number("a_sva", "A-SVA"),
        number("a_sva_sd", "sd"),
        number("n_sva", "N-SVA"),
        number("n_sva_sd", "sd"),
      ],
      rows: respondents.map((respondent) => [respondent, ...templateSpread(of(respondent), options)]),
    },
    {
      id: "answers",
      title: "Answers given",
      caption: "Share of prompts answered with each option. No answer is not neutral.",
      columns: [
        text("respondent", "Respondent"),
        ...opinions.map((opinion) => percent(opinion, opinion.replaceAll("_", " "))),
        percent("no_answer", "No answer"),
      ],
      rows: respondents.map((respondent) => {
        const answers = of(respondent).map(opinionOf);
        const share = (answer: Opinion | null) =>
          answers.filter((given) => given === answer).length / answers.length;
        return [respondent, ...opinions.map(share), share(null)];
      }),
    },
    ...(populations.length === 0
      ? []
      : [
          {
            id: "populations",
            title: "Groups of the surveyed people",
            caption:
              "The majority over templates held against the shares of one group, on the items the group was asked.",
            columns: [
              text("respondent", "Respondent"),
              text("population", "Group"),
              number("sva", "SVA"),
              number("a_sva", "A-SVA"),
              number("n_sva", "N-SVA"),
              integer("items", "Items"),
            ],
            rows: respondents.flatMap((respondent) =>
              populations.map((population) => {
                const items = answeredItems(of(respondent), population);
                const scores = majorityScores(items, options);
                return [respondent, population, scores.sva, scores.aSva, scores.nSva, items.length];
              }),
            ),
          },
        ]),
  ];
}

/** The rows of one respondent by item, against everybody's shares or those of a group. */
function answeredItems(rows: readonly ScoredRow[], population?: string): readonly AnsweredItem[] {
  const byItem = new Map<string, { shares: OpinionShares; answers: (Opinion | null)[] }>();
  for (const row of rows) {
    const group =
      population === undefined ? undefined : populationShares(row.item.record.populations)[population];
    const shares = population === undefined ? surveyShares(row.item) : group;
    if (shares === null || shares === undefined) continue;
    const known = byItem.get(row.item.id) ?? { shares, answers: [] };
    known.answers.push(opinionOf(row));
    byItem.set(row.item.id, known);
  }
  return [...byItem.values()];
}

function populationShares(stored: unknown): Readonly<Record<string, OpinionShares>> {
  if (typeof stored !== "object" || stored === null) return {};
  return Object.fromEntries(
    Object.entries(stored).map(([population, shares]) => [population, sharesOf(numbersOf(shares))]),
  );
}

function numbersOf(value: unknown): Readonly<Record<string, number>> {
  if (typeof value !== "object" || value === null) throw new Error("expected shares by option");
  return Object.fromEntries(Object.entries(value).map(([name, share]) => [name, Number(share)]));
}

type SummaryCell = Summary["rows"][number][number];

function templateSpread(rows: readonly ScoredRow[], options: KornatOptions): readonly SummaryCell[] {
  const templates = [...new Set(rows.map(({ variant }) => variant.id))];
  const scores = templates.map((id) => {
    const own = rows.filter(({ variant }) => variant.id === id);
    const points = own.flatMap((row) => {
      const shares = surveyShares(row.item);
      return shares === null ? [] : [socialValuePoints(opinionOf(row), shares, options)];
    });
    const mean = (metric: "sva" | "a_sva" | "n_sva") =>
      points.reduce((sum, of) => sum + of[metric], 0) / points.length;
    return { sva: mean("sva"), a_sva: mean("a_sva"), n_sva: mean("n_sva") };
  });
  const cells = (metric: "sva" | "a_sva" | "n_sva"): readonly SummaryCell[] => {
    const values = scores.map((score) => score[metric]);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    return [
      mean,
      values.length < 2 ? { absent: "one template has no spread" } : Math.sqrt(squares / (values.length - 1)),
    ];
  };
  return [templates.length, ...cells("sva"), ...cells("a_sva"), ...cells("n_sva")];
}
