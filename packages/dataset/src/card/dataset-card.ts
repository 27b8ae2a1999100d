import type { Codebook } from "../codebook/codebook.ts";
import { countText, markdownText, tableRow } from "../codebook/markdown-text.ts";
import { demoModels, type ManifestFacts } from "../manifest/manifest.ts";
import type { WrittenTable } from "../tabular/write-tables.ts";
import { answersToItems, datasheet } from "./datasheet.ts";
import { frontMatter } from "./front-matter.ts";

export interface CardFacts extends Omit<ManifestFacts, "files"> {
  /** The record files and tables. */
  readonly files: ManifestFacts["files"];
  readonly tables: readonly WrittenTable[];
  readonly codebook: Codebook;
}

/** `README.md` of a dataset: Hugging Face front matter, what is in the folder, and a datasheet's questions answered. */
export function datasetCard(facts: CardFacts): string {
  const { study, counts } = facts;
  return [
    frontMatter(facts),
    `# ${markdownText(study.title)}\n\n`,
    warning(facts),
    study.description === null ? "" : `${markdownText(study.description)}\n\n`,
    `${countText(counts.participants)} participants, ${study.items === undefined ? "" : `${countText(answersToItems(facts))} answers to ${countText(study.items.length)} items, `}${countText(counts.conversations)} conversations, ${countText(counts.interactions)} turns, ${countText(counts.utterances)} responses of ${countText(study.models.length)} models. The files follow the schema of the PRISM Alignment Project's release (Kirk et al. 2024, arXiv 2404.16019), so programs for that release read them.\n\n`,
    "## Files\n\n",
    tableRow(["file", "rows", "content"]),
    tableRow(["---", "---:", "---"]),
    ...facts.files.map((file) =>
      tableRow([`\`${file.name}\``, countText(file.rows ?? 0), contentOf(file.name, facts.codebook)]),
    ),
    tableRow(["`study.yaml`", "", "The study as it ran, with the files it names."]),
    tableRow([
      "`codebook.md`, `codebook.json`",
      "",
      "Every field: meaning, values, counts, reasons for missing values.",
    ]),
    tableRow(["`manifest.json`", "", "Checksums, versions, seeds, totals."]),
    "\n",
    datasheet(facts),
  ].join("");
}

function contentOf(name: string, codebook: Codebook): string {
  const file = codebook.files.find((each) => each.name === name);
  if (file !== undefined) return file.description;
  const table = name.replace(/^(csv|parquet)\//, "").replace(/\.(csv|parquet)$/, "");
  return table === "wide"
    ? "One row per turn, responses side by side."
    : `Flat copy of ${table}.jsonl${table === "survey" || table === "conversations" ? ", with this study's own questions as columns" : ""}.`;
}

/** What nobody may overlook. */
function warning(facts: CardFacts): string {
  const lines: string[] = [];
  if (facts.mode === "simulated") {
    lines.push(
      "**Synthetic data. Nobody was asked.** Every participant here is a computer program with drawn preferences. These data say nothing about people; they are for testing programs.",
    );
  }
  if (facts.mode === "mixed") {
    lines.push(
      `**Partly synthetic.** ${countText(facts.counts.simulated_participants)} of ${countText(facts.counts.participants)} participants are computer programs with drawn preferences. What they were answered may be scripted demo text under the names of the study's models. Do not report results on this folder; export people and programs apart.`,
    );
  }
  switch (demoModels(facts.study)) {
    case "all":
      lines.push("**No language model answered.** Every response is scripted demo text.");
      break;
    case "some":
      lines.push(
        "**Some responses are scripted demo text**, not a language model's: the models whose provider is demo.",
      );
      break;
    case "none":
      break;
  }
  return lines.length === 0 ? "" : `${lines.map((line) => `> ${line}\n`).join(">\n")}\n`;
}
