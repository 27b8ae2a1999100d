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
  withheldText,
} from "@refract/report";
import { marginOfError } from "../people/people-agreement.ts";
import type { PeopleBesideRun } from "../people/people-beside-run.ts";
import type { PeopleDataset } from "../people/people-dataset.ts";
import { smallestGroup } from "../people/people-strata.ts";
import type { RunResults } from "../scores/results.ts";
import { idOf } from "./distinct-ids.ts";
import { type PeoplePlaces, placesOf } from "./people-places.ts";

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
  const places = placesOf(beside);
  const n = `${beside.people} people, ${answers} answers to ${beside.items} items`;
  return {
    id,
    title: `${people} beside models: ${instrument.title}`,
    summary: summaryOf(instrument, beside),
    provenance: {
      population: `people of ${basename(dataset.folder)} and models of the run, on the ${beside.items} items both were given; figures are of one stage and language each`,
      weights: "none: every scoring group counts once, whoever many people answered it",
      n,
      method:
        "people's points are those a model would get for the same answers under the condition people were shown, mean over people for each scoring group; intervals as for models; differences by McNemar's exact test, else exact sign flips of clusters (Student's t from 40 clusters on); p-values of differences are not corrected for their number",
      mode: results.identity.mode,
      seed: null,
      source: instrument.paper,
    },
    blocks: [
      ...noticesOf(results, dataset, beside),
      ...scorePlots(instrument, beside, places, n),
      ...scoreTable(instrument, beside, places, n),
      ...agreementBlocks(beside, places, n),
      ...ratersTable(beside, places, n),
      ...beside.tables.map(({ id: name, ...table }) => createTable({ id: idOf(name), n, ...table })),
      ...answersTable(beside, places, n),
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
      : scores.filter(
          ({ metric, variant, stage, language, group }) =>
            metric === headline.id &&
            variant === scores[0]?.variant &&
            stage === scores[0].stage &&
            language === scores[0].language &&
            group === null,
        );
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
  {
    notScored,
    otherWording,
    incompleteGroups,
    conditionsUnknown,
    smallGroups,
    withheldGroups,
  }: PeopleBesideRun,
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
    ...(conditionsUnknown
      ? [
          notice(
            "warning",
            "The dataset does not say under which condition people were shown the items (an earlier version wrote it): they stand under all of the run.",
          ),
        ]
      : []),
    ...(smallGroups.length + withheldGroups.length > 0
      ? [
          notice(
            "note",
            `Groups of fewer than ${smallestGroup} people have no figures of their own${smallGroups.length === 0 ? "" : `: ${smallGroups.join(", ")}`}.${withheldText(withheldGroups)}`,
          ),
        ]
      : []),
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

function scorePlots(
  instrument: Instrument,
  { scores }: PeopleBesideRun,
  places: PeoplePlaces,
  n: string,
): readonly Block[] {
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
        places,
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
  readonly places: PeoplePlaces;
  readonly n: string;
}): Block {
  const { id, title, caption, valueTitle, isShare, standings, places, n } = facts;
  return intervalPlot({
    ...{ id, title, caption, n },
    method: "Mean, 95 % interval",
    data: standings.flatMap(({ mean, lower, upper, ...one }) => {
      const variant = places.label(one, one.variant);
      return mean === null
        ? []
        : [{ variant, who: nameOf(one), mean, lower: lower ?? mean, upper: upper ?? mean }];
    }),
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

function scoreTable(
  instrument: Instrument,
  { scores }: PeopleBesideRun,
  places: PeoplePlaces,
  n: string,
): readonly Block[] {
  if (scores.length === 0) return [];
  return [
    createTable({
      id: "people-scores",
      title: "Scores of people and models",
      caption:
        "Over the scoring groups that people answered whole. A model's difference is its mean minus the people's on the groups both have. Intervals of people and of differences, and p, allow for other questions and for other people: the same people answer many questions, so that both are counted (two-way clustering, Student's t). They are not corrected for their number.",
      n,
      columns: [
        ...places.columns,
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
          ...places.cells(one),
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

function agreementBlocks({ agreement }: PeopleBesideRun, places: PeoplePlaces, n: string): readonly Block[] {
  if (agreement.length === 0) return [];
  const caption =
    "The share of people who gave the model's answer, mean over items; an unreadable reply is nobody's answer. For people: the chance that two of them gave the same answer, which is what a person drawn at random would reach. Intervals allow for other items and for other people.";
  return [
    standingPlot({
      id: "plot-agreement",
      title: "Agreement: people and models",
      caption,
      valueTitle: "Agreement",
      isShare: true,
      standings: agreement,
      places,
      n,
    }),
    createTable({
      id: "agreement",
      title: "Agreement with people's answers",
      caption,
      n,
      columns: [
        ...places.columns,
        ...whoColumns,
        ...meanColumns,
        { name: "items", title: "Answers compared", kind: "integer" },
      ],
      rows: agreement.map((one) => [
        ...places.cells(one),
        nameOf(one),
        one.variant,
        ...[one.mean, one.lower, one.upper].map((value) => numberCell(value, one.method)),
        one.points,
      ]),
    }),
  ];
}

/** How far people agree with each other, apart from any key. */
function ratersTable({ raters }: PeopleBesideRun, places: PeoplePlaces, n: string): readonly Block[] {
  if (raters.length === 0) return [];
  return [
    createTable({
      id: "people-agreement",
      title: "How far people agree with each other",
      caption:
        "Raw agreement is the share of pairs of people who gave the same answer, mean over items with two answers at least; opt-outs are no answers. Kappa is Fleiss', alpha Krippendorff's for categories, which needs no equal numbers of answers.",
      n,
      columns: [
        ...places.columns,
        { name: "items", title: "Items", kind: "integer" },
        { name: "raw", title: "Raw agreement", kind: "percent" },
        { name: "kappa", title: "Kappa", kind: "number", digits: 3 },
        { name: "alpha", title: "Alpha", kind: "number", digits: 3 },
      ],
      rows: raters.map((one) => [
        ...places.cells(one),
        one.items,
        numberCell(one.raw, "no item with two answers"),
        numberCell(one.kappa, one.problem ?? "no kappa"),
        numberCell(one.alpha, one.alphaProblem ?? "no alpha"),
      ]),
    }),
  ];
}

function answersTable({ replies }: PeopleBesideRun, places: PeoplePlaces, n: string): readonly Block[] {
  if (replies.length === 0) return [];
  const table = createTable({
    id: "answers",
    title: "Item by item",
    caption:
      "What people answered most, and what each model answered. The margin is half the width of the 95 % interval of a share of one half. Texts that may not be published stand by their ids. The files hold all items.",
    n,
    columns: [
      ...places.columns,
      { name: "item", title: "Item", kind: "text" },
      { name: "question", title: "Question", kind: "text" },
      { name: "answers", title: "Answers", kind: "integer" },
      { name: "margin", title: "Margin of error", kind: "percent" },
      { name: "people", title: people, kind: "text" },
      { name: "model", title: "Model", kind: "text" },
      { name: "variant", title: "Variant", kind: "text" },
      { name: "reply", title: "Its answer", kind: "text" },
      { name: "share", title: "People who gave it", kind: "percent", digits: 0 },
    ],
    rows: replies.map((one) => [
      ...places.cells(one),
      one.item,
      one.question ?? absent("the text stays out"),
      one.answers,
      marginOfError(one.answers),
      ...[one.people, one.model, one.variant, one.reply],
      numberCell(one.share, "no answers that can be counted"),
    ]),
  });
  return [table];
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
