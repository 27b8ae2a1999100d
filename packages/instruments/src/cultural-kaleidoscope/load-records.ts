import type { Item, LoadedItems, RecordFiles, RecordProblem } from "@refract/core";
import { isMadeData } from "../made-data.ts";
import { createValueCount, noRecords, severalTables, unreadFiles } from "../record-notices.ts";
import { hasColumns, type RecordTable, readTables, type TableRow } from "../record-table.ts";
import { readConversations } from "./conversation-records.ts";
import known from "./cultures.json" with { type: "json" };
import type { KaleidoscopeOptions } from "./options.ts";
import { scriptOf } from "./script.ts";
import { overlaps } from "./test-overlap.ts";

const testColumns = ["id", "culture", "dimension", "question"] as const;
const conversationColumns = ["conversation_id", "turn", "role", "culture", "dimension", "question"] as const;
/** Our form, and the published one: a prompt with a more and a less preferred reply, which is one judgement. */
const preferenceForms = [
  ["prompt_id", "culture", "prompt", "response_a", "response_b"],
  ["prompt", "chosen", "rejected"],
] as const;

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
  const tables = await readTables(files);
  const has = (table: RecordTable, names: readonly string[]) => hasColumns(table, names.map(column));
  const preferences = tables.filter((table) => preferenceForms.some((form) => has(table, form)));
  const conversations = tables.filter((table) => has(table, conversationColumns));
  const questions = tables.filter(
    (table) => has(table, testColumns) && !conversations.includes(table) && !preferences.includes(table),
  );
  const strangers = {
    culture: createValueCount("culture", "none of the paper's eleven; read as it is", false),
    dimension: createValueCount("dimension", "none of the paper's twelve; read as it is", false),
  };
  const items = new Map<string, Item>();
  let english = 0;
  const add = (id: string, said: readonly string[], row: TableRow) => {
    if (items.has(id)) {
      problems.push({
        place: row.place,
        problem: `id "${id}" stands twice, the first is kept`,
        dropped: true,
      });
      return;
    }
    const named = row.text(column("culture"));
    // a language name stands for a culture in the data
    const culture = named === "English" ? "English (US)" : named;
    if (culture !== named) english += 1;
    const dimension = row.text(column("dimension"));
    if (!known.cultures.some((candidate) => candidate.id === culture))
      strangers.culture.add(culture, `id ${id}`);
    if (!known.dimensions.includes(dimension)) strangers.dimension.add(dimension, `id ${id}`);
    items.set(id, itemOf(id, said, { culture, dimension, language: row.text(column("language")) }));
  };
  for (const row of questions.flatMap(({ rows }) => rows)) {
    const [id, question] = [row.text(column("id")), row.text(column("question"))];
    const lacking =
      id === "" ? "id: no value, expected an id" : `id ${id}: question: no value, expected a text`;
    if (id === "" || question === "") problems.push({ place: row.place, problem: lacking, dropped: true });
    else add(id, [question], row);
  }
  for (const table of conversations)
    for (const { id, said, first } of readConversations(table.rows, column, problems)) add(id, said, first);
  if (items.size === 0)
    throw noRecords(
      "test questions",
      `a table with ${testColumns.join(", ")}, or its columns named with --set columns={"question":"…"}`,
      tables,
      problems,
    );
  problems.push(...overlaps([...items.values()], preferences, column("prompt"), options));
  if (english > 0)
    problems.push({
      place: 'culture "English"',
      problem: `${english} ${english === 1 ? "row" : "rows"} read as English (US), which it stands for in the data`,
      dropped: false,
    });
  const used = [...questions, ...conversations, ...preferences].map(({ name }) => name);
  problems.push(
    ...strangers.culture.problems(),
    ...strangers.dimension.problems(),
    ...severalTables("test questions", questions, column("id")),
    ...severalTables("conversations", conversations, column("conversation_id")),
    ...unreadFiles(files, tables, new Set(used)),
  );
  const scripts = [...items.values()].filter((item) => scriptOf(item).length > 1).length;
  const cultures = new Set([...items.values()].map(({ attributes }) => attributes.culture)).size;
  return {
    items: [...items.values()],
    problems,
    dataVersion: `${items.size - scripts} questions, ${scripts === 0 ? "" : `${scripts} conversations, `}${cultures} cultures`,
    synthetic: await isMadeData(
      files,
      [...questions, ...conversations].map(({ name }) => name),
    ),
  };
}

function itemOf(
  id: string,
  said: readonly string[],
  { culture, dimension, language }: Readonly<Record<"culture" | "dimension" | "language", string>>,
): Item {
  return {
    id,
    group: id,
    cluster: id,
    // a language name stands for a culture in the data; the questions are English
    language: language || "en",
    stimulus: [],
    question: said[0] ?? "",
    format: { kind: "text", long: true, slots: 1 },
    optOuts: [],
    gold: { kind: "none" },
    attributes: { culture: culture || "(none)", dimension: dimension || "(none)" },
    record: said.length > 1 ? { script: said } : {},
  };
}
