import type { AnalysisData } from "./analysis-data.ts";

/**
 * What is made once for a dataset and shared by the analyses of a run: whoever asks second gets the first one's promise. Held as
 * long as the dataset is.
 *
 * @returns a function that makes or finds the result of a key; the key names everything the result hangs on
 */
export function createRunMemo<Result>(): (
  data: AnalysisData,
  key: string,
  make: () => Promise<Result>,
) => Promise<Result> {
  const made = new WeakMap<object, Map<string, Promise<Result>>>();
  return (data, key, make) => {
    const results = made.get(data.dataset) ?? new Map<string, Promise<Result>>();
    made.set(data.dataset, results);
    const known = results.get(key);
    if (known !== undefined) return known;
    const result = make();
    results.set(key, result);
    return result;
  };
}
