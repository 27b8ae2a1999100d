import type { AnalysisData } from "../../data/analysis-data.ts";

/** Responses to opening prompts by the models that the paper holds against each other: `command`, and `gpt-4` with `gpt-4-turbo`. */
export interface CommandPair {
  /** 1 where the response is by one of them, in the order of the features. */
  readonly isTheirs: Float64Array;
  /** 1 where the prompt has responses of both sides too. */
  readonly isShared: Float64Array;
}

export async function loadCommandPair(data: AnalysisData): Promise<CommandPair> {
  const { theirs, shared } = await data.arrays(
    `WITH sides AS (
       SELECT utterance_id, turn = 0 AND model = 'command' AS command, turn = 0 AND model IN ('gpt-4', 'gpt-4-turbo') AS gpt, interaction_id
       FROM text_features
     ), shared_prompts AS (
       SELECT interaction_id FROM sides WHERE interaction_id IS NOT NULL GROUP BY interaction_id HAVING bool_or(command) AND bool_or(gpt)
     )
     SELECT CAST(coalesce(command OR gpt, false) AS INTEGER) AS theirs,
       CAST(coalesce((command OR gpt) AND interaction_id IN (SELECT interaction_id FROM shared_prompts), false) AS INTEGER) AS shared
     FROM sides ORDER BY utterance_id`,
    { theirs: "number", shared: "number" },
  );
  return { isTheirs: theirs, isShared: shared };
}
