import { parseSync, Visitor } from "oxc-parser";

/** One import, export-from, `import()` or `import("…").Type` of a file. */
export interface FoundImport {
  /** As written: `zod`, `./draw.ts`, `@refract/core`. */
  readonly specifier: string;
  /** Line of the file, from 1. */
  readonly line: number;
  /** True when nothing of it is left at run time. */
  readonly typeOnly: boolean;
}

/**
 * Every import of a source file whose target is written out.
 *
 * @param path gives the language by its ending
 * @param source the file's text
 */
export function importsOf(path: string, source: string): readonly FoundImport[] {
  const { program, errors } = parseSync(path, source);
  const problem = errors[0];
  if (problem) throw new Error(`${path}: ${problem.message}`);
  const found: FoundImport[] = [];
  const add = (node: { readonly start: number }, specifier: string, typeOnly: boolean) => {
    found.push({ specifier, line: source.slice(0, node.start).split("\n").length, typeOnly });
  };
  const visitor = new Visitor({
    ImportDeclaration: (node) => add(node, node.source.value, node.importKind === "type"),
    ExportAllDeclaration: (node) => add(node, node.source.value, node.exportKind === "type"),
    ExportNamedDeclaration: (node) => {
      if (node.source) add(node, node.source.value, node.exportKind === "type");
    },
    ImportExpression: (node) => {
      if (node.source.type === "Literal" && typeof node.source.value === "string") {
        add(node, node.source.value, false);
      }
    },
    TSImportType: (node) => add(node, node.source.value, true),
  });
  visitor.visit(program);
  return found;
}
