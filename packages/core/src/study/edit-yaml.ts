import { parseDocument } from "yaml";

/** A value to put at a place of a file. */
export interface YamlEdit {
  readonly path: readonly (string | number)[];
  readonly value: unknown;
}

/** The file with values replaced; comments, order and everything else of YAML stay, and JSON stays JSON. */
export function editYaml(text: string, edits: readonly YamlEdit[]): string {
  const isJson = isJsonText(text);
  const document = parseDocument(text);
  for (const { path, value } of edits) document.setIn(path, document.createNode(value));
  return isJson ? `${JSON.stringify(document.toJS(), null, 2)}\n` : document.toString({ lineWidth: 0 });
}

/** The value at a place; undefined where there is none. */
export function valueAt(text: string, path: readonly (string | number)[]): unknown {
  const plain: unknown = parseDocument(text).toJS();
  return path.reduce<unknown>(
    (value, part) =>
      typeof value === "object" && value !== null
        ? Object.getOwnPropertyDescriptor(value, part)?.value
        : undefined,
    plain,
  );
}

function isJsonText(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
