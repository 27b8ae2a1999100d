import { RefractError } from "@refract/core";
import { parsePythonList } from "@refract/dataset/python-list";

const token = /\s+|,|[[\]]|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[^\s,[\]'"]+/suy;

/**
 * The entries of a list column, one an annotator (spec global-mmlu, "Data schema"): a Python list in either quote, read by rule and never run.
 * What one annotator chose several of is an inner list, and becomes one entry: `['none', ['cultural', 'regional']]` is `none` and
 * `cultural|regional`. Words without quotes (`None`) stay as they are.
 *
 * @throws RefractError for anything but one list
 */
export function annotatorEntries(text: string): readonly string[] {
  const entries: string[] = [];
  let inner: string[] = [];
  let depth = 0;
  let closed = false;
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const at = token.lastIndex;
    const [part] = token.exec(text) ?? [];
    if (part === undefined || (closed && part.trim() !== "")) return fail(text, at);
    if (part.trim() === "") continue;
    if (part === "[") depth += 1;
    else if (depth === 0) return fail(text, at);
    else if (part === "]") {
      depth -= 1;
      closed = depth === 0;
      if (depth !== 1) continue;
      entries.push(inner.join("|"));
      inner = [];
    } else if (part !== ",") {
      const value = /^['"]/.test(part) ? parsePythonList(`[${part}]`).join("") : part;
      (depth === 1 ? entries : inner).push(value);
    }
  }
  return closed ? entries : fail(text, text.length);
}

function fail(text: string, at: number): never {
  const found =
    at < text.length ? `${JSON.stringify(text.slice(at, at + 12))} at character ${at + 1}` : "the end";
  throw new RefractError("invalid-input", `list of annotators: ${found}, expected a list of texts`);
}
