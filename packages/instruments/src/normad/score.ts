import type { GroupScore, ScoredRow, Summary } from "@refract/core";
import { mean, standardDeviation } from "@refract/stats";
import { isReply, replyPoints } from "../reply-points.ts";
import { labels } from "./parse.ts";

const goldOf = (row: ScoredRow) => row.item.attributes.label;
const isRight = (row: ScoredRow) => row.parsed.value === goldOf(row);

/** One story, one point; an unparsed reply is wrong, a failed call has no point. */
export function scoreNormad(rows: readonly ScoredRow[]): readonly GroupScore[] {
  const [row] = rows;
  if (row === undefined) return [];
  return [{ metric: "accuracy", points: replyPoints(row.parsed, isRight(row) ? 1 : 0) }];
}

/** Mean F1 over labels and F1 weighted by support; a label never given and never gold is left out of the mean. */
function f1Of(rows: readonly ScoredRow[]): { readonly macro: number; readonly weighted: number } | null {
  let sum = 0;
  let present = 0;
  let weighted = 0;
  for (const label of labels) {
    const gold = rows.filter((row) => goldOf(row) === label).length;
    const given = rows.filter((row) => row.parsed.value === label).length;
    if (gold + given === 0) continue;
    const both = rows.filter((row) => isRight(row) && goldOf(row) === label).length;
    const f1 = (2 * both) / (gold + given);
    present += 1;
    sum += f1;
    weighted += f1 * gold;
  }
  return present === 0 ? null : { macro: sum / present, weighted: weighted / rows.length };
}

/** Accuracy of each repeat: what chance does at a temperature above 0 (spec normad, "Protocol" 3). */
function spreadTable(runs: readonly (readonly ScoredRow[])[]): readonly Summary[] {
  const repeated = runs.filter((run) => new Set(run.map(({ repeat }) => repeat)).size > 1);
  if (repeated.length === 0) return [];
  return [
    {
      id: "normad-spread",
      title: "Spread over repeats",
      caption:
        "Mean and sample standard deviation of the accuracies of single repeats. At temperature 0 there is none; the paper's second pass had temperature 1.",
      columns: [
        { name: "respondent", title: "Respondent", kind: "text" },
        { name: "condition", title: "Condition", kind: "text" },
        { name: "repeats", title: "Repeats", kind: "integer" },
        { name: "accuracy", title: "Accuracy", kind: "percent" },
        { name: "sd", title: "sd", kind: "percent" },
      ],
      rows: repeated.map((run) => {
        const shares = [...Map.groupBy(run, ({ repeat }) => repeat).values()].map(
          (own) => own.filter(isRight).length / own.length,
        );
        return [
          run[0]?.respondent ?? "",
          run[0]?.variant.title ?? "",
          shares.length,
          mean(shares),
          standardDeviation(shares),
        ];
      }),
    },
  ];
}

export function normadSummaries(all: readonly ScoredRow[]): readonly Summary[] {
  const rows = all.filter(({ parsed }) => isReply(parsed));
  const runs = Map.groupBy(rows, (row) => JSON.stringify([row.respondent, row.variant.id, row.mode]));
  return [
    {
      id: "normad-f1",
      title: "F1 and the gap between cultural bins",
      caption:
        "Macro F1 is the mean over labels, weighted F1 counts each label by its stories. The gap is the accuracy of the best Inglehart-Welzel bin minus that of the worst, over all repeats; failed calls are left out.",
      columns: [
        { name: "respondent", title: "Respondent", kind: "text" },
        { name: "condition", title: "Condition", kind: "text" },
        { name: "mode", title: "Mode", kind: "text" },
        { name: "n", title: "Responses", kind: "integer" },
        { name: "macro", title: "Macro F1", kind: "number" },
        { name: "weighted", title: "Weighted F1", kind: "number" },
        { name: "gap", title: "Gap of bins", kind: "percent" },
      ],
      rows: [...runs.values()].map((run) => {
        const f1 = f1Of(run);
        const bins = Map.groupBy(
          run.filter(({ item }) => item.attributes.bin !== "(none)"),
          ({ item }) => String(item.attributes.bin),
        );
        const shares = [...bins.values()].map((bin) => bin.filter(isRight).length / bin.length);
        const absent = { absent: "no response" };
        return [
          run[0]?.respondent ?? "",
          run[0]?.variant.title ?? "",
          run[0]?.mode ?? "",
          run.length,
          f1?.macro ?? absent,
          f1?.weighted ?? absent,
          shares.length < 2 ? { absent: "fewer than two bins" } : Math.max(...shares) - Math.min(...shares),
        ];
      }),
    },
    ...spreadTable([...runs.values()]),
  ];
}
