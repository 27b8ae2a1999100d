import type * as z from "zod";
import { describeIssue, expectedFields, fieldName, leafIssues } from "./describe-issue.ts";
import { type LocatedYaml, readLocatedYaml } from "./located-yaml.ts";
import type { createStudySchema, Study } from "./study-schema.ts";
import { valueByShape } from "./value-by-shape.ts";

/** One thing wrong in a study file, or another file of the same kind, at a place. */
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
  /** Languages of the study in which a text is missing; left out for any other problem. */
  readonly untranslated?: readonly string[];
}

/** Finds the line and column of a field in the file it was read from. */
export type Locate = LocatedYaml["locate"];

export interface ParsedStudy {
  /** Null when there is an error among the problems. */
  readonly study: Study | null;
  readonly problems: readonly StudyProblem[];
  readonly locate: Locate;
}

/** Reads a study file (YAML 1.2 or JSON). Never throws on bad content: every error comes back with line and column. */
export function parseStudy(
  text: string,
  schema: ReturnType<typeof createStudySchema>,
  file = "study.yaml",
): ParsedStudy {
  const { value, ...parsed } = parseYaml(text, schema, file);
  return { study: value, ...parsed };
}

/**
 * Reads a study file that an earlier version of this program took. There is a study as long as the file has the shape of
 * one; the rules it breaks are the problems beside it.
 */
export function parseStoredStudy(
  text: string,
  schema: ReturnType<typeof createStudySchema>,
  file = "study.yaml",
): ParsedStudy {
  const strict = parseStudy(text, schema, file);
  if (strict.study !== null) return strict;
  const { value, faults } = readLocatedYaml(text);
  return faults.length > 0 ? strict : { ...strict, study: valueByShape(schema, value) };
}

/** Reads any small YAML (or JSON) file by a schema, in the same way. */
export function parseYaml<Schema extends z.ZodType>(
  text: string,
  schema: Schema,
  file: string,
): {
  /** Null when there is a problem. */
  readonly value: z.output<Schema> | null;
  readonly problems: readonly StudyProblem[];
  readonly locate: Locate;
} {
  const yaml = readLocatedYaml(text);
  const { locate } = yaml;
  if (yaml.faults.length > 0) {
    const problems = yaml.faults.map((fault) => ({ file, field: "", severity: "error" as const, ...fault }));
    return { value: null, problems, locate };
  }
  const result = schema.safeParse(yaml.value, { reportInput: true, error: expectedFields });
  if (result.success) return { value: result.data, problems: [], locate };
  const problems = result.error.issues
    .flatMap(leafIssues)
    .flatMap(oneFieldEach)
    .map((issue) => ({
      file,
      ...placeOf(issue, yaml),
      field: fieldName(issue.path),
      message: describeIssue(issue),
      severity: "error" as const,
    }));
  return { value: null, problems, locate };
}

/** `file:line:column: field: message`, the form editors can jump to. */
export function formatProblem(problem: StudyProblem): string {
  const field = problem.field === "" ? "" : `${problem.field}: `;
  return `${problem.file}:${problem.line}:${problem.column}: ${field}${problem.message}`;
}

/** A schema names the unknown fields of an object together; each stands at a place of its own. */
function oneFieldEach(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  return issue.code === "unrecognized_keys" ? issue.keys.map((key) => ({ ...issue, keys: [key] })) : [issue];
}

/** What is wrong about a name is shown at the name. */
function placeOf(issue: z.core.$ZodIssue, yaml: LocatedYaml) {
  if (issue.code === "unrecognized_keys") return yaml.locateKey([...issue.path, ...issue.keys]);
  return issue.code === "invalid_key" ? yaml.locateKey(issue.path) : yaml.locate(issue.path);
}
