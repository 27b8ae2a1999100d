import { createHash } from "node:crypto";

/** A line of a source file. */
export interface SourceLine {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly text: string;
}

const comment = /^(\/\/|\/\*|\*)/;
const declaration = /^(import|export \{|export \*|export type|type|interface|readonly|\})/;
const changeable =
  /[<>]=?\s|[!=]==|&&|\|\||\?\?|\?\.|[-+*/%]\s|[-+*/%]=|!\w|\b(true|false|Math|slice|filter|some|every|sort)/;

/** Lines of a file on which a change could show: no comments, imports or types. */
export function changeableLines(file: string, source: string): readonly SourceLine[] {
  return source.split("\n").flatMap((raw, index) => {
    const text = raw.trim();
    const isCode = text !== "" && !comment.test(text) && !declaration.test(text);
    return isCode && changeable.test(text) ? [{ file, line: index + 1, text }] : [];
  });
}

/**
 * At most `count` of the lines. Which ones hangs on their text alone, so that a line stays in the sample while others
 * around it come and go.
 */
export function sampleLines(lines: readonly SourceLine[], count: number): readonly SourceLine[] {
  const rank = ({ file, text }: SourceLine) => createHash("sha256").update(`${file}\n${text}`).digest("hex");
  return lines
    .map((line) => ({ line, rank: rank(line) }))
    .toSorted((one, other) => (one.rank < other.rank ? -1 : one.rank > other.rank ? 1 : 0))
    .slice(0, count)
    .map(({ line }) => line);
}
