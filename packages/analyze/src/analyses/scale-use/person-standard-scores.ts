import type { AnalysisData } from "../../data/analysis-data.ts";

/** Where a person's mean and standard deviation come from: opening turns (variant A) or all turns (variant B). */
export type ScoreBase = "openings" | "all turns";

/**
 * SQL of opening responses with `z = (score - mean) / sd` of their person; sample sd, and 0 where it is 0 or there is one score
 * (prism-analysis section 2). Columns: interaction_id, utterance_id, user_id, model, score, z.
 */
function standardScoresSql(base: ScoreBase): string {
  const from = base === "openings" ? "openings" : "utterances";
  return `WITH scale AS (
      SELECT user_id, avg(score) AS mean, coalesce(stddev_samp(score), 0) AS sd FROM ${from} WHERE score IS NOT NULL GROUP BY user_id
    )
    SELECT o.interaction_id, o.utterance_id, o.user_id, o.model, o.score,
      CASE WHEN s.sd > 0 THEN (o.score - s.mean) / s.sd ELSE 0 END AS z
    FROM openings o JOIN scale s ON s.user_id = o.user_id
    WHERE o.score IS NOT NULL AND o.model IS NOT NULL`;
}

export interface OpeningScores {
  readonly turns: readonly (string | null)[];
  readonly people: readonly string[];
  readonly models: readonly string[];
  readonly scores: Float64Array;
  readonly z: Float64Array;
}

/** Opening responses in the order of turns and ids. */
export async function loadOpeningScores(data: AnalysisData, base: ScoreBase): Promise<OpeningScores> {
  const { interaction_id, user_id, model, score, z } = await data.arrays(
    `${standardScoresSql(base)} ORDER BY o.interaction_id, o.utterance_id`,
    { interaction_id: "text", user_id: "text", model: "text", score: "number", z: "number" },
  );
  return {
    turns: interaction_id,
    people: user_id.map((id) => id ?? ""),
    models: model.map((name) => name ?? ""),
    scores: score,
    z,
  };
}
