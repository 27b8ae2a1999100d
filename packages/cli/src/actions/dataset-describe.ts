import { type DatasetDescription, describeDataset } from "@refract/dataset";
import { exitCodes } from "../exit-codes.ts";
import { formatNumber, type Terminal, table } from "../terminal.ts";

export async function describeFolder(folder: string, terminal: Terminal): Promise<number> {
  const bar = terminal.progress("reading");
  const description = await describeDataset(folder, {
    onProgress: ({ bytesRead, bytesTotal }) => bar.update(bytesRead, bytesTotal),
  });
  bar.end();
  terminal.result(description, descriptionText(description));
  return exitCodes.ok;
}

/** The level of a record without a value. */
const notAnswered = "null";

const shownModels = 8;
const shownLevels = 4;
const shownQuestions = 12;
const shownFields = ["age", "gender", "education", "english_proficiency", "location.special_region"];

/** What fits on one screen; everything else is in the JSON document. */
function descriptionText(description: DatasetDescription): string {
  const { totals, participants, attributes } = description;
  const verdicts = Object.values(description.verdicts).reduce((sum, number) => sum + number, 0);
  const flags = totals.metadata_flags.Overall;
  const facts: readonly (readonly [string, string])[] = [
    [
      "people",
      `${count(totals.participants)}: ${count(totals.participants_with_conversations)} with conversations, ${count(totals.survey_only)} with the survey only`,
    ],
    ...ifAny(totals.birth_countries + totals.reside_countries, [
      ["countries", `born in ${count(totals.birth_countries)}, living in ${count(totals.reside_countries)}`],
    ]),
    ...ifAny(totals.conversations, [
      ["conversations", `${count(totals.conversations)}: ${shares(totals.conversations_by_type)}`],
      ["turns", `${count(totals.interactions)}: ${range(totals.conversation_turns)} a conversation`],
    ]),
    ...ifAny(totals.utterances, [
      [
        "responses",
        `${count(totals.utterances)}: ${count(totals.opening_turn_utterances)} in opening turns, ${count(totals.if_chosen_true)} chosen, ${count(totals.empty_string_responses)} empty`,
      ],
    ]),
    ...ifAny(attributes.score.n, [["scores", range(attributes.score)]]),
    ...ifAny(verdicts, [["verdicts", `${count(verdicts)}: ${shares(description.verdicts)}`]]),
    [
      "texts",
      `${count(flags.total)}: ${count(flags.is_english)} English, ${count(flags.contains_pii)} with the form of personal data, ${count(flags.moderation_flagged)} flagged by moderation`,
    ],
    [
      "balanced subset",
      `${count(totals.balanced_subset.participants)} people, ${count(totals.balanced_subset.conversations)} conversations, ${count(totals.balanced_subset.utterances)} responses`,
    ],
  ];
  const people = shownFields.flatMap((field): (readonly [string, string])[] => {
    const levels = participants.demographics[field];
    return levels === undefined || Object.keys(levels).every((level) => level === notAnswered)
      ? []
      : [[fieldTitle(field), shares(levels)]];
  });
  const questions = Object.entries(description.questions);
  const medians = Object.entries(attributes.medians_conversation_weighted);
  const models = Object.entries(totals.utterances_by_model).toSorted(([, a], [, b]) => b - a);
  const skipped = Object.entries(description.skippedLines);
  return [
    pairs(facts),
    ...(people.length === 0 ? [] : ["", pairs(people)]),
    ...(questions.length === 0
      ? []
      : ["", pairs(questions.slice(0, shownQuestions).map(([name, told]) => [name, answersText(told)]))]),
    ...(questions.length > shownQuestions
      ? [`… and ${questions.length - shownQuestions} more questions of the study's own`]
      : []),
    ...(medians.every(([, values]) => values.every((value) => value === null))
      ? []
      : [
          "",
          table(
            ["median of", "stated", "performance", "choice"],
            medians.map(([attribute, values]) => [attribute, ...values]),
          ),
        ]),
    ...(models.length === 0 ? [] : ["", table(["model", "responses"], models.slice(0, shownModels))]),
    ...(models.length > shownModels ? [`… and ${models.length - shownModels} more models`] : []),
    ...(description.missingFiles.length === 0
      ? []
      : ["", `not there: ${description.missingFiles.join(", ")}`]),
    ...skipped.map(
      ([file, lines]) =>
        `${file}: ${lines === 1 ? "1 line is no record" : `${count(lines)} lines are no records`}; refract dataset check says why`,
    ),
    "",
    "--json has every number",
  ].join("\n");
}

function answersText({ answered, levels, mean }: DatasetDescription["questions"][string]): string {
  if (answered === 0) return "nobody answered";
  if (levels !== null) return `${count(answered)}: ${shares(levels)}`;
  return mean === null ? count(answered) : `${count(answered)}: mean ${formatNumber(mean)}`;
}

type Row = readonly [string, string];

/** Rows about what there is some of. */
function ifAny(number: number, rows: readonly Row[]): readonly Row[] {
  return number > 0 ? rows : [];
}

function pairs(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, text]) => `${name.padEnd(width)}  ${text}`).join("\n");
}

/** The most frequent levels with their counts. */
function shares(levels: Readonly<Record<string, number>>): string {
  const sorted = Object.entries(levels).toSorted(([, a], [, b]) => b - a);
  const shown = sorted
    .slice(0, shownLevels)
    .map(([level, number]) => `${level === notAnswered ? "no answer" : level} ${count(number)}`);
  const left = sorted.slice(shownLevels).reduce((sum, [, number]) => sum + number, 0);
  return [...shown, ...(left > 0 ? [`others ${count(left)}`] : [])].join(", ");
}

function range(summary: {
  readonly mean: number | null;
  readonly min: number | null;
  readonly max: number | null;
}): string {
  const { mean, min, max } = summary;
  return mean === null || min === null || max === null
    ? "none"
    : `mean ${mean.toFixed(1)}, ${formatNumber(min)} to ${formatNumber(max)}`;
}

function fieldTitle(field: string): string {
  return field === "location.special_region" ? "region of birth" : field.replaceAll("_", " ");
}

function count(value: number): string {
  return formatNumber(value);
}
