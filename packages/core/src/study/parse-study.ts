import { type Document, isNode, LineCounter, parseDocument } from "yaml";
import type * as z from "zod";
import { RefractError } from "../refract-error.ts";
import type { createStudySchema, Study } from "./study-schema.ts";

/** One thing wrong in a study file, at a place. */
export interface StudyProblem {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** Dotted path of the field, empty for the file as a whole. */
  readonly field: string;
  readonly message: string;
  readonly severity: "error" | "warning";
}

/** Finds the line and column of a field in the file it was read from. */
export type Locate = (path: readonly PropertyKey[]) => { readonly line: number; readonly column: number };

export interface ParsedStudy {
  /** Null when there is an error among the problems. */
  readonly study: Study | null;
  readonly problems: readonly StudyProblem[];
  readonly locate: Locate;
}

const maximumBytes = 2_000_000;

/**
 * Reads a study file (YAML 1.2 or JSON). Never throws on bad content: every error comes back with line and column.
 * Aliases are limited so that a file from a stranger can't blow up.
 */
export function parseStudy(
  text: string,
  schema: ReturnType<typeof createStudySchema>,
  file = "study.yaml",
): ParsedStudy {
  const lineCounter = new LineCounter();
  if (text.length > maximumBytes) {
    const problem = {
      file,
      line: 1,
      column: 1,
      field: "",
      message: `the file has ${text.length} characters, expected at most ${maximumBytes}`,
      severity: "error" as const,
    };
    return { study: null, problems: [problem], locate: () => ({ line: 1, column: 1 }) };
  }
  const document = parseDocument(text, { lineCounter, prettyErrors: false, uniqueKeys: true });
  const place = (offset: number) => {
    const { line, col } = lineCounter.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const locate: Locate = (path) => place(offsetOf(document, path));
  if (document.errors.length > 0) {
    const problems = document.errors.map((error) => ({
      file,
      ...place(error.pos[0]),
      field: "",
      message: error.message.replace(/\.$/, "").toLowerCase(),
      severity: "error" as const,
    }));
    return { study: null, problems, locate };
  }
  let plain: unknown;
  try {
    plain = document.toJS({ maxAliasCount: 100 });
  } catch (cause) {
    const problem = {
      file,
      line: 1,
      column: 1,
      field: "",
      message: `aliases can't be resolved: ${String(cause)}`,
      severity: "error" as const,
    };
    return { study: null, problems: [problem], locate };
  }
  const result = schema.safeParse(plain, { reportInput: true });
  if (result.success) return { study: result.data, problems: [], locate };
  const problems = result.error.issues.flatMap(leafIssues).map((issue) => ({
    file,
    ...locate(issue.path),
    field: fieldName(issue.path),
    message: describeIssue(issue),
    severity: "error" as const,
  }));
  return { study: null, problems, locate };
}

/** `file:line:column: field: message`, the form editors can jump to. */
export function formatProblem(problem: StudyProblem): string {
  const field = problem.field === "" ? "" : `${problem.field}: `;
  return `${problem.file}:${problem.line}:${problem.column}: ${field}${problem.message}`;
}

/** The study, or one error that lists every problem. */
export function requireStudy(parsed: ParsedStudy): Study {
  if (parsed.study !== null) return parsed.study;
  throw new RefractError("invalid-input", parsed.problems.map(formatProblem).join("\n"));
}

/** `stages[2].turns.min` */
export function fieldName(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (name, part) =>
      typeof part === "number" ? `${name}[${part}]` : name === "" ? String(part) : `${name}.${String(part)}`,
    "",
  );
}

/** A schema issue in Refract's voice: the value that is there and what was expected. */
export function describeIssue(issue: z.core.$ZodIssue): string {
  const shown = (value: unknown) => {
    const text = JSON.stringify(value) ?? "nothing";
    return text.length > 80 ? `${text.slice(0, 77)}…` : text;
  };
  const invalid = issue.input === undefined ? "missing" : `invalid value ${shown(issue.input)}`;
  switch (issue.code) {
    case "invalid_type":
      return `${invalid}, expected ${issue.expected}`;
    case "invalid_value":
      return `${invalid}, expected ${issue.values.length > 1 ? "one of " : ""}${issue.values.map(shown).join(", ")}`;
    case "unrecognized_keys":
      return `unknown field ${issue.keys.map((key) => `"${key}"`).join(", ")}`;
    case "too_small":
      return `${invalid}, expected ${issue.inclusive === false ? "more than" : "at least"} ${issue.minimum}${unitOf(issue.origin)}`;
    case "too_big":
      return `${invalid}, expected ${issue.inclusive === false ? "less than" : "at most"} ${issue.maximum}${unitOf(issue.origin)}`;
    case "invalid_union":
      return "discriminator" in issue && typeof issue.discriminator === "string"
        ? `${invalid}, expected a known ${issue.discriminator}`
        : `${invalid}, expected another form`;
    case "custom":
      return issue.message;
    default:
      return `${invalid}, ${lowerFirst(issue.message)}`;
  }
}

function unitOf(origin: string): string {
  if (origin === "string") return " characters";
  return origin === "array" || origin === "set" ? " entries" : "";
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** A union reports every branch; the branch that got furthest says best what is wrong. */
function leafIssues(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== "invalid_union" || issue.errors.length === 0) return [issue];
  const branches = issue.errors.map((branch) =>
    branch.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }) as z.core.$ZodIssue),
  );
  const depth = (branch: z.core.$ZodIssue[]) => Math.max(...branch.map((inner) => inner.path.length));
  const best = branches.toSorted((a, b) => depth(b) - depth(a) || a.length - b.length)[0] ?? [];
  return best.flatMap(leafIssues);
}

function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}
