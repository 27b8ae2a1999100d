import type { Table } from "./table.ts";

/** A JSON value, as charts are written in. */
export type ChartJson =
  | null
  | boolean
  | number
  | string
  | readonly ChartJson[]
  | { readonly [key: string]: ChartJson };

/** A Vega-Lite 6 or Vega 6 specification with its data inside (`data.values`), drawn the same in console and report. */
export interface Chart {
  readonly kind: "chart";
  /** The file name of its SVG and data: kebab-case, unique in a report. */
  readonly id: string;
  readonly title: string;
  /** What is to be seen, in words: also the chart's text for those who do not see it. */
  readonly caption: string;
  readonly method: string;
  readonly n: string;
  readonly language: "vega-lite" | "vega";
  readonly spec: { readonly [key: string]: ChartJson };
  /** The rows behind the chart, one object each: what "download data" gives. */
  readonly data: readonly { readonly [key: string]: ChartJson }[];
}

/** A paragraph of plain text. */
export interface Paragraph {
  readonly kind: "text";
  readonly text: string;
}

/** What an analysis could not do, or what a reader has to know before using a figure. */
export interface Notice {
  readonly kind: "notice";
  readonly level: "note" | "warning" | "impossible";
  readonly text: string;
  /** The cases of what the text says, one line each. */
  readonly items?: readonly string[];
}

export type Block = Table | Chart | Paragraph | Notice;

export const paragraph = (text: string): Paragraph => Object.freeze({ kind: "text", text });

export const notice = (level: Notice["level"], text: string, items: readonly string[] = []): Notice =>
  Object.freeze({ kind: "notice", level, text, ...(items.length === 0 ? {} : { items }) });

/** What every result says of itself. */
export interface Provenance {
  /** Who the figures are about, filters in their order with counts: "people with conversations (1,396 of 1,500)". */
  readonly population: string;
  readonly weights: string;
  readonly n: string;
  readonly method: string;
  readonly mode: string;
  /** Null where nothing was drawn. */
  readonly seed: string | null;
  /** Paper section or equation, or what else the method rests on. */
  readonly source: string;
}

/** A finding that stands at the top of a report: what was found, as carefully as its intervals ask for. */
export interface Headline {
  /** One or two sentences. */
  readonly text: string;
  readonly n: string;
  /** A short clause: what the figure is and how its interval was made. */
  readonly method: string;
}

/** A headline with the chapter it comes from. */
export interface MainFinding extends Headline {
  /** Id of the section. */
  readonly section: string;
}

/** One chapter of a report. */
export interface Section {
  /** kebab-case, unique in a report: the anchor in the document and the folder of its files. */
  readonly id: string;
  readonly title: string;
  /** The finding in one or two sentences. */
  readonly summary: string;
  readonly provenance: Provenance;
  readonly blocks: readonly Block[];
  /** What of it could stand at the top of a report. */
  readonly headline?: Headline;
}

/** What stands before the chapters of a report. */
export interface ReportCover {
  readonly title: string;
  readonly subtitle: string;
  /** Facts about what was read and made, in order: dataset, versions, mode, seed, hashes. No clock, so that the same input gives the same bytes. */
  readonly facts: readonly (readonly [name: string, value: string])[];
  /** Said at the top: synthetic data, demo models. */
  readonly notices: readonly Notice[];
  /** What a reader with one minute should know, the most important first. */
  readonly findings?: readonly MainFinding[];
}

/** A whole report. */
export interface Report extends ReportCover {
  readonly sections: readonly Section[];
}
