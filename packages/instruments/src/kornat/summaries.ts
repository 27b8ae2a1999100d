import type { ScoredRow, Summary } from "@refract/core";
import { isReply } from "../reply-points.ts";
import { answeredItems, majorityScores, populationShares } from "./majority-scores.ts";
import { majorityTables } from "./majority-tables.ts";
import { type Opinion, opinions } from "./opinion.ts";
import type { KornatOptions } from "./options.ts";
import { passTable, scaleTable } from "./scale-summary.ts";
import { opinionOf, socialValuePoints, surveyShares } from "./score.ts";

const number = (name: string, title: string) => ({ name, title, kind: "number" }) as const;
const integer = (name: string, title: string) => ({ name, title, kind: "integer" }) as const;
const percent = (name: string, title: string) => ({ name, title, kind: "percent" }) as const;
const text = (name: string, title: string) => ({ name, title, kind: "text" }) as const;

/**
 * What no mean over prompts shows: the majority over templates, its spread, the answers given, groups of the surveyed people. Korean and English
 * questions have tables of their own, since the paper's figures are of one language.
 */
export function kornatSummaries(rows: readonly ScoredRow[], options: KornatOptions): readonly Summary[] {
  const replies = rows.filter(({ parsed }) => isReply(parsed));
  const languages = [...Map.groupBy(replies, ({ item }) => item.language)].toSorted(([one], [other]) =>
    one < other ? -1 : 1,
  );
  return languages.flatMap(([language, own]) =>
    tablesOf(own, options).map((table) =>
      languages.length === 1
        ? table
        : {
            ...table,
            id: `${table.id}-${language}`,
            title: `${table.title}, ${language === "ko" ? "Korean" : "English"} questions`,
          },
    ),
  );
}

function tablesOf(replies: readonly ScoredRow[], options: KornatOptions): readonly Summary[] {
  const social = replies.filter(({ item }) => surveyShares(item) !== null);
  const knowledge = replies.filter(({ item }) => item.gold.kind === "key");
  return [
    ...(social.length === 0 ? [] : [...socialTables(social, options), scaleTable(social, options)]),
    ...(knowledge.length === 0 ? [] : [passTable(knowledge, options), knowledgeTemplates(knowledge)]),
  ];
}

function socialTables(social: readonly ScoredRow[], options: KornatOptions): readonly Summary[] {
  const respondents = [...new Set(social.map(({ respondent }) => respondent))];
  const of = (respondent: string) => social.filter((row) => row.respondent === respondent);
  const populations = [
    ...new Set(social.flatMap(({ item }) => Object.keys(populationShares(item.record.populations)))),
  ].toSorted();
  return [
    ...majorityTables(social, respondents, options),
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

/** CKA of each prompt template: mean and spread (spec kornat, "Evaluation protocol" 2). */
function knowledgeTemplates(knowledge: readonly ScoredRow[]): Summary {
  return {
    id: "knowledge-templates",
    title: "Spread of CKA over templates",
    caption: "Mean and sample standard deviation of the accuracy over prompt templates.",
    columns: [
      text("respondent", "Respondent"),
      integer("templates", "Templates"),
      percent("cka", "CKA"),
      percent("cka_sd", "sd"),
    ],
    rows: [...Map.groupBy(knowledge, ({ respondent }) => respondent)].map(([respondent, own]) => {
      const shares = [...Map.groupBy(own, ({ variant }) => variant.id).values()].map(
        (rows) =>
          rows.filter(
            ({ item, parsed }) =>
              item.gold.kind === "key" && item.gold.accepted.some((id) => id === parsed.value),
          ).length / rows.length,
      );
      return [respondent, shares.length, ...meanAndSpread(shares)];
    }),
  };
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
  const cells = (metric: "sva" | "a_sva" | "n_sva") => meanAndSpread(scores.map((score) => score[metric]));
  return [templates.length, ...cells("sva"), ...cells("a_sva"), ...cells("n_sva")];
}

function meanAndSpread(values: readonly number[]): readonly SummaryCell[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return [
    mean,
    values.length < 2 ? { absent: "one template has no spread" } : Math.sqrt(squares / (values.length - 1)),
  ];
}
