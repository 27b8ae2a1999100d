import { otherPool, type Pool, pools } from "./pools.ts";
import type { RatedOption } from "./rate-stage.ts";
import { answerKey, type Proposal } from "./write-stage.ts";

/** The paper's thresholds could not be verified, so they are settings (spec amammere, stage 2). */
export interface SelectionRule {
  /** Least own-pool mean of a right answer. */
  readonly minimumRight: number;
  /** Least own-pool mean minus other-pool mean of a right answer. */
  readonly minimumDifference: number;
  /** Greatest own-pool mean of a wrong answer. */
  readonly maximumWrong: number;
}

export const defaultSelectionRule: SelectionRule = Object.freeze({
  minimumRight: 4,
  minimumDifference: 1,
  maximumWrong: 2,
});

/** The four options of a seed, or why there are none. */
export type Selection =
  | {
      readonly kind: "selected";
      readonly seed: string;
      readonly right: Readonly<Record<Pool, string>>;
      readonly wrong: Readonly<Record<Pool, string>>;
    }
  | { readonly kind: "dropped"; readonly seed: string; readonly reason: string };

interface Candidate {
  readonly text: string;
  readonly own: number;
  readonly other: number | null;
  readonly writers: number;
  /** People of the other pool who wrote it in the same role. */
  readonly otherWriters: number;
  /** Null for one rating, which shows no agreement and so comes last among equals. */
  readonly deviation: number | null;
}

/** Chooses one right and one wrong answer of each pool, seed by seed, by the ratings of stage 2. */
export function selectOptions(
  proposals: readonly Proposal[],
  rated: readonly RatedOption[],
  rule: SelectionRule = defaultSelectionRule,
): readonly Selection[] {
  const ratings = new Map(rated.map((option) => [keyOf(option.seed, option.option), option]));
  return [...Map.groupBy(proposals, ({ seed }) => seed)].map(([seed, own]): Selection => {
    const candidates = (pool: Pool, role: "correct" | "incorrect") =>
      own.flatMap((proposal): readonly Candidate[] => {
        const found = ratings.get(keyOf(seed, proposal.text));
        const by = found?.by[pool] ?? null;
        const writers = proposal.writers[pool][role];
        if (found === undefined || by === null || writers === 0) return [];
        const other = found.by[otherPool(pool)]?.mean ?? null;
        const otherWriters = proposal.writers[otherPool(pool)][role];
        const { mean, deviation } = by;
        return [{ text: found.option, own: mean, other, writers, otherWriters, deviation }];
      });
    const right: Partial<Record<Pool, string>> = {};
    const wrong: Partial<Record<Pool, string>> = {};
    for (const pool of pools) {
      const best = first(candidates(pool, "correct"), -1);
      const reason = best === undefined ? "no right answer was rated" : refusal(best, rule);
      if (reason !== null || best === undefined)
        return { kind: "dropped", seed, reason: `${pool}: ${reason ?? ""}` };
      right[pool] = best.text;
    }
    for (const pool of pools) {
      const worst = first(candidates(pool, "incorrect"), 1);
      if (worst === undefined) return { kind: "dropped", seed, reason: `${pool}: no wrong answer was rated` };
      if (worst.own > rule.maximumWrong)
        return {
          kind: "dropped",
          seed,
          reason: `${pool}: "${worst.text}" has mean ${shown(worst.own)}, a wrong answer needs at most ${rule.maximumWrong}`,
        };
      wrong[pool] = worst.text;
    }
    const { GH: rightGh = "", US: rightUs = "" } = right;
    const { GH: wrongGh = "", US: wrongUs = "" } = wrong;
    const texts = [rightGh, rightUs, wrongGh, wrongUs];
    const twice = texts.find(
      (text, place) => texts.findIndex((other) => answerKey(other) === answerKey(text)) < place,
    );
    if (twice !== undefined)
      return { kind: "dropped", seed, reason: `"${twice}" would stand twice among the four options` };
    return {
      kind: "selected",
      seed,
      right: { GH: rightGh, US: rightUs },
      wrong: { GH: wrongGh, US: wrongUs },
    };
  });
}

/** Why a pool's best answer can't be its key. */
function refusal({ text, own, other, otherWriters }: Candidate, rule: SelectionRule): string | null {
  if (own < rule.minimumRight)
    return `"${text}" has mean ${shown(own)}, a right answer needs at least ${rule.minimumRight}`;
  if (other === null) return `"${text}" was not rated by the other pool`;
  if (own - other < rule.minimumDifference)
    return `"${text}" is not distinctive: mean ${shown(own)} against ${shown(other)} of the other pool, expected a difference of at least ${rule.minimumDifference}`;
  // spec amammere, "Edge cases"
  if (otherWriters > 0)
    return `"${text}" is a right answer of the other pool too, so it can be the key of neither`;
  return null;
}

/** By own-pool mean (`direction` -1: highest first), then more writers, lower deviation, text order. */
function first(candidates: readonly Candidate[], direction: 1 | -1): Candidate | undefined {
  return candidates.toSorted(
    (one, other) =>
      direction * (one.own - other.own) ||
      other.writers - one.writers ||
      spreadOf(one) - spreadOf(other) ||
      (one.text < other.text ? -1 : 1),
  )[0];
}

function spreadOf({ deviation }: Candidate): number {
  // more than ratings from 1 to 5 can differ by
  return deviation ?? 5;
}

function keyOf(seed: string, text: string): string {
  return JSON.stringify([seed, answerKey(text)]);
}

function shown(value: number): string {
  return value.toFixed(4);
}
