import type { Instrument } from "@refract/core";
import {
  absent,
  type Cell,
  createTable,
  leadingText,
  type MainFinding,
  numberCell,
  type Section,
  type Table,
} from "@refract/report";
import type { MeanScore, RunResults } from "../scores/results.ts";

/** A run, as far as leaderboards read it, with what it was asked. */
export interface CardRun {
  readonly instrument: Instrument;
  readonly results: Pick<RunResults, "means" | "respondents" | "lengthNormalised" | "judge"> & {
    readonly identity: Pick<RunResults["identity"], "mode" | "dataVersion" | "limit" | "seed">;
  };
}

type Metric = Instrument["metrics"][number];

/** Models by one headline metric under one variant, the best first. */
interface Board {
  readonly instrument: Instrument;
  readonly metric: Metric;
  readonly variant: string;
  readonly means: readonly MeanScore[];
  /** Models that were asked and have no score, with the reason. */
  readonly unscored: readonly { readonly model: string; readonly why: string; readonly groups: number }[];
  readonly mode: string;
  readonly seed: string;
}

const leaderboardId = "leaderboard";

/**
 * The chapter that comes first where several models were asked the same: who is ahead, and whether by more than chance. Runs are
 * put together where instrument, version, scoring mode and data are the same. Null where no two models can be ranked.
 */
export function leaderboardSection(runs: readonly CardRun[]): Section | null {
  const boards = boardsOf(runs);
  const [first] = boards;
  if (first === undefined) return null;
  const texts = boards.map(leaderText);
  return {
    id: leaderboardId,
    title: "Leaderboard",
    summary: texts[0] ?? "",
    provenance: {
      population: "scoring groups of each run",
      weights: "none: every scoring group counts once",
      n: [...new Set(boards.map(nOf))].join("; "),
      method:
        "models in the order of their mean; intervals of single models, so that those of two which overlap may still differ: the chapter of pairs compares them on the same items",
      mode: [...new Set(boards.map(({ mode }) => mode))].join(", "),
      seed: [...new Set(boards.map(({ seed }) => seed))].join(", "),
      source: [...new Set(boards.map(({ instrument }) => instrument.paper))].join("; "),
    },
    blocks: boards.map(boardTable),
  };
}

/** What the leaderboards say, the first metric of each instrument first; at most three. */
export function leaderboardFindings(runs: readonly CardRun[]): readonly MainFinding[] {
  return boardsOf(runs)
    .slice(0, 3)
    .map((board) => ({
      text: leaderText(board),
      n: nOf(board),
      method: `${board.metric.title}, mean over scoring groups with 95 % intervals`,
      section: leaderboardId,
    }));
}

function boardsOf(runs: readonly CardRun[]): readonly Board[] {
  const together = new Map<string, CardRun[]>();
  for (const run of runs) {
    const { identity } = run.results;
    // points of different judges, data or ways of scoring say nothing of each other
    const key = JSON.stringify([
      ...[run.instrument.id, run.instrument.version, identity.mode, identity.dataVersion, identity.limit],
      ...[run.results.lengthNormalised, run.results.judge?.use ?? null],
    ]);
    together.set(key, [...(together.get(key) ?? []), run]);
  }
  return [...together.values()].flatMap((same) => {
    const [{ instrument, results } = { instrument: null, results: null }] = same;
    if (instrument === null || results === null) return [];
    const overall = same.flatMap((run) => run.results.means).filter(({ cut }) => cut === null);
    const asked = [...new Set(same.flatMap((run) => run.results.respondents.map(({ id }) => id)))];
    return instrument.metrics
      .filter(({ headline, higherIsBetter }) => headline && higherIsBetter !== null)
      .flatMap((metric) => {
        const all = overall.filter((mean) => mean.metric === metric.id);
        const own = all.filter(({ mean }) => mean !== null);
        return [...new Set(own.map(({ variant }) => variant))].flatMap((variant): readonly Board[] => {
          const sign = metric.higherIsBetter === true ? 1 : -1;
          const means = own
            .filter((mean) => mean.variant === variant)
            .toSorted((one, other) => sign * ((other.mean ?? 0) - (one.mean ?? 0)));
          const models = new Set(means.map(({ respondent }) => respondent));
          const unscored = asked
            .filter((model) => !models.has(model))
            .map((model) => ({
              model,
              ...withoutScore(all.find((mean) => mean.respondent === model && mean.variant === variant)),
            }));
          const { mode, seed } = results.identity;
          return models.size < 2 ? [] : [{ instrument, metric, variant, means, unscored, mode, seed }];
        });
      });
  });
}

/** Why a model has no score, of its row without a mean or of none at all. */
function withoutScore(mean: MeanScore | undefined): { readonly why: string; readonly groups: number } {
  if (mean === undefined) return { why: "no scoring group is complete", groups: 0 };
  const reasons = Object.entries(mean.missing).map(([reason, count]) => `${count} ${reason}`);
  const { method, points } = mean;
  return { why: reasons.length === 0 ? method : `${method}: ${reasons.join(", ")}`, groups: points };
}

function nOf({ means, unscored }: Board): string {
  const points = means.map((mean) => mean.points);
  const [least, most] = [Math.min(...points), Math.max(...points)];
  return `${means.length} models, ${least === most ? least.toLocaleString("en-US") : `${least.toLocaleString("en-US")} to ${most.toLocaleString("en-US")}`} scoring groups each${unscored.length === 0 ? "" : `; ${unscored.length} more without a score`}`;
}

function leaderText({ instrument, metric, variant, means, unscored }: Board): string {
  const variants = instrument.variants.length > 1 ? ` (${variant})` : "";
  const text = leadingText(
    `${metric.title}${variants}`,
    means.map(({ respondent, lower, upper }) => ({ name: respondent, lower, upper })),
    metric.higherIsBetter !== false,
  );
  const models = means.length + unscored.length;
  const without =
    unscored.length === 0
      ? ""
      : ` ${unscored.length} of ${models} models ${unscored.length === 1 ? "has" : "have"} no score.`;
  return `${instrument.title}: ${text ?? ""}${without}`;
}

function boardTable(board: Board, place: number): Table {
  const { instrument, metric, variant, means, unscored } = board;
  const [first] = means;
  const higher = metric.higherIsBetter !== false;
  const most = Math.max(...means.map(({ points }) => points));
  return createTable({
    id: `board-${place + 1}`,
    title: `${instrument.title}: ${metric.title}${instrument.variants.length > 1 ? ` (${variant})` : ""}`,
    caption: `${metric.description}. ${higher ? "More" : "Less"} is better. A model whose interval reaches that of the first may be as good. A model with fewer scoring groups than others rests on less, and perhaps on easier ones.`,
    n: nOf(board),
    columns: [
      { name: "rank", title: "Rank", kind: "integer" },
      { name: "model", title: "Model", kind: "text" },
      { name: "mean", title: "Mean", kind: "number", digits: 3 },
      { name: "lower", title: "From", kind: "number", digits: 3 },
      { name: "upper", title: "To", kind: "number", digits: 3 },
      { name: "groups", title: "Groups", kind: "integer" },
      { name: "reaches_first", title: "Reaches the first", kind: "flag" },
      { name: "note", title: "Note", kind: "text" },
    ],
    rows: [
      ...means.map((mean): readonly Cell[] => [
        1 + means.filter((other) => (higher ? 1 : -1) * ((other.mean ?? 0) - (mean.mean ?? 0)) > 0).length,
        mean.respondent,
        numberCell(mean.mean, mean.method),
        numberCell(mean.lower, mean.method),
        numberCell(mean.upper, mean.method),
        mean.points,
        reaches(mean, first, higher) ?? numberCell(null, mean.method),
        mean.points < most ? `${mean.points} of ${most} scoring groups` : "",
      ]),
      ...unscored.map(({ model, why, groups }): readonly Cell[] => [
        absent("no score"),
        model,
        ...Array.from({ length: 3 }, () => absent(why)),
        groups,
        absent("no score"),
        `no score: ${why}`,
      ]),
    ],
    shown: 100,
  });
}

/** Null where one of the two has no interval. */
function reaches(mean: MeanScore, first: MeanScore | undefined, higher: boolean): boolean | null {
  if (first === undefined) return null;
  const [edge, bound] = higher ? [first.lower, mean.upper] : [first.upper, mean.lower];
  if (edge === null || bound === null) return null;
  return higher ? bound >= edge : bound <= edge;
}
