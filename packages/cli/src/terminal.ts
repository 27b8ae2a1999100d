import type { Command } from "commander";
import { printable, printedJson } from "./printable.ts";

/** How commands talk: progress on the error stream of a terminal, one result on the output stream. */
export interface Terminal {
  readonly json: boolean;
  /** The result: one JSON document with --json, else the text. */
  result(document: unknown, text: string): void;
  /** A line for a person; silent with --json. */
  say(text: string): void;
  /** Something to know while work goes on, on the error stream; also with --json. */
  notice(text: string): void;
  /** `unequal` steps take very different times, so that their pace says nothing of the rest. */
  progress(label: string, steps?: "equal" | "unequal"): ProgressBar;
}

export interface ProgressBar {
  update(done: number, total: number | null, message?: string): void;
  end(): void;
}

const drawEveryMs = 100;

export function createTerminal(json: boolean): Terminal {
  return {
    json,
    result: (document, text) => process.stdout.write(`${json ? printedJson(document) : printable(text)}\n`),
    say: (text) => {
      if (!json) process.stdout.write(`${printable(text)}\n`);
    },
    notice: (text) => process.stderr.write(`${process.stderr.isTTY ? "\r\u001b[K" : ""}${printable(text)}\n`),
    progress: (label, steps = "equal") =>
      json || !process.stderr.isTTY ? silentBar : createBar(label, steps === "equal" ? createPace() : null),
  };
}

/** Rows under a header, numbers to the right. */
export function table(
  header: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
): string {
  const cells = [header, ...rows].map((row) =>
    row.map((cell) => (cell === null ? "–" : typeof cell === "number" ? formatNumber(cell) : cell)),
  );
  const widths = header.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const isNumeric = header.map(
    (_, column) =>
      rows.length > 0 && rows.every((row) => typeof row[column] === "number" || row[column] === null),
  );
  return cells
    .map((row) =>
      row
        .map((cell, column) =>
          isNumeric[column] === true ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
        )
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

export function formatNumber(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: 4 });
}

const silentBar: ProgressBar = Object.freeze({ update: () => {}, end: () => {} });

function createBar(label: string, pace: Pace | null): ProgressBar {
  let drawnAt = Number.NEGATIVE_INFINITY;
  return {
    update: (done, total, message = "") => {
      const now = performance.now();
      const shownPace = pace === null ? "" : ` (${pace(done, total)})`;
      if (now - drawnAt < drawEveryMs && done !== total) return;
      drawnAt = now;
      const count = total === null ? formatNumber(done) : `${formatNumber(done)}/${formatNumber(total)}`;
      process.stderr.write(`\r\u001b[K${label} ${count}${shownPace} ${printable(message).slice(0, 60)}`);
    },
    end: () => process.stderr.write("\r\u001b[K"),
  };
}

/** "20/s, 40 s left" of work that has done so much of so much. */
export type Pace = (done: number, total: number | null) => string;

/** A pace from now on. What was done before does not count: work that goes on where it stopped is no faster for it. */
export function createPace(): Pace {
  const startedAt = performance.now();
  let doneBefore: number | null = null;
  return (done, total) => {
    doneBefore ??= done;
    const rate = (done - doneBefore) / Math.max(0.001, (performance.now() - startedAt) / 1000);
    const shown = formatNumber(rate < 10 ? Math.round(rate * 10) / 10 : Math.round(rate));
    return total === null || rate === 0
      ? `${shown}/s`
      : `${shown}/s, ${formatDuration((total - done) / rate)} left`;
  };
}

function formatDuration(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}

/** Whether --json was given, wherever it stood. */
export function wantsJson(command: Command): boolean {
  return command.optsWithGlobals().json === true;
}
