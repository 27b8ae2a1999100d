import {
  type Item,
  type LoadedItems,
  type RecordFiles,
  type RecordProblem,
  RefractError,
} from "@refract/core";
import { opinions } from "./opinion.ts";
import type { KornatOptions } from "./options.ts";
import { languageOf, optionText } from "./prompt.ts";
import { readSocialValue, type SocialValueRecord } from "./social-value-record.ts";
import { isSurveyedStudy, readSurveyedStudy } from "./surveyed-study.ts";

type Row = Readonly<Record<string, unknown>>;
const knowledgeColumns = ["Question", "A", "B", "C", "D", "Answer"] as const;

/**
 * Reads every table of the folder by its columns: shares of social values, statements that nobody was asked about yet, or
 * common knowledge. Other files are left alone. Counts, shares and percentages are accepted; columns are renamed by the
 * option `columns`. Of a dataset of our own, shares are counted from the answers of its people.
 */
export async function loadKornat(files: RecordFiles, options: KornatOptions): Promise<LoadedItems> {
  return isSurveyedStudy(files) ? loadStudy(files, options) : loadTables(files, options);
}

async function loadStudy(files: RecordFiles, options: KornatOptions): Promise<LoadedItems> {
  const problems: RecordProblem[] = [];
  const study = await readSurveyedStudy(files, options.population ?? null, problems);
  const items = itemsOfRecords(
    study.records.map((record) => ({ record, place: `item ${record.id}` })),
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
  const items = new Map<string, Item>();
  const seenHeaders: string[] = [];
  let synthetic = false;
  const add = (item: Item, place: string): void => {
    if (items.has(item.id)) {
      problems.push({ place, problem: `id "${item.id}" stands twice, the first is kept`, dropped: true });
    } else items.set(item.id, item);
  };
  for (const name of files.names.filter((file) => /\.(csv|jsonl|parquet)$/i.test(file))) {
    const rows = await files.rows(name);
    const [first] = rows;
    if (first === undefined) continue;
    const header = Object.keys(first);
    if (isSocialValues(header, options)) {
      for (const item of socialValueItems(rows, name, options, problems)) add(item, name);
    } else if (isStatements(header, options)) {
      for (const [index, row] of rows.entries()) {
        const place = `${name} line ${index + 2}`;
        const item = statementItem(row, options);
        if (typeof item === "string") problems.push({ place, problem: item, dropped: true });
        else add(item, place);
      }
    } else if (knowledgeColumns.every((column) => header.includes(options.columns[column] ?? column))) {
      for (const [index, row] of rows.entries()) {
        const item = knowledgeItem(row, index, options);
        if (typeof item === "string")
          problems.push({ place: `${name} line ${index + 2}`, problem: item, dropped: true });
        else add(item, `${name} line ${index + 2}`);
      }
    } else {
      seenHeaders.push(`${name}: ${header.join(", ")}`);
      continue;
    }
    synthetic ||= /(^|\/)made_/.test(name);
  }
  if (items.size === 0)
    throw new RefractError(
      "invalid-input",
      `no KorNAT records: expected a table with id, question, ${opinions.join(", ")} (counts or shares), or with ${knowledgeColumns.join(", ")}; found ${seenHeaders.join(" | ") || "no table"}; rename columns with --set columns={"question":"…"}`,
    );
  const languages = [...new Set([...items.values()].map(({ language }) => language))].toSorted();
  return {
    items: [...items.values()],
    problems,
    dataVersion: `${items.size} items, ${languages.join(" and ")}`,
    synthetic,
  };
}

function isSocialValues(header: readonly string[], options: KornatOptions): boolean {
  return ["id", "question", ...opinions].every((column) =>
    header.includes(options.columns[column] ?? column),
  );
}

/** Statements to be put to people: their shares come from the answers. */
function isStatements(header: readonly string[], options: KornatOptions): boolean {
  const has = (column: string) => header.includes(options.columns[column] ?? column);
  return ["id", "keyword", "question"].every(has) && !opinions.some(has);
}

function statementItem(row: Row, options: KornatOptions): Item | string {
  const text = (name: string): string => {
    const value = row[options.columns[name] ?? name];
    return value === undefined || value === null ? "" : String(value).trim();
  };
  const [id, question] = [text("id"), text("question")];
  if (id === "") return "id: no value, expected an id";
  if (question === "") return `id ${id}: question: no value, expected a text`;
  return opinionItem(id, question, text("keyword") || "(none)", { kind: "none" }, {});
}

function socialValueItems(
  rows: readonly Row[],
  file: string,
  options: KornatOptions,
  problems: RecordProblem[],
): readonly Item[] {
  return itemsOfRecords(
    rows.map((row, index) => ({
      record: readSocialValue(row, options.columns),
      place: `${file} line ${index + 2}`,
    })),
    problems,
  );
}

/** One item an id; the records of groups of respondents go with it. */
function itemsOfRecords(
  read: readonly { readonly record: SocialValueRecord | string; readonly place: string }[],
  problems: RecordProblem[],
): readonly Item[] {
  const records = new Map<string, SocialValueRecord>();
  const groups = new Map<string, Map<string, SocialValueRecord>>();
  for (const { record, place } of read) {
    if (typeof record === "string") {
      problems.push({ place, problem: record, dropped: true });
    } else if (record.population !== "all") {
      const known = groups.get(record.id) ?? new Map<string, SocialValueRecord>();
      groups.set(record.id, known.set(record.population, record));
    } else if (records.has(record.id)) {
      problems.push({ place, problem: `id "${record.id}" stands twice, the first is kept`, dropped: true });
    } else records.set(record.id, record);
  }
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
    attributes: { part: "social values", keyword },
    record: { populations },
  };
}

/** The released rows have no id of their own: their place in the file is one. */
function knowledgeItem(row: Row, index: number, options: KornatOptions): Item | string {
  const text = (name: string): string => {
    const value = row[options.columns[name] ?? name];
    return value === undefined || value === null ? "" : String(value).trim();
  };
  const answer = text("Answer").toUpperCase();
  if (text("Question") === "") return "Question: no value, expected a text";
  if (!/^[A-D]$/.test(answer)) return `Answer: invalid value "${text("Answer")}", expected one of A, B, C, D`;
  const subject = text("SubCategory") || "(none)";
  return {
    id: text("id") || `knowledge-${index + 1}`,
    group: text("id") || `knowledge-${index + 1}`,
    cluster: text("id") || `knowledge-${index + 1}`,
    language: languageOf(text("Question")),
    stimulus: [],
    question: text("Question"),
    format: { kind: "choice", options: ["A", "B", "C", "D"].map((id) => ({ id, text: text(id) })) },
    optOuts: [],
    gold: { kind: "key", accepted: [answer] },
    attributes: { part: "common knowledge", subject },
    record: {},
  };
}
