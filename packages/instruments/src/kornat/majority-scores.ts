import type { ScoredRow } from "@refract/core";
import { type Majority, majorityOf } from "./majority.ts";
import {
  neutralitySvaPoints,
  type Opinion,
  type OpinionShares,
  type Side,
  sideOf,
  sideShares,
} from "./opinion.ts";
import type { KornatOptions } from "./options.ts";
import { opinionOf, surveyShares } from "./score.ts";
import { sharesOf } from "./social-value-record.ts";

/** One item as a respondent answered it under all its templates, repeats pooled. */
export interface AnsweredItem {
  readonly shares: OpinionShares;
  readonly answers: readonly (Opinion | null)[];
}

export interface MajorityScores {
  readonly sva: number;
  readonly aSva: number;
  readonly nSva: number;
  /** Points of each item, whose means the scores are. */
  readonly points: Readonly<Record<"sva" | "aSva" | "nSva", readonly number[]>>;
  readonly tied: number;
  readonly tiedSides: number;
  readonly silent: number;
}

/**
 * Scores of the majority over templates (spec kornat, "Evaluation protocol" 2). A-SVA and N-SVA take their majority after
 * folding to sides, so that two shades of agreement don't tie there.
 */
export function majorityScores(items: readonly AnsweredItem[], options: KornatOptions): MajorityScores {
  const points = <Answer extends string>(majority: Majority<Answer>, of: (answer: Answer) => number) =>
    majorityPoints(majority, of, options);
  const majorities = items.map(({ shares, answers }) => ({
    shares,
    full: majorityOf(answers, options.majority),
    folded: majorityOf<Side>(
      answers.map((answer) => (answer === null ? null : sideOf(answer))),
      options.majority,
    ),
  }));
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const perItem = {
    sva: majorities.map(({ shares, full }) => points(full, (answer) => shares[answer])),
    aSva: majorities.map(({ shares, folded }) => points(folded, (side) => sideShares(shares)[side])),
    nSva: majorities.map(({ shares, folded }) =>
      points(folded, (side) => neutralitySvaPoints(side, shares, options.nsva_majority_items)),
    ),
  };
  return {
    sva: mean(perItem.sva),
    aSva: mean(perItem.aSva),
    nSva: mean(perItem.nSva),
    points: perItem,
    tied: majorities.filter(({ full }) => full.kind === "tied").length,
    tiedSides: majorities.filter(({ folded }) => folded.kind === "tied").length,
    silent: majorities.filter(({ full }) => full.kind === "none").length,
  };
}

/** What a majority scores: its answer's points; of a tie nothing, or the mean of the tied answers; nothing without an answer. */
export function majorityPoints<Answer extends string>(
  majority: Majority<Answer>,
  of: (answer: Answer) => number,
  { ties }: Pick<KornatOptions, "ties">,
): number {
  if (majority.kind === "answer") return of(majority.answer);
  if (majority.kind === "none" || ties === "zero") return 0;
  return majority.leaders.reduce((sum, leader) => sum + of(leader), 0) / majority.leaders.length;
}

/** The rows of one respondent by item, against everybody's shares or those of a group. */
export function answeredItems(rows: readonly ScoredRow[], population?: string): readonly AnsweredItem[] {
  const byItem = new Map<string, { shares: OpinionShares; answers: (Opinion | null)[] }>();
  for (const row of rows) {
    const group =
      population === undefined ? undefined : populationShares(row.item.record.populations)[population];
    const shares = population === undefined ? surveyShares(row.item) : group;
    if (shares === null || shares === undefined) continue;
    const known = byItem.get(row.item.id) ?? { shares, answers: [] };
    known.answers.push(opinionOf(row));
    byItem.set(row.item.id, known);
  }
  return [...byItem.values()];
}

export function populationShares(stored: unknown): Readonly<Record<string, OpinionShares>> {
  if (typeof stored !== "object" || stored === null) return {};
  return Object.fromEntries(
    Object.entries(stored).map(([population, shares]) => [population, sharesOf(numbersOf(shares))]),
  );
}

function numbersOf(value: unknown): Readonly<Record<string, number>> {
  if (typeof value !== "object" || value === null) throw new Error("expected shares by option");
  return Object.fromEntries(Object.entries(value).map(([name, share]) => [name, Number(share)]));
}
