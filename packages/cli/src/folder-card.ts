import { type DatasetDescription, frontMatterOfFolder, type Manifest, markdownText } from "@refract/dataset";
import { formatNumber } from "./terminal.ts";

/** What is known of a folder's licence. */
export interface LicenceFacts {
  /** Null where nothing says it. */
  readonly id: string | null;
  /** What else has to be kept to. */
  readonly lines: readonly string[];
  readonly citation: string | null;
}

export interface FolderCardFacts {
  readonly title: string;
  readonly languages: readonly string[];
  readonly licence: LicenceFacts;
  readonly manifest: Pick<Manifest, "mode" | "demo_models"> | null;
  readonly description: DatasetDescription;
}

/**
 * A dataset card from nothing but a folder's records: Hugging Face front matter, totals and licence. It says what it does
 * not know instead of guessing; the card an export writes answers a datasheet's questions from the study.
 */
export function folderCard({ title, languages, licence, manifest, description }: FolderCardFacts): string {
  const { totals } = description;
  const files = [
    ["survey.jsonl", totals.participants, "One row per participant: who they are and what they want."],
    ["conversations.jsonl", totals.conversations, "One row per conversation, its whole history inside."],
    ["utterances.jsonl", totals.utterances, "One row per response of a model, with its score."],
    ["metadata.jsonl", totals.metadata_flags.Overall.total, "One row per text: language and flags."],
    ["models.jsonl", null, "One row per model: settings and instruction text."],
  ] as const;
  const there = files.filter(([name]) => !description.missingFiles.some((missing) => missing === name));
  // Models are not counted; a file of them is never empty.
  const rows = new Map(there.map(([name, records]) => [name, records ?? 1]));
  const head = frontMatterOfFolder({ title, licence: licence.id, languages, rows, tags: tagsOf(manifest) });
  const body = [
    `# ${markdownText(title)}`,
    "",
    ...warnings(manifest),
    `${number(totals.participants)} participants, ${number(totals.conversations)} conversations, ${number(totals.interactions)} turns, ${number(totals.utterances)} responses of ${number(Object.keys(totals.utterances_by_model).length)} models. The files have the schema of the PRISM Alignment Project's release (Kirk et al. 2024, arXiv 2404.16019).`,
    "",
    "## Files",
    "",
    "| file | rows | content |",
    "| --- | ---: | --- |",
    ...there.map(
      ([name, rows, content]) => `| \`${name}\` | ${rows === null ? "" : number(rows)} | ${content} |`,
    ),
    "",
    "## Licence",
    "",
    licence.id === null
      ? "Nothing in the folder says under which licence it may be used. Ask whoever gave it to you."
      : `${markdownText(licence.id)}.`,
    ...licence.lines.map((line) => `\n${markdownText(line)}`),
    ...(licence.citation === null ? [] : ["", `Cite: ${markdownText(licence.citation)}`]),
    "",
    "## People",
    "",
    `Participants have pseudonyms, but rare combinations of answers and what people write of themselves can point to them. ${number(totals.metadata_flags.Overall.contains_pii)} texts are flagged as holding something with the form of personal data.`,
    "",
    "This card was made from the records alone. Why and how they were collected, it can't say.",
    "",
  ];
  return head + body.join("\n");
}

function tagsOf(manifest: FolderCardFacts["manifest"]): readonly string[] {
  const synthetic = manifest?.mode === "simulated" || manifest?.mode === "mixed";
  const demo = manifest !== null && manifest.demo_models !== "none";
  return [
    "prism-schema",
    "human-feedback",
    ...(synthetic ? ["synthetic"] : []),
    ...(demo ? ["demo-models"] : []),
  ];
}

function warnings(manifest: FolderCardFacts["manifest"]): readonly string[] {
  const lines = [
    ...(manifest?.mode === "simulated"
      ? [
          "> **Synthetic data. Nobody was asked.** Every participant is a computer program with drawn preferences.",
        ]
      : []),
    ...(manifest?.mode === "mixed"
      ? ["> **Partly synthetic.** Some participants are computer programs."]
      : []),
    ...(manifest?.demo_models === "all"
      ? ["> **No language model answered.** Every response is scripted demo text."]
      : []),
    ...(manifest?.demo_models === "some"
      ? ["> **Some responses are scripted demo text**, not a language model's."]
      : []),
  ];
  return lines.length === 0 ? [] : [lines.join("\n>\n"), ""];
}

function number(value: number): string {
  return formatNumber(value);
}
