import type { Instrument } from "@refract/core";
import {
  absent,
  type Block,
  type Cell,
  createTable,
  intervalPlot,
  numberCell,
  type Provenance,
  type Report,
  type Section,
} from "@refract/report";
import { instrumentOf, readResults } from "../folder/run-folder.ts";
import type { MeanScore, RunResults } from "../scores/results.ts";
import { baselineTable, normalisationTable, problemBlocks } from "./card-tables.ts";
import { comparisonSection } from "./comparison-section.ts";
import { cutMaps } from "./cut-maps.ts";
import { distinctIds, idOf } from "./distinct-ids.ts";
import { leaderboardFindings, leaderboardSection } from "./leaderboard.ts";
import { type PeopleChoice, peopleSections } from "./people-sections.ts";
import { publishedTable } from "./published-table.ts";
import { topNotices } from "./top-notices.ts";

/**
 * The report card of runs: one chapter a run, one that compares the models of several, and one for each dataset of people who were given
 * items of a run.
 *
 * @param people datasets of people, and how they are shown
 */
export async function createReportCard(
  folders: readonly string[],
  instruments: readonly Instrument[],
  people: PeopleChoice,
): Promise<Report> {
  const runs = await Promise.all(
    folders.map(async (folder) => {
      const results = await readResults(folder);
      return { folder, results, instrument: instrumentOf(results.identity, instruments) };
    }),
  );
  const sections = runs.map(({ results, instrument }, index) => runSection(instrument, results, index + 1));
  const comparable = runs.reduce((sum, { results }) => sum + results.respondents.length, 0) > 1;
  const comparison = comparable ? await comparisonSection(folders, instruments) : [];
  const beside = await peopleSections(runs, people, instruments);
  const leaderboard = leaderboardSection(runs);
  return {
    title: [...new Set(runs.map(({ instrument }) => instrument.title))].join(" · "),
    subtitle:
      people.folders.length === 0
        ? "Report card of models asked by Refract"
        : "Report card of people and models asked by Refract",
    facts: runs.flatMap(({ results, instrument }) => [
      ["Instrument", `${instrument.title}, version ${instrument.version}`] as const,
      ["Paper", instrument.paper] as const,
      ["Models", results.respondents.map(({ id }) => id).join(", ")] as const,
      ["Scoring mode", modeOf(results)] as const,
      ["Data", results.identity.dataVersion] as const,
      ["Seed", results.identity.seed] as const,
      ["Run", results.run] as const,
    ]),
    notices: topNotices(runs),
    findings:
      leaderboard === null
        ? sections
            .flatMap((section) =>
              section.headline === undefined ? [] : [{ ...section.headline, section: section.id }],
            )
            .slice(0, 3)
        : leaderboardFindings(runs),
    sections: [...(leaderboard === null ? [] : [leaderboard]), ...sections, ...beside, ...comparison],
  };
}

function modeOf({ identity, lengthNormalised, judge }: RunResults): string {
  if (lengthNormalised) return `${identity.mode}, per character`;
  return judge === null ? identity.mode : `${identity.mode} (${judge.id})`;
}

function runSection(instrument: Instrument, results: RunResults, number: number): Section {
  const { identity, counts } = results;
  const n = `${counts.asked} answers to ${counts.items} items`;
  const provenance: Provenance = {
    population: `${counts.items} items of ${instrument.title}${identity.limit === null ? "" : ` (limited to the first ${identity.limit}, whole scoring groups)`}`,
    weights: "none: every scoring group counts once",
    n,
    method:
      "means over scoring groups; 95 % intervals by Wilson for independent zeros and ones, else Wilson's for the effective number of points, with Student's t over clusters; not corrected for the number of models and cuts",
    mode: modeOf(results),
    seed: identity.seed,
    source: instrument.paper,
  };
  const summaryIds = distinctIds(results.summaries.map(({ respondent, id }) => idOf(`${respondent}-${id}`)));
  const overall = results.means.filter(({ cut }) => cut === null);
  // A model without points has nothing to say first while others do.
  const headline = overall.find(
    ({ metric, mean }) =>
      mean !== null && instrument.metrics.some((one) => one.id === metric && one.headline),
  );
  return {
    id: `run-${number}`,
    title: `${instrument.title} (${modeOf(results)})`,
    summary: [
      headline === undefined ? "Nothing could be scored." : sentenceOf(instrument, headline),
      ...cutOffSentence(results),
    ].join(" "),
    provenance,
    ...(headline === undefined
      ? {}
      : {
          headline: {
            text: sentenceOf(instrument, headline),
            n,
            method: "mean over scoring groups",
          },
        }),
    blocks: [
      meansTable(instrument, results, overall, n),
      ...dotPlots(instrument, overall, n, null),
      ...instrument.cuts.flatMap((cut) => cutBlocks(instrument, results, cut, n)),
      ratesTable(results, n),
      ...normalisationTable(results, (metric) => titleOf(instrument, metric)),
      ...baselineTable(results),
      ...publishedTable(instrument, results),
      ...results.standings.map(({ id, ...summary }) => createTable({ id: idOf(id), n, ...summary })),
      ...results.summaries.map(({ respondent, id: _id, title, ...summary }, place) =>
        createTable({
          id: summaryIds[place] ?? "",
          title: `${title}: ${respondent}`,
          n,
          ...summary,
        }),
      ),
      ...problemBlocks(results),
    ],
  };
}

/** Stands beside the headline: a reply that was cut off may lack the very word that is looked for. */
function cutOffSentence({ replies }: RunResults): readonly string[] {
  const cut = replies
    .map(({ respondent, asked, cutOff, cutOffBeforeText }) => ({
      respondent,
      asked,
      count: cutOff + cutOffBeforeText,
    }))
    .filter(({ count }) => count > 0)
    .map(({ respondent, asked, count }) => `${count} of ${asked} of ${respondent}`);
  return cut.length === 0 ? [] : [`Replies cut off by the limit on tokens: ${cut.join(", ")}.`];
}

function sentenceOf(instrument: Instrument, mean: MeanScore): string {
  const metric = instrument.metrics.find(({ id }) => id === mean.metric);
  const shown = (value: number | null) =>
    value === null ? "–" : metric?.unit === "share" ? `${(100 * value).toFixed(1)} %` : value.toFixed(3);
  const interval =
    mean.lower === null ? "without interval" : `95 % interval ${shown(mean.lower)} to ${shown(mean.upper)}`;
  return `${metric?.title ?? mean.metric} of ${mean.respondent} (${mean.variant}): ${shown(mean.mean)}, ${interval}, over ${mean.points} scoring groups.`;
}

const intervalColumns = [
  { name: "mean", title: "Mean", kind: "number", digits: 3 },
  { name: "lower", title: "From", kind: "number", digits: 3 },
  { name: "upper", title: "To", kind: "number", digits: 3 },
  { name: "groups", title: "Groups", kind: "integer" },
  { name: "missing", title: "Without points", kind: "integer" },
] as const;

function intervalCells(mean: MeanScore): readonly Cell[] {
  return [
    numberCell(mean.mean, mean.method),
    numberCell(mean.lower, mean.method),
    numberCell(mean.upper, mean.method),
    mean.points,
    Object.values(mean.missing).reduce((sum, count) => sum + count, 0),
  ];
}

const titleOf = (instrument: Instrument, metric: string): string =>
  instrument.metrics.find(({ id }) => id === metric)?.title ?? metric;

function meansTable(
  instrument: Instrument,
  results: RunResults,
  means: readonly MeanScore[],
  n: string,
): Block {
  return createTable({
    id: "means",
    title: "Scores",
    caption: `Scoring mode: ${modeOf(results)}. Shares are from 0 to 1.`,
    n,
    columns: [
      { name: "model", title: "Model", kind: "text" },
      { name: "variant", title: "Variant", kind: "text" },
      { name: "metric", title: "Metric", kind: "text" },
      ...intervalColumns,
      { name: "method", title: "Interval by", kind: "text" },
    ],
    rows: means.map((mean) => [
      mean.respondent,
      mean.variant,
      titleOf(instrument, mean.metric),
      ...intervalCells(mean),
      mean.method,
    ]),
  });
}

/** One plot a headline metric: levels (or variants) down the side, models in colours. */
function dotPlots(
  instrument: Instrument,
  means: readonly MeanScore[],
  n: string,
  cut: Instrument["cuts"][number] | null,
): readonly Block[] {
  const variants = new Set(means.map(({ variant }) => variant)).size;
  const rowOf = ({ level, variant }: MeanScore) =>
    cut === null ? variant : variants === 1 ? (level ?? "") : `${level ?? ""} · ${variant}`;
  return instrument.metrics
    .filter(({ headline }) => headline)
    .flatMap((metric) => {
      const data = means.flatMap((mean) =>
        mean.metric !== metric.id || mean.mean === null
          ? []
          : [
              {
                row: rowOf(mean),
                model: mean.respondent,
                mean: mean.mean,
                lower: mean.lower ?? mean.mean,
                upper: mean.upper ?? mean.mean,
              },
            ],
      );
      if (data.length === 0) return [];
      return [
        intervalPlot({
          id: cut === null ? `plot-${idOf(metric.id)}` : `plot-${idOf(metric.id)}-${idOf(cut.attribute)}`,
          title: `${metric.title}${cut === null ? "" : ` by ${cut.title.toLowerCase()}`}`,
          caption: `${metric.title} of each model with its 95 % interval: ${metric.description}.`,
          method: "Mean over scoring groups, 95 % interval",
          n,
          data,
          category: { field: "row", title: cut?.title ?? "Variant" },
          value: {
            field: "mean",
            title: metric.title,
            ...(metric.unit === "share" ? { format: ".0%" } : {}),
          },
          lower: "lower",
          upper: "upper",
          group: { field: "model", title: "Model" },
        }),
      ];
    });
}

function cutBlocks(
  instrument: Instrument,
  results: RunResults,
  cut: Instrument["cuts"][number],
  n: string,
): readonly Block[] {
  const means = results.means.filter((mean) => mean.cut === cut.attribute);
  if (means.length === 0) return [];
  return [
    ...cutMaps(instrument, cut, means, n),
    ...dotPlots(instrument, means, n, cut),
    createTable({
      id: `by-${idOf(cut.attribute)}`,
      title: `Scores by ${cut.title.toLowerCase()}`,
      caption: "An item that names several levels counts in each of them.",
      n,
      columns: [
        { name: "model", title: "Model", kind: "text" },
        { name: "variant", title: "Variant", kind: "text" },
        { name: "metric", title: "Metric", kind: "text" },
        { name: "level", title: cut.title, kind: "text" },
        ...intervalColumns,
      ],
      rows: means.map((mean) => [
        mean.respondent,
        mean.variant,
        titleOf(instrument, mean.metric),
        mean.level ?? absent("all levels"),
        ...intervalCells(mean),
      ]),
    }),
  ];
}

function ratesTable(results: RunResults, n: string): Block {
  return createTable({
    id: "parse-rates",
    title: "How replies were read",
    caption: "Which rule of the parser read how many replies, refusals and failures among them.",
    n,
    columns: [
      { name: "model", title: "Model", kind: "text" },
      { name: "variant", title: "Variant", kind: "text" },
      { name: "rule", title: "Rule", kind: "text" },
      { name: "missing", title: "No value because", kind: "text" },
      { name: "count", title: "Replies", kind: "integer" },
      { name: "share", title: "Share", kind: "percent" },
    ],
    rows: results.rates.map(({ respondent, variant, rule, missing, count, share }) => [
      respondent,
      variant,
      rule,
      missing ?? "–",
      count,
      share,
    ]),
  });
}
