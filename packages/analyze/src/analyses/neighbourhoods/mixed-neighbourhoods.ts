import { chanceEntropies, createRandom, type GroupEntropy, groupEntropies } from "@refract/stats";
import type { Mode } from "../../mode.ts";
import type { WrittenTexts } from "../topics/load-texts.ts";
import { distinctTexts } from "./cluster-texts.ts";
import type { TextClusters } from "./prompt-neighbourhoods.ts";

export interface MixedNeighbourhoods {
  readonly attributes: readonly string[];
  readonly groups: readonly GroupEntropy[];
  /** Adjusted entropy of the author: who wrote, apart from the attributes. */
  readonly participant: readonly (number | null)[];
  /** Of the topic, where prompts have one. */
  readonly topic: readonly (number | null)[] | null;
}

/**
 * How mixed neighbourhoods are against random prompts of the same number. Published: the mean of 100 samples is the expectation, and
 * the band mixes scales; corrected: exact expectation, band of 1,000 random groups' own values.
 *
 * @param topics topic of each prompt, -1 for outliers; null for none
 */
export function mixedNeighbourhoods(
  { users, levels }: Pick<WrittenTexts, "users" | "levels">,
  { found }: Pick<TextClusters, "found">,
  topics: Int32Array | null,
  { mode, seed }: { readonly mode: Mode; readonly seed: string },
): MixedNeighbourhoods {
  const members = found.neighbourhoods.map((one) => one.members);
  const sizes = [...new Set(members.map((one) => one.length))].sort((a, b) => a - b);
  const adjust = (codes: readonly ArrayLike<number>[], name: string) => {
    const random = createRandom(seed).stream(name);
    const chance = chanceEntropies(codes, { sizes, samples: mode === "published" ? 100 : 1_000, random });
    return groupEntropies(members, codes, chance, { mode });
  };
  // An attribute that is the same for everybody has no entropy to expect.
  const attributes = Object.keys(levels).filter((name) => new Set(levels[name]).size > 1);
  const groups =
    attributes.length === 0
      ? []
      : adjust(
          attributes.map((name) => distinctTexts(levels[name] ?? []).place),
          "attributes",
        );
  const alone = (codes: Int32Array, name: string) =>
    new Set(codes).size < 2
      ? members.map(() => null)
      : adjust([codes], name).map(({ adjustedSum }) => adjustedSum);
  return {
    attributes,
    groups,
    participant: alone(distinctTexts(users).place, "participant"),
    topic:
      topics === null
        ? null
        : alone(
            topics.map((topic) => topic + 1),
            "topic",
          ),
  };
}
