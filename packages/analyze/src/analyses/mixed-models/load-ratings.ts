import { createRandom } from "@refract/stats";
import type { AnalysisData } from "../../data/analysis-data.ts";
import { personLevels } from "../../groups/person-weights.ts";

/** Scores of opening responses, a row each. */
export interface Ratings {
  readonly scores: Float64Array;
  readonly people: readonly string[];
  readonly models: readonly string[];
}

export async function loadRatings(data: AnalysisData): Promise<Ratings> {
  const { user_id, model, score } = await data.arrays(
    "SELECT user_id, model, score FROM openings WHERE score IS NOT NULL AND model IS NOT NULL AND user_id IS NOT NULL ORDER BY utterance_id",
    { user_id: "text", model: "text", score: "number" },
  );
  return {
    scores: score,
    people: user_id.map((id) => id ?? ""),
    models: model.map((name) => name ?? ""),
  };
}

/** The level of an attribute for each rating's person; null for levels that are no group. */
export async function ratingLevels(
  data: AnalysisData,
  attribute: string,
  people: readonly string[],
  isGroup: (level: string, people: number) => boolean,
): Promise<readonly (string | null)[]> {
  const distinct = [...new Set(people)];
  const levels = await personLevels(data, attribute, distinct);
  const sizes = new Map<string, number>();
  for (const level of levels) if (level !== null) sizes.set(level, (sizes.get(level) ?? 0) + 1);
  const kept = new Map(
    distinct.map((person, place) => {
      const level = levels[place] ?? null;
      return [person, level !== null && isGroup(level, sizes.get(level) ?? 0) ? level : null];
    }),
  );
  return people.map((person) => kept.get(person) ?? null);
}

/** The ratings of people drawn until there are about `most` ratings; the same object when there are no more than that. */
export function sampleOfPeople(ratings: Ratings, most: number, seed: string): Ratings {
  if (ratings.scores.length <= most) return ratings;
  const people = [...new Set(ratings.people)].toSorted();
  const share = most / ratings.scores.length;
  const kept = new Set(createRandom(seed).sample(people, Math.max(1, Math.floor(people.length * share))));
  const rows = [...ratings.people.keys()].filter((row) => kept.has(ratings.people[row] ?? ""));
  return {
    scores: Float64Array.from(rows, (row) => ratings.scores[row] ?? 0),
    people: rows.map((row) => ratings.people[row] ?? ""),
    models: rows.map((row) => ratings.models[row] ?? ""),
  };
}
