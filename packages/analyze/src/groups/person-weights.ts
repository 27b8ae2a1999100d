import { RefractError } from "@refract/core";
import type { AnalysisData } from "../data/analysis-data.ts";
import { quoted } from "../data/sql-text.ts";
import type { Mode } from "../mode.ts";
import type { FittedWeights, WeightingResult } from "./fitted-weights.ts";
import type { Groups } from "./groups.ts";
import { groupColumn, presentAttributes } from "./people-view.ts";
import { postStratifiedWeights } from "./post-stratified-weights.ts";
import { rakedWeights } from "./raked-weights.ts";
import { weightedAttributes } from "./weights-schema.ts";

/** Weights of people, and what to say of them. */
export interface PersonWeights {
  /** One a person; null when people count the same. */
  readonly weights: Float64Array | null;
  /** For a provenance: "none", or scheme, attributes and effective sample size. */
  readonly label: string;
  /** Why weights that were asked for could not be had, or are not what was asked for; null when all is well. */
  readonly problem: string | null;
}

/** What `--mode published` does with the weights that `groups.yaml` asks for; null where it asks for none. */
export function unweightedAsPublished({ weights }: Groups): string | null {
  return weights.scheme === "none"
    ? null
    : `weights: groups.yaml asks for ${weightingTo(weights)}, which is left out: published mode counts people the same, as the paper does; --mode corrected weights them`;
}

/**
 * The weights that `groups.yaml` asks for, for people in the order given. In published mode, without the attributes, or with a target
 * level that nobody has, people count the same and `problem` says why.
 */
export async function personWeights(
  data: AnalysisData,
  groups: Groups,
  people: readonly string[],
  mode: Mode,
): Promise<PersonWeights> {
  if (groups.weights.scheme === "none") return { weights: null, label: "none", problem: null };
  if (mode === "published")
    return {
      weights: null,
      label: `none (${weightingTo(groups.weights)} is asked for, and left out in published mode)`,
      problem: unweightedAsPublished(groups),
    };
  const { fitted, reason } = await fit(data, groups, people);
  if (fitted === null)
    return { weights: null, label: "none", problem: `weights: ${reason}, so that people count the same` };
  return {
    weights: fitted.weights,
    label: weightsLabel(groups, fitted),
    problem: fitted.problem === null ? null : `weights: ${fitted.problem}`,
  };
}

/**
 * The same weights with all that is known of them, for an analysis that can't do without.
 *
 * @throws RefractError `invalid-input` when no weights are asked for, or they cannot be had
 */
export async function requireWeights(
  data: AnalysisData,
  groups: Groups,
  people: readonly string[],
): Promise<FittedWeights> {
  if (groups.weights.scheme === "none")
    throw new RefractError(
      "invalid-input",
      "weights: none are asked for, expected --groups FILE whose weights have a scheme (raking or post-stratification) and targets",
    );
  const { fitted, reason } = await fit(data, groups, people);
  if (fitted === null) throw new RefractError("invalid-input", `weights: ${reason}`);
  return fitted;
}

/** "raking to gender, age (effective sample size 913 of 1396)". */
export function weightsLabel({ weights }: Groups, fitted: FittedWeights): string {
  const sizes = `effective sample size ${fitted.efficiency.effectiveSampleSize.toFixed(0)} of ${fitted.weights.length}`;
  const without = fitted.weights.filter((weight) => weight === 0).length;
  return `${weightingTo(weights)} (${sizes}${without === 0 ? "" : `; ${without} with weight 0`})`;
}

/** "raking to gender, age". */
function weightingTo(weights: Groups["weights"]): string {
  return `${weights.scheme} to ${weightedAttributes(weights).join(weights.scheme === "raking" ? ", " : " x ")}`;
}

async function fit(data: AnalysisData, groups: Groups, people: readonly string[]): Promise<WeightingResult> {
  const { weights } = groups;
  if (weights.scheme === "none") return { fitted: null, reason: "none are asked for" };
  const attributes = weightedAttributes(weights);
  const there = data.has("participants") ? presentAttributes(data, groups) : [];
  const missing = attributes.filter((name) => !there.includes(name));
  if (missing.length > 0)
    return { fitted: null, reason: `the dataset has no attribute ${missing.map(quoted).join(", ")}` };
  if (people.length === 0) return { fitted: null, reason: "there is nobody to weight" };
  const levels: Record<string, readonly (string | null)[]> = {};
  for (const name of attributes) levels[name] = await personLevels(data, name, people);
  return weights.scheme === "raking" ? rakedWeights(weights, levels) : postStratifiedWeights(weights, levels);
}

/** The reported level of an attribute for people in the order given; null for people the survey doesn't know. */
export async function personLevels(
  data: AnalysisData,
  attribute: string,
  people: readonly string[],
): Promise<readonly (string | null)[]> {
  const { user_id, level } = await data.arrays(
    `SELECT user_id, any_value(${groupColumn(attribute)}) AS level FROM people WHERE user_id IS NOT NULL GROUP BY user_id`,
    { user_id: "text", level: "text" },
  );
  const levels = new Map(user_id.map((id, row) => [id, level[row] ?? null]));
  return people.map((person) => levels.get(person) ?? null);
}
