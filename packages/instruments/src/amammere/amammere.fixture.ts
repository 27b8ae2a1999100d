import { madeFiles } from "../record-files.fixture.ts";

const versions = [
  ["GH", "In Ghana: ", "B"],
  ["US", "In United States: ", "C"],
  ["UN", "", ""],
] as const;

/** Two made seeds in three versions. */
export const amammereFiles = madeFiles({
  "made_items.csv": [1, 2].flatMap((seed) =>
    versions.map(([suffix, prefix, key]) => ({
      ID: `${seed}-${suffix}`,
      Question: `${prefix}which made-up bell of tower ${seed} rings?`,
      "Option A": "one bell",
      "Option B": "two bells",
      "Option C": "three bells",
      "Option D": "four bells",
      "Answer Key": key,
      gh_key: "B",
      us_key: "C",
    })),
  ),
});
