import type { Item, LoadedItems, RecordFiles, RecordProblem } from "@refract/core";
import { answerKeys } from "../answer-key.ts";
import { isMadeData } from "../made-data.ts";
import { letterOf } from "../option-letter.ts";
import { createValueCount, noRecords, severalTables, shortList, unreadFiles } from "../record-notices.ts";
import { hasColumns, type RecordTable, readTables, type TableRow } from "../record-table.ts";
import { annotatorEntries } from "./annotator-entries.ts";
import type { GlobalMmluOptions } from "./options.ts";

const columns = ["subject", "question", "option_a", "option_b", "option_c", "option_d", "answer"];
const ids = ["a", "b", "c", "d"];
/** Of one language: test and dev rows, and those with a label (spec global-mmlu). */
export const rowsPerLanguage = Object.freeze({ test: 14_042, dev: 285, annotated: 2_850 });
export const codes: ReadonlySet<string> = new Set(
  "am ar bn cs de el en es fa fil fr ha he hi id ig it ja ko ky lt mg ms ne nl ny pl pt ro ru si sn so sr sv sw te tr uk vi yo zh".split(
    " ",
  ),
);

/** Reads test rows of every language found; the language is a code in the file's path. Dev rows become the worked examples. */
export async function loadGlobalMmlu(files: RecordFiles, options: GlobalMmluOptions): Promise<LoadedItems> {
  const tables = await readTables(files);
  const sources = tables.filter((table) => hasColumns(table, columns));
  const problems: RecordProblem[] = [];
  const items = new Map<string, Item>();
  const examples = new Map<string, string[]>();
  const exampleIds = new Set<string>();
  const read = sources.flatMap(({ name, rows }) => {
    const [language, ...others] = codesIn(name);
    if (language === undefined) {
      problems.push({
        place: name,
        problem: `no language code in the path, expected such as en/test.parquet; its ${rows.length} rows are left out`,
        dropped: true,
      });
      return [];
    }
    if (others.length > 0)
      problems.push({
        place: name,
        problem: `the path holds several language codes, ${[language, ...others].join(", ")}; ${language} is taken`,
        dropped: false,
      });
    const keys = answerKeys(name, rows, "answer", ids.length);
    if (keys.notice !== null) problems.push(keys.notice);
    const samples = sampleIds(name, rows);
    return rows.map((row, place) => ({ row, language, keys, sample: samples[place] ?? "" }));
  });
  const labels = createValueCount(
    "cultural_sensitivity_label",
    "expected CS, CA or -; read as not annotated",
    false,
  );
  for (const { row, language, keys, sample } of read) {
    if (!sample.includes("/dev/")) continue;
    const id = `${language}:${sample}`;
    if (exampleIds.has(id)) {
      problems.push({
        place: row.place,
        problem: `worked example ${id} stands twice, the first is kept`,
        dropped: true,
      });
      continue;
    }
    exampleIds.add(id);
    const place = `${language} ${row.text("subject")}`;
    const known = examples.get(place) ?? [];
    examples.set(place, known);
    if (known.length < options.shots) {
      const place = keys.placeOf(row, optionTexts(row));
      if (typeof place === "number") known.push(`${questionText(row)}\nAnswer: ${letterOf(place)}`);
      else problems.push({ place: row.place, problem: `worked example ${id}: ${place}`, dropped: true });
    }
  }
  tellOlderVersions(sources, problems);
  let short = 0;
  for (const { row, language, keys, sample } of read) {
    const label = row.text("cultural_sensitivity_label");
    const annotated = label === "CS" || label === "CA";
    if (!annotated && label !== "-" && label !== "") labels.add(label, row.place);
    if (sample.includes("/dev/") || (options.subset === "annotated" && !annotated)) continue;
    const id = `${language}:${sample}`;
    const keyPlace = keys.placeOf(row, optionTexts(row));
    const key = typeof keyPlace === "number" ? ids[keyPlace] : undefined;
    if (sample === "" || key === undefined || items.has(id)) {
      const problem =
        sample === ""
          ? "sample_id: no value"
          : key === undefined
            ? `${id}: ${keyPlace}`
            : `${id} stands twice, the first is kept`;
      problems.push({ place: row.place, problem, dropped: true });
      continue;
    }
    const shots = examples.get(`${language} ${row.text("subject")}`) ?? [];
    if (shots.length < options.shots) short += 1;
    items.set(id, {
      id,
      group: id,
      // translations of one question are resampled together
      cluster: sample,
      language,
      stimulus: [],
      question: row.text("question"),
      format: {
        kind: "choice",
        options: ids.map((letter) => ({ id: letter, text: row.text(`option_${letter}`) })),
      },
      optOuts: [],
      gold: { kind: "key", accepted: [key] },
      attributes: {
        language,
        subject: row.text("subject"),
        ...(options.resources[language] === undefined ? {} : { resources: options.resources[language] }),
        category: row.text("subject_category") || "(none)",
        // "-" is not annotated, not CA
        sensitivity: annotated ? label : "not annotated",
        ...timeSensitivity(listOf(row, "time_sensitive", problems)),
      },
      record: {
        shots,
        knowledge: listOf(row, "required_knowledge", problems),
        cultures: listOf(row, "culture", problems),
        regions: listOf(row, "region", problems),
        countries: listOf(row, "country", problems),
        references: listOf(row, "reference", problems),
      },
    });
  }
  if (items.size === 0)
    throw noRecords(
      "test rows",
      `a table with ${columns.join(", ")} and a language code in its path`,
      tables,
      problems,
    );
  if (short > 0)
    problems.push({
      place: "dev rows",
      problem: `${short} questions have fewer than ${options.shots} worked examples in their subject and language`,
      dropped: false,
    });
  problems.push(
    ...labels.problems(),
    ...missingTranslations([...items.values()]),
    ...severalOfALanguage(sources),
    ...unreadFiles(files, tables, new Set(sources.map(({ name }) => name))),
  );
  return {
    items: [...items.values()],
    problems,
    dataVersion: importSummary(read),
    synthetic: await isMadeData(
      files,
      sources.map(({ name }) => name),
    ),
  };
}

/**
 * The ids of a table's rows. Older versions have none: there an id is made of the subject, the split that the path names, and the place among the
 * subject's rows, which is what the later ids are.
 */
function sampleIds(name: string, rows: readonly TableRow[]): readonly string[] {
  const split = /(^|[^a-z])dev([^a-z]|$)/i.test(name) ? "dev" : "test";
  const counts = new Map<string, number>();
  return rows.map((row) => {
    const given = row.text("sample_id");
    const subject = row.text("subject");
    if (given !== "" || hasIds(rows) || subject === "") return given;
    const place = counts.get(subject) ?? 0;
    counts.set(subject, place + 1);
    return `${subject}/${split}/${place}`;
  });
}

function hasIds(rows: readonly TableRow[]): boolean {
  return rows.some((row) => row.text("sample_id") !== "");
}

function codesIn(name: string): readonly string[] {
  return [...new Set(name.split(/[^A-Za-z]+/).filter((part) => codes.has(part)))];
}

/** Languages that lack questions which others have: their accuracies are over fewer questions. */
function missingTranslations(items: readonly Item[]): readonly RecordProblem[] {
  const questions = new Set(items.map(({ cluster }) => cluster));
  return [...Map.groupBy(items, ({ language }) => language)].flatMap(([language, own]): RecordProblem[] => {
    const held = new Set(own.map(({ cluster }) => cluster));
    const missing = [...questions].filter((question) => !held.has(question));
    return missing.length === 0
      ? []
      : [
          {
            place: `language ${language}`,
            problem: `${missing.length} of ${questions.size} questions that other languages have are not there: ${shortList(missing)}`,
            dropped: false,
          },
        ];
  });
}

/** Two tables of one split and language may be two versions, such as the full set and Lite. */
function severalOfALanguage(sources: readonly RecordTable[]): readonly RecordProblem[] {
  const alike = Map.groupBy(sources, ({ name, rows }) =>
    JSON.stringify([codesIn(name)[0] ?? name, rows[0]?.text("sample_id").includes("/dev/") ?? false]),
  );
  return [...alike.values()].flatMap((of) => severalTables("questions of one language", of, "sample_id"));
}

/** What was read, so that a full copy can be told from a part: 42 languages of 14,042 test and 285 dev rows are 601,734. */
function importSummary(
  read: readonly { readonly row: TableRow; readonly language: string; readonly sample: string }[],
): string {
  const dev = read.filter(({ sample }) => sample.includes("/dev/")).length;
  const labels = read.filter(({ row }) => /^C[SA]$/.test(row.text("cultural_sensitivity_label"))).length;
  const languages = new Set(read.map(({ language }) => language)).size;
  const { test, dev: devRows } = rowsPerLanguage;
  const full = read.length === languages * (test + devRows) ? "full, " : "";
  return `${full}${languages} languages, ${read.length} rows (${read.length - dev} test, ${dev} dev), ${labels} annotated`;
}

/** Older versions lack columns that the scores need; files of several versions don't go into one result unseen. */
function tellOlderVersions(sources: readonly RecordTable[], problems: RecordProblem[]): void {
  const unnamed = sources.filter((table) => !hasColumns(table, ["sample_id"]));
  if (unnamed.length > 0)
    problems.push({
      place: "versions of the data",
      problem: `${unnamed.length} of ${sources.length} tables have no sample_id; ids are made of subject, split and place, which are the same in all languages only where no row is missing: ${unnamed.map(({ name }) => name).join(", ")}`,
      dropped: false,
    });
  const unlabelled = sources.filter((table) => !hasColumns(table, ["cultural_sensitivity_label"]));
  if (unlabelled.length === 0) return;
  problems.push({
    place: "versions of the data",
    problem: `${unlabelled.length} of ${sources.length} tables have no cultural_sensitivity_label, so none of their questions is CS or CA: ${unlabelled.map(({ name }) => name).join(", ")}`,
    dropped: false,
  });
}

/** Whether the right answer changes over time, by more than half of the annotators; nothing where nobody was asked. */
function timeSensitivity(entries: readonly string[]): { readonly timeSensitive?: string } {
  if (entries.length === 0) return {};
  const yes = entries.filter((entry) => /^yes$/i.test(entry)).length;
  return { timeSensitive: 2 * yes > entries.length ? "yes" : "no" };
}

function optionTexts(row: TableRow): readonly string[] {
  return ids.map((letter) => row.text(`option_${letter}`));
}

function questionText(row: TableRow): string {
  return [
    row.text("question"),
    ...ids.map((letter) => `${letter.toUpperCase()}. ${row.text(`option_${letter}`)}`),
  ].join("\n");
}

function listOf(row: TableRow, column: string, problems: RecordProblem[]): readonly string[] {
  const text = row.text(column);
  if (text === "") return [];
  try {
    return annotatorEntries(text);
  } catch {
    problems.push({
      place: row.place,
      problem: `${column}: no list of texts; read as empty`,
      dropped: false,
    });
    return [];
  }
}
