import { createRandom, deriveSeed } from "@refract/stats";
import type { Selection } from "./select-options.ts";

/** A seed's question without a country. */
export interface SeedQuestion {
  readonly seed: string;
  readonly context: string;
  readonly question: string;
}

const letters = ["A", "B", "C", "D"] as const;
const versions = [
  { suffix: "GH", prefix: "In Ghana: ", country: "Ghana" },
  { suffix: "US", prefix: "In United States: ", country: "United States" },
  { suffix: "UN", prefix: "", country: "Unspecified" },
] as const;

/**
 * The three versions of every selected seed, in the published columns with `gh_key` and `us_key`. The versions of a seed share one order of
 * options, drawn from the seed. Seeds without a question are told.
 */
export function itemRows(
  selections: readonly Selection[],
  questions: readonly SeedQuestion[],
  randomSeed: string,
): {
  readonly rows: readonly Readonly<Record<string, string>>[];
  readonly left: readonly { readonly seed: string; readonly reason: string }[];
} {
  const asked = new Map(questions.map((question) => [question.seed, question]));
  const left: { seed: string; reason: string }[] = [];
  const rows = selections.flatMap((selection) => {
    const { seed } = selection;
    const question = asked.get(seed);
    if (selection.kind === "dropped" || question === undefined) {
      left.push({ seed, reason: selection.kind === "dropped" ? selection.reason : "has no question" });
      return [];
    }
    const { right, wrong } = selection;
    const options = createRandom(deriveSeed(randomSeed, "amammere options", seed)).shuffle([
      right.GH,
      right.US,
      wrong.GH,
      wrong.US,
    ]);
    const letterOf = (text: string) => letters[options.indexOf(text)] ?? "";
    const keys = { GH: letterOf(right.GH), US: letterOf(right.US), UN: "" };
    return versions.map(({ suffix, prefix, country }) => ({
      ID: `${seed}-${suffix}`,
      Context: question.context,
      Question: `${prefix}${question.question}`,
      ...Object.fromEntries(letters.map((letter, place) => [`Option ${letter}`, options[place] ?? ""])),
      "Answer Key": keys[suffix],
      "Answer Text": suffix === "UN" ? "" : right[suffix],
      Country: country,
      gh_key: keys.GH,
      us_key: keys.US,
    }));
  });
  return { rows, left };
}
