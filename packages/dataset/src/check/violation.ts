import { showValue } from "../jsonl/record-issue.ts";

/**
 * What can be wrong with a dataset folder:
 * `file` missing, misnamed or empty files; `encoding` bytes and line ends; `syntax` not JSON; `schema` fields and values of one
 * record; `duplicate` an id or row twice; `reference` an id nobody has; `turns` gaps; `responses` number and models of a
 * turn's responses; `choice` the chosen response; `history` conversations and utterances that disagree; `survey` survey
 * logic and order maps; `total` sums that don't add up; `metadata` rows about texts; `manifest` what the manifest says.
 */
export const violationKinds = [
  "file",
  "encoding",
  "syntax",
  "schema",
  "duplicate",
  "reference",
  "turns",
  "responses",
  "choice",
  "history",
  "survey",
  "total",
  "metadata",
  "manifest",
] as const;
export type ViolationKind = (typeof violationKinds)[number];

/** One thing wrong, at a place. */
export interface Violation {
  readonly kind: ViolationKind;
  /** Path inside the folder. */
  readonly file: string;
  /** From 1; null for the file as a whole. */
  readonly line: number | null;
  /** Dotted path inside the record; empty for the record as a whole. */
  readonly field: string;
  /** What is there, as JSON cut to 80 characters; null when nothing is there. */
  readonly value: string | null;
  readonly expectation: string;
  /** All of it in one sentence: `survey.jsonl line 7: age: invalid value "17", expected one of …`. */
  readonly message: string;
}

export interface Finding {
  readonly kind: ViolationKind;
  readonly file: string;
  readonly line: number | null;
  readonly field: string;
  /** Shown as JSON; leave it out when nothing is there. */
  readonly value?: unknown;
  /** Replaces `invalid value …` or `missing`. */
  readonly problem?: string;
  readonly expectation: string;
}

export interface ViolationLog {
  readonly add: (finding: Finding) => void;
  /** All of them, kept or not. */
  readonly count: () => number;
  readonly byKind: () => Readonly<Partial<Record<ViolationKind, number>>>;
  readonly byFile: () => Readonly<Record<string, number>>;
  /** The first of each file up to the limit, by file as first met and by line. */
  readonly kept: () => readonly Violation[];
}

/** Counts every violation and keeps the first `limit`, so that memory stays flat however bad a folder is. */
export function createViolationLog(limit: number): ViolationLog {
  const kept: Violation[] = [];
  const kinds = new Map<ViolationKind, number>();
  const files = new Map<string, number>();
  let count = 0;
  return Object.freeze({
    add(finding: Finding) {
      count += 1;
      kinds.set(finding.kind, (kinds.get(finding.kind) ?? 0) + 1);
      files.set(finding.file, (files.get(finding.file) ?? 0) + 1);
      if (kept.length < limit) kept.push(describe(finding));
    },
    count: () => count,
    byKind: () => Object.fromEntries(kinds),
    byFile: () => Object.fromEntries(files),
    kept: () => [...kept],
  });
}

function describe(finding: Finding): Violation {
  const { kind, file, line, field, expectation } = finding;
  const value = finding.value === undefined ? null : showValue(finding.value);
  const problem = finding.problem ?? (value === null ? "missing" : `invalid value ${value}`);
  const place = line === null ? file : `${file} line ${line}`;
  const message = `${place}: ${field === "" ? "" : `${field}: `}${problem}, expected ${expectation}`;
  return Object.freeze({ kind, file, line, field, value, expectation, message });
}
