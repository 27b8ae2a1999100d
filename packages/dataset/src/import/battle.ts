/** Who wins a battle of two responses by their scores (spec prism-analysis, section 4). */
export type BattleWinner = "model_a" | "model_b" | "tie";

/** PRISM's threshold: scores this near are a tie. */
export const tieThreshold = 5;

export function battleWinner(scoreA: number, scoreB: number, threshold = tieThreshold): BattleWinner {
  if (Math.abs(scoreA - scoreB) <= threshold) return "tie";
  return scoreA > scoreB ? "model_a" : "model_b";
}

export interface Battle {
  readonly modelA: string;
  readonly scoreA: number;
  readonly modelB: string;
  readonly scoreB: number;
  readonly winner: BattleWinner;
}

/** Every pair of an opening turn's responses, each once, in the order given. */
export function openingBattles(
  responses: readonly { readonly model: string; readonly score: number }[],
  threshold = tieThreshold,
): Battle[] {
  return responses.flatMap((a, index) =>
    responses.slice(index + 1).map((b) => ({
      modelA: a.model,
      scoreA: a.score,
      modelB: b.model,
      scoreB: b.score,
      winner: battleWinner(a.score, b.score, threshold),
    })),
  );
}
