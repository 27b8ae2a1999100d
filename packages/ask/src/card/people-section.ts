import { basename } from "node:path";
import type { Instrument } from "@refract/core";
import {
  absent,
  type Block,
  createTable,
  intervalPlot,
  notice,
  numberCell,
  type Section,
} from "@refract/report";
import type { PeopleBesideRun } from "../people/people-beside-run.ts";
import type { PeopleDataset } from "../people/people-dataset.ts";
import type { RunResults } from "../scores/results.ts";

const people = "People";

/** The chapter that puts people and models side by side on the items both were given. */
export function peopleSection(
  id: string,
  instrument: Instrument,
  results: RunResults,
  dataset: PeopleDataset,
  beside: PeopleBesideRun,
): Section {
  const answers = beside.kinds.answer ?? 0;
  const n = `${beside.people} people, ${answers} answers to ${beside.items} items`;
  return {
    id,
    title: `${people} beside models: ${instrument.title}`,
    summary: summaryOf(instrument, beside),
    provenance: {
      population: `people of ${basename(dataset.folder)} and models of the run, on the ${beside.items} items both were given`,
      weights: "none: every scoring group counts once, whoever many people answered it",
      n,
      method:
        "people's points are those a model would get for the same answers, mean over people for each scoring group; intervals as for models; differences by McNemar's exact test, else exact sign flips of clusters (Student's t from 40 clusters on); p-values of differences are not corrected for their number",
      mode: results.identity.mode,
      seed: null,
      source: instrument.paper,
    },
    blocks: [
      ...noticesOf(results, dataset, beside),
      ...scorePlots(instrument, beside, n),
      ...scoreTable(instrument, beside, n),
      ...agreementBlocks(beside, n),
      answersTable(beside, n),
      kindsTable(beside, n),
    ],
  };
}

const nameOf = ({ model }: { readonly model: string | null }): string => model ?? people;

function summaryOf(instrument: Instrument, { scores, agreement }: PeopleBesideRun): string {
  const headline = instrument.metrics.find(
    (metric) => metric.headline && scores.some((one) => one.metric === metric.id),
  );
  const shown =
    headline === undefined
      ? agreement
      : scores.filter(({ metric, variant }) => metric === headline.id && variant === scores[0]?.variant);
  const figures = shown.flatMap((one) =>
    one.variant !== shown[0]?.variant || one.mean === null
      ? []
      : [
          `${nameOf(one)} ${headline?.unit === "points" ? one.mean.toFixed(3) : `${(100 * one.mean).toFixed(1)} %`}`,
        ],
  );
  const what = headline?.title ?? "Agreement with people's answers";
  return figures.length === 0
    ? "Answers side by side; they have no points."
    : `${what} (${shown[0]?.variant}): ${figures.join(", ")}.`;
}

function noticesOf(
  results: RunResults,
  dataset: PeopleDataset,
  { notScored, otherWording, incompleteGroups }: PeopleBesideRun,
): readonly Block[] {
  return [
    ...(dataset.simulated
      ? [notice("warning", "Some or all of these people are programs: figures say nothing of people.")]
      : []),
    ...("responses.jsonl" in results.identity.data
      ? [
          notice(
            "note",
            "What is right was derived from answers of people in such a dataset: where it is this one, a person's own answer is part of what it is held against.",
          ),
        ]
      : []),
    ...(notScored === null ? [] : [notice("note", `People's answers have no points: ${notScored}.`)]),
    ...(otherWording > 0
      ? [notice("warning", `${otherWording} items have the same id and another wording, and are left out.`)]
      : []),
    ...(incompleteGroups > 0
      ? [
          notice(
            "note",
            `${incompleteGroups} times a person answered only a part of a scoring group, or opted out, which makes no point.`,
          ),
        ]
      : []),
  ];
}

function scorePlots(instrument: Instrument, { scores }: PeopleBesideRun, n: string): readonly Block[] {
  return instrument.metrics.flatMap((metric) => {
    const own = scores.filter((one) => one.metric === metric.id);
    if (!metric.headline || own.length === 0) return [];
    return [
      standingPlot({
        id: `plot-people-${metric.id.replaceAll(/[^a-z0-9]+/gi, "-")}`,
        title: `${metric.title}: people and models`,
        caption: `${metric.title} of people and of each model on the same scoring groups, with 95 % intervals: ${metric.description}.`,
        valueTitle: metric.title,
        isShare: metric.unit === "share",
        standings: own,
        n,
      }),
    ];
  });
}

function standingPlot(facts: {
  readonly id: string;
  readonly title: string;
  readonly caption: string;
  readonly valueTitle: string;
  readonly isShare: boolean;
  readonly standings: PeopleBesideRun["agreement"];
  readonly n: string;
}): Block {
  const { id, title, caption, valueTitle, isShare, standings, n } = facts;
  return intervalPlot({
    ...{ id, title, caption, n },
    method: "Mean, 95 % interval",
    data: standings.flatMap(({ mean, lower, upper, variant, ...one }) =>
      mean === null ? [] : [{ variant, who: nameOf(one), mean, lower: lower ?? mean, upper: upper ?? mean }],
    ),
    category: { field: "variant", title: "Variant" },
    value: { field: "mean", title: valueTitle, ...(isShare ? { format: ".0%" } : {}) },
    lower: "lower",
    upper: "upper",
    group: { field: "who", title: "Who" },
  });
}

const whoColumns = [
  { name: "who", title: "Who", kind: "text" },
  { name: "variant", title: "Variant", kind: "text" },
] as const;
const meanColumns = [
  { name: "mean", title: "Mean", kind: "number", digits: 3 },
  { name: "lower", title: "From", kind: "number", digits: 3 },
  { name: "upper", title: "To", kind: "number", digits: 3 },
] as const;

function scoreTable(instrument: Instrument, { scores }: PeopleBesideRun, n: string): readonly Block[] {
  if (scores.length === 0) return [];
  return [
    createTable({
      id: "people-scores",
      title: "Scores of people and models",
      caption:
        "Over the scoring groups that people answered whole. A model's difference is its mean minus the people's on the groups both have.",
      n,
      columns: [
        ...whoColumns,
        { name: "metric", title: "Metric", kind: "text" },
        ...meanColumns,
        { name: "groups", title: "Groups", kind: "integer" },
        { name: "difference", title: "Minus people", kind: "number", digits: 3 },
        { name: "difference_lower", title: "From", kind: "number", digits: 3 },
        { name: "difference_upper", title: "To", kind: "number", digits: 3 },
        { name: "p", title: "p", kind: "p-value" },
      ],
      rows: scores.map((one) => {
        const { difference } = one;
        const cells =
          difference === null
            ? Array.from({ length: 4 }, () => absent("the people themselves"))
            : [difference.difference, difference.lower, difference.upper, difference.pValue].map((value) =>
                numberCell(value, difference.test),
              );
        return [
          nameOf(one),
          one.variant,
          instrument.metrics.find(({ id }) => id === one.metric)?.title ?? one.metric,
          ...[one.mean, one.lower, one.upper].map((value) => numberCell(value, one.method)),
          one.points,
          ...cells,
        ];
      }),
    }),
  ];
}

function agreementBlocks({ agreement }: PeopleBesideRun, n: string): readonly Block[] {
  if (agreement.length === 0) return [];
  const caption =
    "The share of people who gave the model's answer, mean over items; an unreadable reply is nobody's answer. For people: the chance that two of them gave the same answer, which is what a person drawn at random would reach.";
  return [
    standingPlot({
      id: "plot-agreement",
      title: "Agreement: people and models",
      caption,
      valueTitle: "Agreement",
      isShare: true,
      standings: agreement,
      n,
    }),
    createTable({
      id: "agreement",
      title: "Agreement with people's answers",
      caption,
      n,
      columns: [...whoColumns, ...meanColumns, { name: "items", title: "Answers compared", kind: "integer" }],
      rows: agreement.map((one) => [
        nameOf(one),
        one.variant,
        ...[one.mean, one.lower, one.upper].map((value) => numberCell(value, one.method)),
        one.points,
      ]),
    }),
  ];
}

function answersTable({ replies }: PeopleBesideRun, n: string): Block {
  return createTable({
    id: "answers",
    title: "Item by item",
    caption: "What people answered most, and what each model answered. The files hold all items.",
    n,
    columns: [
      { name: "item", title: "Item", kind: "text" },
      { name: "question", title: "Question", kind: "text" },
      { name: "answers", title: "Answers", kind: "integer" },
      { name: "people", title: people, kind: "text" },
      { name: "model", title: "Model", kind: "text" },
      { name: "variant", title: "Variant", kind: "text" },
      { name: "reply", title: "Its answer", kind: "text" },
      { name: "share", title: "People who gave it", kind: "percent", digits: 0 },
    ],
    rows: replies.map(({ item, question, answers, people: said, model, variant, reply, share }) => [
      ...[item, question, answers, said, model, variant, reply],
      numberCell(share, "no answers that can be counted"),
    ]),
  });
}

const kindTitles: Readonly<Record<string, string>> = {
  answer: "an answer",
  "opt-out": "an opt-out of the item or stage",
  "not-asked": "given and not yet answered",
};

function kindsTable({ kinds }: PeopleBesideRun, n: string): Block {
  const total = Object.values(kinds).reduce((sum, count) => sum + count, 0);
  return createTable({
    id: "people-answers",
    title: "What people did",
    caption: "Of all items that were given to somebody.",
    n,
    columns: [
      { name: "kind", title: "What", kind: "text" },
      { name: "count", title: "Count", kind: "integer" },
      { name: "share", title: "Share", kind: "percent" },
    ],
    rows: Object.entries(kinds)
      .toSorted(([, a], [, b]) => b - a)
      .map(([kind, count]) => [kindTitles[kind] ?? kind, count, count / total]),
  });
}
