import {
  type Item,
  type LoadedItems,
  type RecordFiles,
  type RecordProblem,
  RefractError,
} from "@refract/core";
import { type AnswerKeys, answerKeys } from "../answer-key.ts";
import { isMadeData } from "../made-data.ts";
import {
  createValueCount,
  noRecords,
  severalTables,
  unreadFiles,
  type ValueCount,
} from "../record-notices.ts";
import { hasColumns, readTables, type TableRow } from "../record-table.ts";
import type { CulturalBenchOptions } from "./options.ts";
import regions from "./regions.json" with { type: "json" };

const easyColumns = [
  "data_idx",
  "question_idx",
  "prompt_question",
  "prompt_option_a",
  "prompt_option_d",
  "answer",
];
const hardColumns = ["data_idx", "question_idx", "prompt_question", "prompt_option", "answer", "country"];
/** Topics are labels of the paper and no column of its files: a table of the user's own beside them. */
const topicColumns = ["question_idx", "topic"];
const earlyColumns = ["initial_question_template", "final_question_template_reviewed"];
const ids = ["a", "b", "c", "d"] as const;
const regionOf = new Map(
  Object.entries(regions).flatMap(([region, countries]) => countries.map((country) => [country, region])),
);

/** Reads Easy and Hard by their columns; questions of Hard without exactly four rows are told and left out. */
export async function loadCulturalBench(
  files: RecordFiles,
  options: CulturalBenchOptions,
): Promise<LoadedItems> {
  const tables = await readTables(files);
  const early = tables.find((table) => hasColumns(table, earlyColumns));
  if (early !== undefined)
    throw new RefractError(
      "invalid-input",
      `${early.name}: columns of version 0.1, which has no options to choose from; expected the Easy and Hard files of v1 or v2`,
    );
  const problems: RecordProblem[] = [];
  const items: Item[] = [];
  const isContested = (row: TableRow) => options.drop_contested && truthOf(row.text("contested")) === true;
  const contested = new Set<string>();
  const uncontested = (rows: readonly TableRow[]) =>
    rows.filter((row) => {
      if (!isContested(row)) return true;
      contested.add(row.text("question_idx"));
      return false;
    });
  const withoutRegion = createValueCount(
    "country",
    "has no region; read, and under (none) in the cut by regions",
    false,
  );
  const topicTables = tables.filter((table) => hasColumns(table, topicColumns));
  const topics = new Map(
    topicTables.flatMap(({ rows }) => rows.map((row) => [row.text("question_idx"), row.text("topic")])),
  );
  const easy = tables.filter((table) => hasColumns(table, easyColumns));
  const hard = tables.filter((table) => hasColumns(table, hardColumns));
  const keysOf = new Map<TableRow, AnswerKeys>();
  for (const { name, rows } of easy) {
    const keys = answerKeys(name, rows, "answer", ids.length);
    if (keys.notice !== null) problems.push(keys.notice);
    for (const row of rows) keysOf.set(row, keys);
  }
  const easyQuestions = new Set<string>();
  for (const row of distinct(uncontested(easy.flatMap(({ rows }) => rows)), problems)) {
    const question = row.text("question_idx");
    if (easyQuestions.has(question))
      problems.push({
        place: row.place,
        problem: `question ${question} stands twice, the first is kept`,
        dropped: true,
      });
    else items.push(...easyItem(row, keysOf.get(row), withoutRegion, problems));
    easyQuestions.add(question);
  }
  const questions = Map.groupBy(distinct(uncontested(hard.flatMap(({ rows }) => rows)), problems), (row) =>
    row.text("question_idx"),
  );
  for (const [question, rows] of questions) {
    const wordings = new Set(rows.map((row) => row.text("prompt_question"))).size;
    const problem =
      rows.length !== ids.length
        ? `${rows.length} ${rows.length === 1 ? "row" : "rows"}, expected exactly 4`
        : wordings > 1
          ? `its rows hold ${wordings} different questions, expected one`
          : null;
    if (problem !== null) problems.push({ place: `question ${question}`, problem, dropped: true });
    else items.push(...hardItems(question, rows, withoutRegion, problems));
  }
  if (contested.size > 0)
    problems.push({
      place: "contested questions",
      problem: `${contested.size} left out by drop_contested: ${[...contested].join(", ")}`,
      dropped: true,
    });
  if (items.length === 0)
    throw noRecords(
      "questions",
      `a table with ${hardColumns.join(", ")} or prompt_option_a to prompt_option_d`,
      tables,
      problems,
    );
  problems.push(
    ...withoutRegion.problems(),
    ...severalTables("Easy questions", easy, "data_idx"),
    ...severalTables("Hard judgements", hard, "data_idx"),
    ...differentSizes(items),
    ...unreadFiles(files, tables, new Set([...easy, ...hard, ...topicTables].map(({ name }) => name))),
  );
  const count = new Set(items.map(({ cluster }) => cluster)).size;
  // told by what the files hold, so that a question that can't be read does not hide the version
  const held = new Set([...easy, ...hard].flatMap(({ rows }) => rows.map((row) => row.text("question_idx"))))
    .size;
  const version = held === 1227 ? "v1, " : held === 1696 ? "v2, " : "";
  return {
    items: topics.size === 0 ? items : items.map((item) => withTopic(item, topics)),
    problems,
    dataVersion: `${version}${count} questions`,
    synthetic: await isMadeData(
      files,
      [...easy, ...hard].map(({ name }) => name),
    ),
  };
}

function withTopic(item: Item, topics: ReadonlyMap<string, string>): Item {
  return { ...item, attributes: { ...item.attributes, topic: topics.get(item.cluster) || "(none)" } };
}

function distinct(rows: readonly TableRow[], problems: RecordProblem[]): readonly TableRow[] {
  const kept = new Map<string, TableRow>();
  for (const row of rows) {
    const id = row.text("data_idx");
    if (kept.has(id) || id === "")
      problems.push({
        place: row.place,
        problem: id === "" ? "data_idx: no value" : `data_idx ${id} stands twice, the first is kept`,
        dropped: true,
      });
    else kept.set(id, row);
  }
  // the order of the file is not promised
  return [...kept.values()].sort(
    (one, other) => Number(one.text("data_idx")) - Number(other.text("data_idx")),
  );
}

/** Easy and Hard of one version hold the same questions. */
function differentSizes(items: readonly Item[]): readonly RecordProblem[] {
  const questions = (form: string) =>
    new Set(items.filter(({ record }) => record.form === form).map(({ cluster }) => cluster));
  const [easy, hard] = [questions("easy"), questions("hard")];
  const only = (one: ReadonlySet<string>, other: ReadonlySet<string>) =>
    [...one].filter((question) => !other.has(question)).length;
  if (easy.size === 0 || hard.size === 0 || only(easy, hard) + only(hard, easy) === 0) return [];
  return [
    {
      place: "Easy and Hard",
      problem: `${only(easy, hard)} questions are in Easy only and ${only(hard, easy)} in Hard only, as in files of two versions; the gap is taken over the others`,
      dropped: false,
    },
  ];
}

function base(row: TableRow, form: "easy" | "hard", several: boolean, withoutRegion: ValueCount) {
  const country = row.text("country");
  const region = regionOf.get(country);
  if (region === undefined) withoutRegion.add(country, `question ${row.text("question_idx")}`);
  return {
    cluster: row.text("question_idx"),
    language: "en",
    stimulus: [],
    question: row.text("prompt_question"),
    optOuts: [],
    attributes: { country, region: region ?? "(none)", answers: several ? "several" : "single", form },
  };
}

function easyItem(
  row: TableRow,
  keys: AnswerKeys | undefined,
  withoutRegion: ValueCount,
  problems: RecordProblem[],
): readonly Item[] {
  const options = ids.map((option) => ({ id: option, text: row.text(`prompt_option_${option}`) }));
  const place = keys?.placeOf(
    row,
    options.map(({ text }) => text),
  );
  const key = typeof place === "number" ? ids[place] : undefined;
  const id = `easy-${row.text("question_idx")}`;
  if (key === undefined) {
    problems.push({ place: row.place, problem: String(place), dropped: true });
    return [];
  }
  const empty = options.filter(({ text }) => text === "");
  if (empty.length > 0)
    problems.push({
      place: row.place,
      problem: `${empty.length} of 4 options have no text; read as they are`,
      dropped: false,
    });
  const several = options.every(({ text }) => /\([ivx]+\)/.test(text));
  return [
    {
      ...base(row, "easy", several, withoutRegion),
      id,
      group: id,
      format: { kind: "choice", options },
      gold: { kind: "key", accepted: [key] },
      record: { form: "easy" },
    },
  ];
}

function hardItems(
  question: string,
  rows: readonly TableRow[],
  withoutRegion: ValueCount,
  problems: RecordProblem[],
): readonly Item[] {
  const truths = rows.map((row) => truthOf(row.text("answer")));
  const wrong = rows.find((_, index) => truths[index] === null);
  if (wrong !== undefined) {
    problems.push({
      place: wrong.place,
      problem: `question ${question}: answer "${wrong.text("answer")}", expected true or false, yes or no, 1 or 0`,
      dropped: true,
    });
    return [];
  }
  const several = truths.filter((truth) => truth === true).length > 1;
  const judgements = rows.map(
    (row, index): Item => ({
      ...base(row, "hard", several, withoutRegion),
      id: `hard-${row.text("data_idx")}`,
      group: `hard-${question}`,
      // people see the question of an item and nothing of its record
      question: `${row.text("prompt_question")}\n\nProposed answer: ${row.text("prompt_option")}`,
      format: { kind: "true-false" },
      gold: { kind: "truth", value: truths[index] === true },
      record: {
        form: "hard",
        question: row.text("prompt_question"),
        candidate: row.text("prompt_option"),
      },
    }),
  );
  const [first] = judgements;
  return first === undefined ? [] : [...judgements, togetherItem(first, question, rows, truths)];
}

/** The four judgements of a question in one call, as other harnesses ask them; not comparable with four calls. */
function togetherItem(
  { attributes, ...first }: Item,
  question: string,
  rows: readonly TableRow[],
  truths: readonly (boolean | null)[],
): Item {
  const id = `hard-in-one-${question}`;
  return {
    ...first,
    id,
    group: id,
    question: rows[0]?.text("prompt_question") ?? "",
    format: {
      kind: "several",
      options: rows.flatMap((row, place) => {
        const option = ids[place];
        return option === undefined ? [] : [{ id: option, text: row.text("prompt_option") }];
      }),
    },
    gold: { kind: "all", accepted: ids.filter((_, place) => truths[place] === true) },
    attributes: { ...attributes, form: "hard-in-one" },
    record: { form: "hard-in-one" },
  };
}

function truthOf(text: string): boolean | null {
  if (/^(true|t|yes|y|correct|1(\.0)?)$/i.test(text)) return true;
  return /^(false|f|no|n|incorrect|0(\.0)?)$/i.test(text) ? false : null;
}
