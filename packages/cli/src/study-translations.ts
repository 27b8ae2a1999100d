import {
  csvLine,
  editYaml,
  RefractError,
  restoreFormula,
  type StudyProblem,
  valueAt,
  type YamlEdit,
} from "@refract/core";

const columns = ["file", "place", "language", "source", "translation"] as const;

/** A text that is missing in one language of a study. */
export interface MissingText {
  readonly file: string;
  /** Dotted path of the text in its file. */
  readonly place: string;
  readonly language: string;
  readonly source: string;
}

/** Every text that a check found missing, one row a language. */
export function missingTexts(
  problems: readonly StudyProblem[],
  files: Readonly<Record<string, string>>,
): readonly MissingText[] {
  return problems.flatMap(({ file, field, untranslated = [] }) => {
    const path = pathOf(field);
    const source = sourceOf(valueAt(files[file] ?? "", path), path);
    return untranslated.map((language) => ({ file, place: field, language, source }));
  });
}

/** One line a language, in the order found: how many texts are missing and where the first is. */
export function summariseMissing(problems: readonly StudyProblem[]): readonly string[] {
  const byLanguage = new Map<string, StudyProblem[]>();
  for (const problem of problems)
    for (const language of problem.untranslated ?? [])
      byLanguage.set(language, [...(byLanguage.get(language) ?? []), problem]);
  return [...byLanguage].map(([language, [first, ...others]]) => {
    const place = first === undefined ? "" : `${first.file}:${first.line}:${first.column}`;
    return `warning: ${others.length + 1} ${others.length === 0 ? "text has" : "texts have"} no wording in ${language} (the first at ${place}); --translations FILE.csv writes a sheet to fill in`;
  });
}

/** The sheet, with a byte-order mark so that spreadsheets read its letters. */
export function translationSheet(texts: readonly MissingText[]): string {
  const rows = texts.map(({ file, place, language, source }) =>
    csvLine([file, place, language, source, null]),
  );
  return `\u{feff}${csvLine([...columns])}${rows.join("")}`;
}

export interface FilledSheet {
  /** Files that change, whole. */
  readonly files: ReadonlyMap<string, string>;
  readonly filled: number;
  readonly empty: number;
}

/**
 * The study's files with the translations of a sheet. Throws `invalid-input` with the sheet's line where a row names no
 * text of the study, or a text whose wording is no longer the one that was translated.
 */
export function fillTranslations(
  files: Readonly<Record<string, string>>,
  sheet: {
    readonly columns: readonly string[];
    readonly rows: readonly { line: number; cells: readonly string[] }[];
  },
  name: string,
  firstLanguage: string,
): FilledSheet {
  const place = columns.map((column) => sheet.columns.indexOf(column));
  const lacking = columns.filter((_column, index) => (place[index] ?? -1) < 0);
  if (lacking.length > 0)
    throw new RefractError(
      "invalid-input",
      `${name}: no column ${lacking.join(", ")}, expected ${columns.join(", ")}`,
    );
  const edits = new Map<string, Map<string, { path: (string | number)[]; texts: Record<string, string> }>>();
  let filled = 0;
  let empty = 0;
  for (const { line, cells } of sheet.rows) {
    const [file = "", field = "", language = "", source = "", translation = ""] = place.map((index) =>
      restoreFormula(cells[index] ?? ""),
    );
    if (translation.trim() === "") {
      empty += 1;
      continue;
    }
    const path = pathOf(field);
    const before = Object.hasOwn(files, file) ? valueAt(files[file] ?? "", path) : undefined;
    const fail = (expected: string) =>
      new RefractError("invalid-input", `${name} line ${line}: ${file}: ${field}: ${expected}`);
    if (before === undefined) throw fail("there is no such text, expected a place of this study");
    const now = sourceOf(before, path);
    if (now !== source)
      throw fail(`the text is now ${JSON.stringify(now)}, expected the one translated; write a new sheet`);
    const ofFile = edits.get(file) ?? new Map();
    edits.set(file, ofFile);
    const { texts } = ofFile.get(field) ?? {
      texts: isChoicePlace(path) ? { [firstLanguage]: now } : textsOf(before, firstLanguage),
    };
    ofFile.set(field, { path, texts: { ...texts, [language]: translation } });
    filled += 1;
  }
  const changed = [...edits].map(([file, ofFile]): [string, string] => {
    const changes = [...ofFile.values()].map(
      ({ path, texts }): YamlEdit => ({
        path,
        value: isChoicePlace(path) ? { ...choiceOf(valueAt(files[file] ?? "", path)), text: texts } : texts,
      }),
    );
    return [file, editYaml(files[file] ?? "", changes)];
  });
  return { files: new Map(changed), filled, empty };
}

/** A choice, column or row without a text, `choices[3]`; its text becomes a field of its own. */
function isChoicePlace(path: readonly (string | number)[]): boolean {
  return typeof path.at(-1) === "number" && /^(?:choices|columns|rows)$/.test(String(path.at(-2)));
}

function choiceOf(found: unknown): { readonly value?: unknown } {
  return typeof found === "object" && found !== null ? found : { value: found };
}

function textsOf(value: unknown, firstLanguage: string): Record<string, string> {
  if (typeof value !== "object" || value === null) return { [firstLanguage]: String(value) };
  return Object.fromEntries(Object.entries(value).map(([language, text]) => [language, String(text)]));
}

function sourceOf(value: unknown, path: readonly (string | number)[]): string {
  if (isChoicePlace(path)) return String(choiceOf(value).value ?? "");
  if (typeof value !== "object" || value === null) return String(value ?? "");
  return String(Object.values(value)[0] ?? "");
}

/** `pages[0].title` as steps. */
function pathOf(field: string): (string | number)[] {
  return [...field.matchAll(/([^.[\]]+)|\[(\d+)\]/g)].map((match) =>
    match[2] === undefined ? (match[1] ?? "") : Number(match[2]),
  );
}
