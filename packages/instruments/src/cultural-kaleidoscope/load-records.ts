import {
  type Item,
  type LoadedItems,
  type RecordFiles,
  type RecordProblem,
  RefractError,
} from "@refract/core";
import known from "./cultures.json" with { type: "json" };
import type { KaleidoscopeOptions } from "./options.ts";

const testColumns = ["id", "culture", "dimension", "question"] as const;
const preferenceColumns = ["prompt_id", "culture", "prompt", "response_a", "response_b"] as const;
type Row = Readonly<Record<string, unknown>>;

/**
 * Reads tables of test questions by their columns (ours, or renamed by the option `columns`). Rows with `conversation_id`,
 * `turn` and `role` are a script of several turns. Tables of preferences are read for their prompts: one that equals a test
 * question after trimming, case folding and folding of white space is an error, since a test must not be trained on.
 */
export async function loadKaleidoscope(
  files: RecordFiles,
  options: KaleidoscopeOptions,
): Promise<LoadedItems> {
  const column = (name: string) => options.columns[name] ?? name;
  const problems: RecordProblem[] = [];
  const items = new Map<string, Item>();
  const preferencePrompts: { readonly place: string; readonly prompt: string }[] = [];
  const headers: string[] = [];
  let synthetic = false;
  for (const name of files.names.filter((file) => /\.(csv|jsonl|parquet)$/i.test(file))) {
    const rows = await files.rows(name);
    const [first] = rows;
    if (first === undefined) continue;
    const header = Object.keys(first);
    if (preferenceColumns.every((wanted) => header.includes(column(wanted)))) {
      for (const [index, row] of rows.entries())
        preferencePrompts.push({ place: `${name} row ${index + 1}`, prompt: textOf(row, column("prompt")) });
    } else if (testColumns.every((wanted) => header.includes(column(wanted)))) {
      synthetic ||= /(^|\/)made_/.test(name);
      for (const [index, row] of rows.entries()) {
        const place = `${name} row ${index + 1}`;
        const item = testItem(row, column, place, problems);
        if (item === null) continue;
        if (items.has(item.id))
          problems.push({ place, problem: `id "${item.id}" stands twice, the first is kept`, dropped: true });
        else items.set(item.id, item);
      }
    } else headers.push(`${name}: ${header.join(", ")}`);
  }
  if (items.size === 0)
    throw new RefractError(
      "invalid-input",
      `no test questions: expected a table with ${testColumns.join(", ")}; found ${headers.join(" | ") || "no table"}; rename columns with --set columns={"question":"…"}`,
    );
  refuseOverlap([...items.values()], preferencePrompts);
  return {
    items: [...items.values()],
    problems,
    dataVersion: `${items.size} questions, ${new Set([...items.values()].map(({ attributes }) => attributes.culture)).size} cultures`,
    synthetic,
  };
}

function testItem(
  row: Row,
  column: (name: string) => string,
  place: string,
  problems: RecordProblem[],
): Item | null {
  const text = (name: string) => textOf(row, column(name));
  const refuse = (problem: string): null => {
    problems.push({ place, problem, dropped: true });
    return null;
  };
  const id = text("id");
  if (id === "") return refuse("id: no value, expected an id");
  if (text("question") === "") return refuse(`id ${id}: question: no value, expected a text`);
  const culture = known.cultures.find((candidate) => candidate.id === text("culture"));
  if (culture === undefined)
    problems.push({
      place,
      problem: `id ${id}: culture "${text("culture")}" is none of the paper's eleven`,
      dropped: false,
    });
  if (!known.dimensions.includes(text("dimension")))
    problems.push({
      place,
      problem: `id ${id}: dimension "${text("dimension")}" is none of the paper's twelve`,
      dropped: false,
    });
  return {
    id,
    group: id,
    cluster: id,
    // a language name stands for a culture in the data; the questions are English
    language: text("language") || "en",
    stimulus: [],
    question: text("question"),
    format: { kind: "text", long: true, slots: 1 },
    optOuts: [],
    gold: { kind: "none" },
    attributes: { culture: text("culture") || "(none)", dimension: text("dimension") || "(none)" },
    record: {},
  };
}

function refuseOverlap(
  items: readonly Item[],
  prompts: readonly { readonly place: string; readonly prompt: string }[],
): void {
  const questions = new Map(items.map((item) => [folded(item.question), item.id]));
  for (const { place, prompt } of prompts) {
    const id = questions.get(folded(prompt));
    if (id !== undefined)
      throw new RefractError(
        "invalid-input",
        `${place}: prompt is test question "${id}", expected prompts that are not in the test`,
      );
  }
}

/** What two texts are compared by: trimmed, case folded, white space folded. */
function folded(text: string): string {
  return text.normalize("NFKC").trim().toLowerCase().replaceAll(/\s+/gu, " ");
}

function textOf(row: Row, column: string): string {
  const value = row[column];
  return value === undefined || value === null ? "" : String(value).trim();
}
