import { demoModels } from "../manifest/manifest.ts";
import type { CardFacts } from "./dataset-card.ts";

/** Licence ids the Hugging Face hub knows; others are named in `license_name`. */
const hubLicences = new Set([
  "apache-2.0",
  "mit",
  "cc0-1.0",
  "cc-by-2.0",
  "cc-by-2.5",
  "cc-by-3.0",
  "cc-by-4.0",
  "cc-by-sa-3.0",
  "cc-by-sa-4.0",
  "cc-by-nc-2.0",
  "cc-by-nc-3.0",
  "cc-by-nc-4.0",
  "cc-by-nd-4.0",
  "cc-by-nc-nd-3.0",
  "cc-by-nc-nd-4.0",
  "cc-by-nc-sa-2.0",
  "cc-by-nc-sa-3.0",
  "cc-by-nc-sa-4.0",
  "odc-by",
  "odbl",
  "pddl",
  "etalab-2.0",
  "unknown",
  "other",
]);

const configured = [
  "utterances",
  "survey",
  "conversations",
  "metadata",
  "models",
  "verdicts",
  "items",
  "responses",
] as const;

/** The YAML head the Hugging Face hub reads. */
export function frontMatter(facts: CardFacts): Record<string, unknown> {
  const { study, counts } = facts;
  const licence = study.card.licence.toLowerCase();
  const known = hubLicences.has(licence);
  const rows = new Map(facts.files.map((file) => [file.name, file.rows ?? 0]));
  const configs = configured
    .filter((name) => (rows.get(`${name}.jsonl`) ?? 0) > 0)
    .map((name, index) => ({
      config_name: name,
      data_files: `${name}.jsonl`,
      ...(index === 0 ? { default: true } : {}),
    }));
  return {
    pretty_name: study.title.replaceAll(/\s+/g, " ").trim(),
    license: known ? licence : "other",
    ...(known ? {} : { license_name: study.card.licence.replaceAll(/\s+/g, "-").toLowerCase() }),
    language: [...new Set(study.languages.map((tag) => tag.split("-")[0] ?? tag))],
    size_categories: [sizeCategory(Math.max(counts.utterances, rows.get("responses.jsonl") ?? 0))],
    tags: tagsOf(facts),
    ...(configs.length === 0 ? {} : { configs }),
  };
}

function tagsOf(facts: CardFacts): readonly string[] {
  const tags = ["refract", "prism-schema", "human-feedback"];
  if (facts.study.conversations?.judge.kind === "verdict") tags.push("pairwise-comparison");
  if (facts.mode === "simulated" || facts.mode === "mixed") tags.push("synthetic");
  if (demoModels(facts.study) !== "none") tags.push("demo-models");
  return tags;
}

/** The hub's names for sizes. */
export function sizeCategory(rows: number): string {
  const steps = ["1K", "10K", "100K", "1M", "10M", "100M", "1B", "10B", "100B", "1T"];
  const above = steps.findIndex((_, index) => rows < 1000 * 10 ** index);
  if (above === 0) return `n<${steps[0]}`;
  if (above === -1) return `n>${steps.at(-1)}`;
  return `${steps[above - 1]}<n<${steps[above]}`;
}
