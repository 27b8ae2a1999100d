import { parseSync, Visitor } from "oxc-parser";

/**
 * Ways round the type checker in a file: `any`, a cast of a cast, `!`, and comments that switch checks off.
 *
 * An `any` that another package's interface asks for is excused by the linter's comment with its reason on the line above.
 *
 * @returns a sentence each, with the line
 */
export function typeEscapes(path: string, source: string): readonly string[] {
  const { program, comments } = parseSync(path, source);
  const found: string[] = [];
  const add = (node: { readonly start: number }, what: string) => {
    found.push(`${path} line ${source.slice(0, node.start).split("\n").length}: ${what}`);
  };
  new Visitor({
    TSAnyKeyword: (node) => {
      if (!isExcused(source, node.start)) add(node, "any");
    },
    TSNonNullExpression: (node) => add(node, "an exclamation mark instead of a check"),
    TSAsExpression: (node) => {
      if (node.expression.type === "TSAsExpression") add(node, "a cast of a cast");
    },
    TSEnumDeclaration: (node) => add(node, "an enum, which Node cannot run"),
  }).visit(program);
  for (const comment of comments) {
    if (/^\s*@ts-(ignore|nocheck)/.test(comment.value))
      add(comment, "a comment that switches the checker off");
  }
  return found;
}

function isExcused(source: string, offset: number): boolean {
  const above = source.slice(0, offset).split("\n").at(-2) ?? "";
  return /^\s*\/\/ biome-ignore lint\/suspicious\/noExplicitAny: \S/.test(above);
}
