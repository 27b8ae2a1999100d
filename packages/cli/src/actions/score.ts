import { describeAnswers, type RunResults, rescoreRun } from "@refract/ask";
import type { Instrument } from "@refract/core";
import { exitCodes } from "../exit-codes.ts";
import { type Terminal, table } from "../terminal.ts";

export interface ScoreOptions {
  readonly from?: string;
  readonly lengthNormalised?: boolean;
  readonly parquet: boolean;
}

export async function scoreFolder(run: string, options: ScoreOptions, terminal: Terminal): Promise<number> {
  const { instruments } = await import("@refract/instruments");
  const results = await rescoreRun(run, instruments, {
    from: options.from,
    lengthNormalised: options.lengthNormalised ?? false,
    parquet: options.parquet,
  });
  const instrument = instruments.find(({ id }) => id === results.identity.instrument);
  terminal.result(results, instrument === undefined ? "" : headlineTable(instrument, results));
  return exitCodes.ok;
}

/** The headline metrics of each model and variant, with intervals; what is no real model or data says so. */
export function headlineTable(instrument: Instrument, results: RunResults): string {
  const headlines = instrument.metrics.filter(({ headline }) => headline);
  const rows = results.means.flatMap((mean) => {
    const metric = headlines.find(({ id }) => id === mean.metric);
    if (metric === undefined || mean.cut !== null) return [];
    const shown = (value: number | null) =>
      value === null ? null : metric.unit === "share" ? `${(100 * value).toFixed(1)} %` : value.toFixed(3);
    const demo = results.respondents.find(({ id }) => id === mean.respondent)?.demo === true;
    return [
      [
        demo ? `${mean.respondent} (scripted demonstration)` : mean.respondent,
        mean.variant,
        metric.title,
        shown(mean.mean) ?? mean.method,
        mean.lower === null ? "–" : `${shown(mean.lower)} to ${shown(mean.upper)}`,
        mean.points,
      ],
    ];
  });
  const { counts, synthetic, problems, judge } = results;
  const notes = [
    ...(judge === null ? [] : [`judged by ${judge.id}${judge.demo ? " (scripted verdicts)" : ""}`]),
    ...(synthetic ? ["the records were made for tests"] : []),
    ...(problems.length > 0
      ? [
          `${problems.length} ${problems.length === 1 ? "problem" : "problems"} in the records, see manifest.json`,
        ]
      : []),
    ...describeAnswers(results),
    ...(counts.incompleteGroups > 0
      ? [
          counts.incompleteGroups === 1
            ? "1 scoring group is not complete"
            : `${counts.incompleteGroups} scoring groups are not complete`,
        ]
      : []),
  ];
  return [
    table(["model", "variant", "metric", "mean", "95 % interval", "groups"], rows),
    ...(notes.length > 0 ? [notes.join("\n")] : []),
  ].join("\n\n");
}
