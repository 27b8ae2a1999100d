import type { Instrument } from "@refract/core";
import type { KnownDataset } from "@refract/dataset";

/**
 * What instruments are made of, as far as it lies on the Hugging Face hub. The first repository of an instrument has the
 * instrument's id for a name, the others their own.
 */
export function instrumentDatasets(instruments: readonly Instrument[]): readonly KnownDataset[] {
  return instruments.flatMap(({ id, title, sources, licence, citation }) =>
    sources
      .filter(({ kind }) => kind === "hugging-face")
      .map(
        ({ name, note }, place): KnownDataset => ({
          name: place === 0 ? id : ownName(name),
          title: place === 0 ? title : `${title}: ${name}`,
          repository: name,
          files: "tables",
          extras: ["README.md"],
          licence: [`Licence: ${licence}.`, `Note: ${note}.`],
          citation,
        }),
      ),
  );
}

/** `CohereLabs/Global-MMLU-Lite` is `global-mmlu-lite`. */
function ownName(repository: string): string {
  return repository
    .slice(repository.indexOf("/") + 1)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-");
}
