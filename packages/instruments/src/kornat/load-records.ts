import {
  type Item,
  type LoadedItems,
  type RecordFiles,
  type RecordProblem,
  RefractError,
} from "@refract/core";
import { type AnswerKeys, answerKeys } from "../answer-key.ts";
import { isMadeData } from "../made-data.ts";
import { noRecords, severalTables, shortList, unreadFiles } from "../record-notices.ts";
import { hasColumns, type RecordTable, readTables, type TableRow } from "../record-table.ts";
import { opinions } from "./opinion.ts";
import type { KornatOptions } from "./options.ts";
import { languageOf, optionText } from "./prompt.ts";
import { readSocialValue, type SocialValueRecord } from "./social-value-record.ts";
import { isSurveyedStudy, readSurveyedStudy } from "./surveyed-study.ts";

const knowledgeColumns = ["Question", "A", "B", "C", "D", "Answer"] as const;

/**
 * Reads every table of the folder by its columns: shares of social values, statements that nobody was asked about yet, or
 * common knowledge. Tables and data files that nothing reads are told. Counts, shares and percentages are accepted; columns are renamed by the
 * option `columns`. Of a dataset of our own, shares are counted from the answers of its people.
 */
export async function loadKornat(files: RecordFiles, options: KornatOptions): Promise<LoadedItems> {
  return isSurveyedStudy(files) ? loadStudy(files, options) : loadTables(files, options);
}

async function loadStudy(files: RecordFiles, options: KornatOptions): Promise<LoadedItems> {
  const problems: RecordProblem[] = [];
  const study = await readSurveyedStudy(files, options, problems);
  const items = itemsOfRecords(
    study.records.map((record) => ({ record, place: `item ${record.id}` })),
    options,
    problems,
  );
  if (items.length === 0)
    throw new RefractError(
      "invalid-input",
      `no KorNAT records: the study's responses.jsonl has no answer to an item with the options ${opinions.join(", ")}`,
    );
  return {
    items,
    problems,
    dataVersion: `${items.length} items, ${study.answers} answers of people`,
    synthetic: study.simulated,
  };
}

async function loadTables(files: RecordFiles, options: KornatOptions): Promise<LoadedItems> {
  const problems: RecordProblem[] = [];
  const tables = await readTables(files);
  const column = (name: string): string => options.columns[name] ?? name;
  const has = (table: RecordTable, names: readonly string[]) => hasColumns(table, names.map(column));
  const values = tables.filter((table) => has(table, ["id", "question", ...opinions]));
  // statements to be put to people: their shares come from the answers
  const statements = tables.filter(
    (table) =>
      has(table, ["id", "keyword", "question"]) && !opinions.some((opinion) => has(table, [opinion])),
  );
  const knowledge = tables.filter((table) => has(table, knowledgeColumns));
  const kept = keptItems(problems);
  for (const table of values)
    for (const item of valueItems(table, column, options, problems)) kept.add(item, table.name);
  for (const { rows } of statements)
    for (const row of rows) {
      const item = statementItem(row, column);
      if (typeof item === "string") problems.push({ place: row.place, problem: item, dropped: true });
      else kept.add(item, row.place);
    }
  for (const [place, table] of knowledge.entries()) {
    const keys = answerKeys(table.name, table.rows, column("Answer"), 4);
    if (keys.notice !== null) problems.push(keys.notice);
    for (const [index, row] of table.rows.entries()) {
      const item = knowledgeItem(row, index, column, keys);
      if (typeof item === "string") problems.push({ place: row.place, problem: item, dropped: true });
      else kept.add(item, row.place, row.text(column("id")) === "" ? place : null);
    }
  }
  const items = kept.items();
  if (items.length === 0)
    throw noRecords(
      "KorNAT records",
      `a table with id, question, ${opinions.join(", ")} (counts or shares), or with ${knowledgeColumns.join(", ")}, or its columns named with --set columns={"question":"…"}`,
      tables,
      problems,
    );
  const strange = items.filter(
    ({ question }) => /\p{L}/u.test(question) && !/[\p{Script=Hangul}\p{Script=Latin}]/u.test(question),
  );
  if (strange.length > 0)
    problems.push({
      place: "language",
      problem: `${strange.length} items are in neither Korean nor Latin script and are asked with the English prompts: ${shortList(strange.map(({ id }) => id))}`,
      dropped: false,
    });
  problems.push(
    ...severalInOneLanguage("social values", values, column("question"), column("id")),
    ...severalInOneLanguage("common knowledge", knowledge, column("Question"), column("Question")),
    ...unreadFiles(files, tables, new Set([...values, ...statements, ...knowledge].map(({ name }) => name))),
  );
  const languages = [...new Set(items.map(({ language }) => language))].toSorted();
  return {
    items,
    problems,
    dataVersion: `${items.length} items, ${languages.join(" and ")}`,
    synthetic: await isMadeData(
      files,
      [...values, ...statements, ...knowledge].map(({ name }) => name),
    ),
  };
}

/** Korean and English copies belong together; several of one language may be versions. */
function severalInOneLanguage(
  what: string,
  tables: readonly RecordTable[],
  question: string,
  id: string,
): readonly RecordProblem[] {
  const languages = Map.groupBy(tables, ({ rows }) => languageOf(rows[0]?.text(question) ?? ""));
  return [...languages.values()].flatMap((of) => severalTables(what, of, id));
}

/**
 * Items by id and language. The released files hold the same ids in Korean and English: the language read second has its code after
 * the id, and both are resampled together.
 */
function keptItems(problems: RecordProblem[]) {
  const items = new Map<string, Item>();
  const contentOf = ({ question, format }: Item) => JSON.stringify([question, format]);
  return {
    /** @param table place of a table whose rows have no ids, where the place of a row stands for one */
    add: (item: Item, place: string, table: number | null = null): void => {
      const first = items.get(item.id);
      const id =
        first === undefined || first.language === item.language ? item.id : `${item.id}@${item.language}`;
      const known = items.get(id);
      const isOther = table !== null && known !== undefined && contentOf(known) !== contentOf(item);
      const free = isOther ? `${id}-${table + 1}` : id;
      if (items.has(free))
        problems.push({ place, problem: `id "${item.id}" stands twice, the first is kept`, dropped: true });
      else items.set(free, { ...item, id: free, group: free, cluster: isOther ? free : item.id });
    },
    items: (): readonly Item[] => [...items.values()],
  };
}

function statementItem(row: TableRow, column: (name: string) => string): Item | string {
  const [id, question] = [row.text(column("id")), row.text(column("question"))];
  if (id === "") return "id: no value, expected an id";
  if (question === "") return `id ${id}: question: no value, expected a text`;
  return opinionItem(id, question, row.text(column("keyword")) || "(none)", { kind: "none" }, {});
}

function valueItems(
  table: RecordTable,
  column: (name: string) => string,
  options: KornatOptions,
  problems: RecordProblem[],
): readonly Item[] {
  return itemsOfRecords(
    table.rows.map((row) => ({
      record: readSocialValue((name) => row.text(column(name))),
      place: row.place,
    })),
    options,
    problems,
  );
}

/** One item an id; the records of groups of respondents go with it. */
function itemsOfRecords(
  read: readonly { readonly record: SocialValueRecord | string; readonly place: string }[],
  { smallest_group: smallest }: KornatOptions,
  problems: RecordProblem[],
): readonly Item[] {
  const records = new Map<string, SocialValueRecord>();
  const groups = new Map<string, Map<string, SocialValueRecord>>();
  const small = new Map<string, number>();
  for (const { record, place } of read) {
    if (typeof record === "string") {
      problems.push({ place, problem: record, dropped: true });
    } else if (record.population !== "all" && record.respondents !== null && record.respondents < smallest) {
      small.set(record.population, (small.get(record.population) ?? 0) + 1);
    } else if (record.population !== "all") {
      const known = groups.get(record.id) ?? new Map<string, SocialValueRecord>();
      if (known.has(record.population))
        problems.push({
          place,
          problem: `id "${record.id}", population "${record.population}" stands twice, the first is kept`,
          dropped: true,
        });
      else groups.set(record.id, known.set(record.population, record));
    } else if (records.has(record.id)) {
      problems.push({ place, problem: `id "${record.id}" stands twice, the first is kept`, dropped: true });
    } else records.set(record.id, record);
  }
  for (const [population, count] of small)
    problems.push({
      place: `population "${population}"`,
      problem: `${count} ${count === 1 ? "item has" : "items have"} fewer than ${smallest} respondents of it, and no shares of the group`,
      dropped: true,
    });
  const lonely = [...groups.keys()].filter((id) => !records.has(id));
  if (lonely.length > 0)
    problems.push({
      place: "populations",
      problem: `${lonely.length} ids have shares of a population and none of all respondents: ${shortList(lonely)}`,
      dropped: true,
    });
  return [...records.values()].map((record) =>
    opinionItem(
      record.id,
      record.question,
      record.keyword,
      { kind: "distribution", shares: record.shares, respondents: record.respondents },
      Object.fromEntries(
        [...(groups.get(record.id) ?? [])].map(([population, of]) => [population, { ...of.shares }]),
      ),
    ),
  );
}

function opinionItem(
  id: string,
  question: string,
  keyword: string,
  gold: Item["gold"],
  populations: { readonly [population: string]: { readonly [opinion: string]: number } },
): Item {
  const language = languageOf(question);
  return {
    id,
    group: id,
    cluster: id,
    language,
    stimulus: [],
    question,
    format: {
      kind: "likert",
      options: opinions.map((opinion) => ({ id: opinion, text: optionText(language, opinion) })),
    },
    optOuts: [],
    gold,
    attributes: { part: "social values", keyword, language },
    record: { populations },
  };
}

const knowledgeLetters = ["A", "B", "C", "D"];

/** The released rows have no id of their own: their place in the file is one. */
function knowledgeItem(
  row: TableRow,
  index: number,
  column: (name: string) => string,
  keys: AnswerKeys,
): Item | string {
  const text = (name: string): string => row.text(column(name));
  if (text("Question") === "") return "Question: no value, expected a text";
  const place = keys.placeOf(row, knowledgeLetters.map(text));
  if (typeof place === "string") return place;
  const id = text("id") || `knowledge-${index + 1}`;
  const language = languageOf(text("Question"));
  return {
    id,
    group: id,
    cluster: id,
    language,
    stimulus: [],
    question: text("Question"),
    format: {
      kind: "choice",
      options: knowledgeLetters.map((letter) => ({ id: letter, text: text(letter) })),
    },
    optOuts: [],
    gold: { kind: "key", accepted: [knowledgeLetters[place] ?? ""] },
    attributes: { part: "common knowledge", subject: text("SubCategory") || "(none)", language },
    record: {},
  };
}
