/** Names a dataset itself uses; a file that comes along must not take one. */
const reserved = /^(?:manifest\.json|README\.md|codebook\.(?:json|md)|[^/]+\.jsonl|(?:csv|parquet)\/.*)$/i;

/** Why a dataset can't hold a study's file by this name, or null: it would leave the folder or stand where the data go. */
export function datasetFileFault(name: string): string | null {
  const isPlain = !/[\\:\0]/.test(name) && name.split("/").every((part) => !["", ".", ".."].includes(part));
  if (!isPlain) return `file ${JSON.stringify(name)}: expected a plain path inside the dataset's folder`;
  if (reserved.test(name))
    return `file ${JSON.stringify(name)}: a dataset has a file of its own by this name`;
  return null;
}
