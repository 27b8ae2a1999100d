import { isNode, LineCounter, parseDocument } from "yaml";

export interface Place {
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

/** A JSON (or YAML) text, read, with the place of every field. */
export type LocatedDocument =
  | { readonly content: unknown; readonly locate: (path: readonly PropertyKey[]) => Place }
  | { readonly problem: string; readonly place: Place };

/** Reads JSON through YAML 1.2, its superset, since that parser knows where each value stands. */
export function readLocated(text: string, maximumCharacters: number): LocatedDocument {
  const top = { line: 1, column: 1 };
  if (text.length > maximumCharacters) {
    return {
      problem: `the file has ${text.length} characters, expected at most ${maximumCharacters}`,
      place: top,
    };
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const error = document.errors[0];
  if (error !== undefined) {
    return { problem: error.message.replace(/\.$/, "").toLowerCase(), place: place(error.pos[0]) };
  }
  let content: unknown;
  try {
    content = document.toJS({ maxAliasCount: 100 });
  } catch (cause) {
    return { problem: `aliases can't be resolved: ${String(cause)}`, place: top };
  }
  return {
    content,
    locate: (path) => {
      for (let length = path.length; length > 0; length -= 1) {
        const node = document.getIn(path.slice(0, length), true);
        if (isNode(node) && node.range) return place(node.range[0]);
      }
      return document.contents?.range ? place(document.contents.range[0]) : top;
    },
  };
}
