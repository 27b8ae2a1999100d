import { stringify } from "yaml";
import { demoModels } from "../manifest/manifest.ts";
import type { WrittenTable } from "../tabular/write-tables.ts";
import type { CardFacts } from "./dataset-card.ts";
import { datasetInfo } from "./dataset-info.ts";

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

/** What the front matter says of a dataset. */
export interface FrontMatterFacts {
  readonly title: string;
  /** Null where nothing says it. */
  readonly licence: string | null;
  /** BCP 47 tags. */
  readonly languages: readonly string[];
  /** By file, `utterances.jsonl`; files without rows left out or 0. */
  readonly rows: ReadonlyMap<string, number>;
  readonly tags: readonly string[];
  /** The flat tables; left out where there are none. */
  readonly tables?: readonly WrittenTable[];
}

/** The YAML head the Hugging Face hub reads, of an export. */
export function frontMatter(facts: CardFacts): string {
  const { study } = facts;
  return frontMatterOfFolder({
    title: study.title,
    licence: study.card.licence,
    languages: study.languages,
    rows: new Map(facts.files.map((file) => [file.name, file.rows ?? 0])),
    tables: facts.tables,
    tags: [
      "refract",
      "prism-schema",
      "human-feedback",
      ...(study.conversations?.judge.kind === "verdict" ? ["pairwise-comparison"] : []),
      ...(facts.mode === "simulated" || facts.mode === "mixed" ? ["synthetic"] : []),
      ...(demoModels(study) === "none" ? [] : ["demo-models"]),
    ],
  });
}

/** The YAML head the Hugging Face hub reads, with the lines around it. */
export function frontMatterOfFolder(facts: FrontMatterFacts): string {
  const { title, licence, languages, rows, tags, tables = [] } = facts;
  const id = (licence ?? "unknown").toLowerCase();
  const known = hubLicences.has(id);
  const info = datasetInfo(tables);
  const described = new Map(info.map(({ config_name, data_files }) => [config_name, data_files]));
  const names = [...configured.filter((name) => (rows.get(`${name}.jsonl`) ?? 0) > 0), ...described.keys()];
  const configs = [...new Set(names)].map((name, index) => ({
    config_name: name,
    data_files: described.get(name) ?? `${name}.jsonl`,
    ...(index === 0 ? { default: true } : {}),
  }));
  const head = {
    pretty_name: title.replaceAll(/\s+/g, " ").trim(),
    license: known ? id : "other",
    ...(known ? {} : { license_name: id.replaceAll(/\s+/g, "-") }),
    ...(languages.length === 0
      ? {}
      : { language: [...new Set(languages.map((tag) => tag.split("-")[0] ?? tag))] }),
    size_categories: [
      sizeCategory(Math.max(rows.get("utterances.jsonl") ?? 0, rows.get("responses.jsonl") ?? 0)),
    ],
    tags,
    ...(info.length === 0 ? {} : { dataset_info: info.map(({ data_files: _, ...each }) => each) }),
    ...(configs.length === 0 ? {} : { configs }),
  };
  return `---\n${stringify(head, { lineWidth: 0 })}---\n\n`;
}

/** The hub's names for sizes. */
export function sizeCategory(rows: number): string {
  const steps = ["1K", "10K", "100K", "1M", "10M", "100M", "1B", "10B", "100B", "1T"];
  const above = steps.findIndex((_, index) => rows < 1000 * 10 ** index);
  if (above === 0) return `n<${steps[0]}`;
  if (above === -1) return `n>${steps.at(-1)}`;
  return `${steps[above - 1]}<n<${steps[above]}`;
}
