import type { Codebook, CodebookField, CodebookQuestion } from "./codebook.ts";
import { countText, markdownText, tableRow } from "./markdown-text.ts";

const listedLevels = 40;

/** `codebook.md` */
export function codebookPage(codebook: Codebook): string {
  const parts = [
    `# Codebook: ${markdownText(codebook.study.title)}\n\n`,
    `Study \`${codebook.study.id}\`, version ${codebook.study.version} (SHA-256 \`${codebook.study.sha256}\`). Every field of every file, with counts of this dataset. The same for programs: \`codebook.json\`.\n\n`,
    "## Notes\n\n",
    ...codebook.notes.map((note) => `- ${note}\n`),
    "\n",
    ...codebook.files.flatMap((file) => [
      `## ${file.name}\n\n${file.description} ${countText(file.rows)} rows.\n\n`,
      fieldTable(file.fields),
    ]),
  ];
  if (codebook.questions.length > 0) {
    parts.push(
      "## Questions of this study\n\nEach is a column of the tables survey or conversations, and rows of answers.jsonl, which has the reason of every null.\n\n",
      fieldTable(codebook.questions.map((question) => withPlace(question, codebook))),
    );
  }
  if (codebook.tables.length > 0) {
    parts.push(
      "## Tables\n\nFlat copies of the files above, nested fields named `group.member`, each column of one type. Times are ISO 8601 in CSV and timestamps in Parquet, in UTC; lists and objects are JSON in a text. `wide` has one row per turn and the columns of each response with the suffixes a, b, c, d in the order shown.\n\n",
      tableRow(["file", "rows"]),
      tableRow(["---", "---:"]),
      ...codebook.tables.map((table) => tableRow([`\`${table.name}\``, countText(table.rows)])),
    );
  }
  return parts.join("");
}

/** Where a question stands, as far as its name does not say it, and which versions of the study ask it. */
function withPlace(question: CodebookQuestion, { study }: Codebook): CodebookField {
  const { versions = [], column, name, table } = question;
  const parts = [
    question.description,
    column === name ? "" : `Column \`${column}\` of ${table}.`,
    study.version === 1 ? "" : `Asked in version ${versions.join(", ")}.`,
  ];
  return { ...question, description: parts.filter((part) => part !== "").join(" ") };
}

function fieldTable(all: readonly CodebookField[]): string {
  const unasked = all.filter(isUnasked);
  const fields = all.filter((each) => !isUnasked(each));
  return [
    tableRow(["field", "type", "meaning", "values", "present", "missing"]),
    tableRow(["---", "---", "---", "---", "---:", "---"]),
    ...fields.map((each) =>
      tableRow([
        `\`${each.name}\``,
        each.type,
        meaning(each),
        values(each),
        countText(each.counts.present),
        Object.entries(each.counts.missing)
          .map(([reason, count]) => `${reason} ${countText(count)}`)
          .join(", "),
      ]),
    ),
    "\n",
    unasked.length === 0
      ? ""
      : `Null in every row (not-asked): ${unasked.map((each) => `\`${each.name}\``).join(", ")}.\n\n`,
  ].join("");
}

/** A field nobody was asked about, and so without a value in any row. */
function isUnasked({ counts, question }: CodebookField): boolean {
  return counts.present === 0 && question === null && Object.keys(counts.missing).join() === "not-asked";
}

function meaning(field: CodebookField): string {
  const question = field.question === null ? "" : `Asked: ${markdownText(field.question)}`;
  return [field.description, question].filter((part) => part !== "").join(" ");
}

function values(field: CodebookField): string {
  const { counts } = field;
  const parts: string[] = [];
  const isCounted = counts.levels !== null;
  if (!isCounted && (field.minimum !== null || field.maximum !== null)) {
    parts.push(`allowed ${field.minimum ?? "…"} to ${field.maximum ?? "…"}`);
  }
  if (counts.levels !== null) parts.push(...levels(counts.levels, counts.moreLevels));
  if (!isCounted && counts.minimum !== null && counts.maximum !== null) {
    const what = field.type === "text" ? "length " : field.type === "list" ? "entries " : "";
    const mean = counts.mean === null ? "" : `, mean ${counts.mean}`;
    parts.push(`${what}${counts.minimum} to ${counts.maximum}${mean}`);
  }
  if (counts.empty > 0) parts.push(`EMPTY STRING: ${countText(counts.empty)}`);
  return parts.join("; ");
}

/** All levels with their counts; of very many only those that occur, the frequent ones first. */
function levels(
  all: readonly { readonly value: string; readonly count: number }[],
  areMore: boolean,
): readonly string[] {
  const isLong = all.length > listedLevels;
  const shown = isLong ? all.filter((level) => level.count > 0).toSorted((a, b) => b.count - a.count) : all;
  const texts = shown
    .slice(0, listedLevels)
    .map((level) => `${markdownText(level.value)}: ${countText(level.count)}`);
  const occurring = shown.length - texts.length;
  if (occurring > 0 || areMore) texts.push("and more");
  else if (isLong) texts.push(`${countText(all.length - shown.length)} further values, which nobody has`);
  return texts;
}
