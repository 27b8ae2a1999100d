import { type Document, isAlias, isMap, isNode, isScalar, LineCounter, parseDocument, visit } from "yaml";

/** Line and column, both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** YAML (or JSON) as plain values, with the place of each. */
export interface LocatedYaml {
  /** Undefined where there are faults. */
  readonly value: unknown;
  /** What keeps the text from being read, in the order of the text. */
  readonly faults: readonly (Place & { readonly message: string })[];
  /** Where the value at a path stands; where it is missing, the nearest that holds it. */
  readonly locate: (path: readonly PropertyKey[]) => Place;
  /** Where the name of a field stands; where it is missing, the value that should hold it. */
  readonly locateKey: (path: readonly PropertyKey[]) => Place;
}

const usualMaximum = 2_000_000;
/** How often the aliases of a file may unfold, so that a file from a stranger can't blow up. */
const maximumAliasCount = 100;

/** Reads YAML 1.2, and so JSON. Never throws on bad content. */
export function readLocatedYaml(text: string, maximumCharacters = usualMaximum): LocatedYaml {
  if (text.length > maximumCharacters) {
    const start = { line: 1, column: 1 };
    const message = `the file has ${text.length} characters, expected at most ${maximumCharacters}`;
    return { value: undefined, faults: [{ ...start, message }], locate: () => start, locateKey: () => start };
  }
  const lineCounter = new LineCounter();
  const place = (offset: number): Place => {
    const { line, col } = lineCounter.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const document = parseDocument(text, {
    lineCounter,
    prettyErrors: false,
    uniqueKeys: true,
    // Its warnings would go to the process, not to whoever asked.
    logLevel: "error",
  });
  const locate = (path: readonly PropertyKey[]) => place(offsetOf(document, path));
  const locateKey = (path: readonly PropertyKey[]) =>
    place(keyOffset(document, path) ?? offsetOf(document, path));
  const faults = ownErrors(document).map((error) => ({
    ...place(error.pos[0]),
    message: syntaxMessage(error.code, error.message),
  }));
  if (faults.length === 0) faults.push(...aliasFaults(document, place));
  if (faults.length === 0 && document.contents === null)
    faults.push({ line: 1, column: 1, message: "the file is empty, expected fields" });
  if (faults.length > 0) return { value: undefined, faults, locate, locateKey };
  try {
    return { value: document.toJS({ maxAliasCount: maximumAliasCount }), faults, locate, locateKey };
  } catch {
    const message = `the aliases unfold too often, expected at most ${maximumAliasCount} times`;
    return { value: undefined, faults: [{ line: 1, column: 1, message }], locate, locateKey };
  }
}

/** What follows an error of syntax is read amiss: of those only the first is told, and every tab, being one by itself. */
function ownErrors({ errors }: Document): Document["errors"] {
  const tabs = errors.filter(({ code }) => code === "TAB_AS_INDENT");
  if (tabs.length > 0) return tabs;
  const isTwice = ({ code }: Document["errors"][number]) => code === "DUPLICATE_KEY";
  const first = errors.find((error) => !isTwice(error));
  return errors.filter((error) => error === first || isTwice(error));
}

function syntaxMessage(code: string, message: string): string {
  switch (code) {
    case "DUPLICATE_KEY":
      return "a field of this name stands above, expected it once";
    case "TAB_AS_INDENT":
      return "a tab at the start of the line, expected spaces";
    case "BLOCK_AS_IMPLICIT_KEY":
      return 'a field begins inside a value, expected quotes round a text with ": " in it, or a line of its own';
    case "MULTILINE_IMPLICIT_KEY":
    case "MISSING_CHAR":
      return /implicit/i.test(message)
        ? "this line is no field, expected its name, a colon, a blank and its value"
        : otherSyntaxMessage(message);
    case "UNEXPECTED_TOKEN":
      return "what stands here is no part of the value before it, expected quotes round a text with { } [ ] , : or # in it";
    case "MULTIPLE_DOCS":
      return "a second document begins, expected one";
    default:
      return otherSyntaxMessage(message);
  }
}

function otherSyntaxMessage(message: string): string {
  if (/call stack/i.test(message)) return "nested too deep, expected some dozens of levels at most";
  const sentence = message.replace(/\.$/, "");
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}

function aliasFaults(document: Document, place: (offset: number) => Place): (Place & { message: string })[] {
  const faults: (Place & { message: string })[] = [];
  const anchored = new Map<string, unknown>();
  visit(document, {
    Node: (_key, node, path) => {
      if (!isAlias(node)) {
        if (node.anchor !== undefined) anchored.set(node.anchor, node);
        return;
      }
      const report = (message: string) => faults.push({ ...place(node.range?.[0] ?? 0), message });
      const target = anchored.get(node.source);
      if (target === undefined) report(`unknown alias "${node.source}", expected an anchor above it`);
      else if (path.some((ancestor) => ancestor === target))
        report(`alias "${node.source}" stands inside what it stands for`);
    },
  });
  return faults;
}

function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}

function keyOffset(document: Document, path: readonly PropertyKey[]): number | null {
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  if (!isMap(parent)) return null;
  const name = String(path.at(-1));
  const key = parent.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === name)?.key;
  return isNode(key) && key.range ? key.range[0] : null;
}
