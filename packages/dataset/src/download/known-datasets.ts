import { RefractError } from "@refract/core";
import { releaseFileNames } from "../prism-release/release-files.ts";

/** A published dataset that can be fetched by name. */
export interface KnownDataset {
  readonly name: string;
  readonly title: string;
  /** Repository on the Hugging Face hub. */
  readonly repository: string;
  /** Files that make the dataset; the download fails without them. `tables`: whatever tables the repository has. */
  readonly files: readonly string[] | "tables";
  /** Fetched when they are there. */
  readonly extras: readonly string[];
  /** What whoever uses the data has to keep to, in lines to show. */
  readonly licence: readonly string[];
  readonly citation: string;
}

/** The dataset of a name. @throws RefractError `invalid-input` that lists the names there are */
export function datasetNamed(name: string, datasets: readonly KnownDataset[] = knownDatasets): KnownDataset {
  const found = datasets.find((known) => known.name === name);
  if (found !== undefined) return found;
  const names = datasets.map((known) => `"${known.name}"`).join(", ");
  throw new RefractError("invalid-input", `unknown dataset "${name}", expected ${names}`);
}

export const knownDatasets: readonly KnownDataset[] = Object.freeze([
  Object.freeze({
    name: "prism",
    title: "The PRISM Alignment Dataset",
    repository: "HannahRoseKirk/prism-alignment",
    files: releaseFileNames.filter((name) => name !== "models.jsonl"),
    extras: Object.freeze(["models.jsonl", "README.md"]),
    licence: Object.freeze([
      "Texts written by participants: CC-BY-4.0, name the authors. Responses of models: CC-BY-NC-4.0, not for commercial use, and the terms of each model's provider hold.",
      "Do not try to find out who the participants are. Texts can be offensive or upsetting.",
    ]),
    citation:
      "Kirk, H. R., et al. (2024). The PRISM Alignment Dataset. arXiv 2404.16019. DOI 10.57967/hf/2113",
  }),
]);
