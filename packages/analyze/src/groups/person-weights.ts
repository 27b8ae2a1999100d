import { rake } from "@refract/stats";
import type { AnalysisData } from "../data/analysis-data.ts";
import type { Groups } from "./groups.ts";
import { groupColumn, presentAttributes, quoted } from "./people-view.ts";

/** Weights of people, and what to say of them. */
export interface PersonWeights {
  /** One a person, mean 1; null when people count the same. */
  readonly weights: Float64Array | null;
  /** For a provenance: "none", or scheme, attributes and effective sample size. */
  readonly label: string;
  /** Why weights that were asked for could not be had, or are not what was asked for; null when all is well. */
  readonly problem: string | null;
}

/**
 * The weights that `groups.yaml` asks for, for people in the order given. Without the attributes, or with a target level that nobody has,
 * people count the same and `problem` says why.
 */
export async function personWeights(
  data: AnalysisData,
  groups: Groups,
  people: readonly string[],
): Promise<PersonWeights> {
  const scheme = groups.weights;
  if (scheme.scheme === "none") return { weights: null, label: "none", problem: null };
  const without = (problem: string): PersonWeights => ({
    weights: null,
    label: "none",
    problem: `weights: ${problem}, so that people count the same`,
  });
  const attributes = Object.keys(scheme.targets);
  const there = presentAttributes(data, groups);
  const missing = attributes.filter((name) => !there.includes(name));
  if (missing.length > 0) return without(`the dataset has no attribute ${missing.map(quoted).join(", ")}`);
  const margins = [];
  for (const name of attributes) {
    const targets = Object.entries(scheme.targets[name] ?? {});
    const levelOf = await personLevels(data, name, people);
    margins.push({
      name,
      levelOf: levelOf.map((level) => targets.findIndex(([own]) => own === level)),
      targets: targets.map(([, share]) => share),
    });
  }
  const raked = rake(margins, scheme.trim === undefined ? {} : { bounds: { lower: 0, upper: scheme.trim } });
  if (raked.weights === null || raked.efficiency === null) return without(raked.problem ?? "raking failed");
  return {
    weights: raked.weights,
    label: `raking to ${attributes.join(", ")} (effective sample size ${raked.efficiency.effectiveSampleSize.toFixed(0)} of ${people.length})`,
    problem: raked.problem === null ? null : `weights: ${raked.problem}`,
  };
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
