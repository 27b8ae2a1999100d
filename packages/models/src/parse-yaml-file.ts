import { describeIssue, fieldName, formatProblem, RefractError, type StudyProblem } from "@refract/core";
import { type Document, isNode, LineCounter, parseDocument } from "yaml";
import type * as z from "zod";

const maximumLength = 2_000_000;

/**
 * Reads a small YAML file by a schema. Throws one RefractError `invalid-input` that lists every problem as
 * `file:line:column: field: what is wrong`.
 */
export function parseYamlFile<T extends z.ZodType>(text: string, schema: T, file: string): z.output<T> {
  if (text.length > maximumLength) {
    throw new RefractError(
      "invalid-input",
      `${file}: the file has ${text.length} characters, expected at most ${maximumLength}`,
    );
  }
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false, uniqueKeys: true });
  const problemAt = (offset: number, field: string, message: string): StudyProblem => {
    const { line, col } = lineCounter.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1), field, message, severity: "error" };
  };
  refuse(
    document.errors.map((error) =>
      problemAt(error.pos[0], "", error.message.replace(/\.$/, "").toLowerCase()),
    ),
  );
  const result = schema.safeParse(plainValue(document, file), { reportInput: true });
  if (result.success) return result.data;
  refuse(
    result.error.issues.map((issue) =>
      problemAt(offsetOf(document, issue.path), fieldName(issue.path), describeIssue(issue)),
    ),
  );
  throw new Error(`${file}: the schema failed without an issue`);
}

function refuse(problems: readonly StudyProblem[]): void {
  if (problems.length > 0) throw new RefractError("invalid-input", problems.map(formatProblem).join("\n"));
}

function plainValue(document: Document, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (cause) {
    throw new RefractError("invalid-input", `${file}: its aliases can't be resolved`, { cause });
  }
}

function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}
