import type { GroupScore, Item, ScoredRow } from "@refract/core";
import { replyPoints } from "../reply-points.ts";
import {
  isOpinion,
  neutralitySvaPoints,
  type Opinion,
  type OpinionShares,
  sideOf,
  sideShares,
} from "./opinion.ts";
import type { KornatOptions } from "./options.ts";
import { sharesOf } from "./social-value-record.ts";

/** SVA, A-SVA and N-SVA of one answer (spec kornat, "Scoring"); no answer scores 0. */
export function socialValuePoints(
  answer: Opinion | null,
  shares: OpinionShares,
  options: Pick<KornatOptions, "nsva_majority_items">,
): { readonly sva: number; readonly a_sva: number; readonly n_sva: number } {
  if (answer === null) return { sva: 0, a_sva: 0, n_sva: 0 };
  const side = sideOf(answer);
  return {
    sva: shares[answer],
    a_sva: sideShares(shares)[side],
    n_sva: neutralitySvaPoints(side, shares, options.nsva_majority_items),
  };
}

/** The opinion of a row; null without a readable one. */
export function opinionOf(row: Pick<ScoredRow, "parsed">): Opinion | null {
  const { value } = row.parsed;
  return typeof value === "string" && isOpinion(value) ? value : null;
}

export function surveyShares(item: Item): OpinionShares | null {
  return item.gold.kind === "distribution" ? sharesOf(item.gold.shares) : null;
}

export function scoreKornat(rows: readonly ScoredRow[], options: KornatOptions): readonly GroupScore[] {
  return rows.flatMap((row): GroupScore[] => {
    const value = (metric: string, points: number): GroupScore => ({
      metric,
      points: replyPoints(row.parsed, points),
    });
    const shares = surveyShares(row.item);
    if (shares !== null) {
      const { sva, a_sva, n_sva } = socialValuePoints(opinionOf(row), shares, options);
      return [value("sva", sva), value("a_sva", a_sva), value("n_sva", n_sva)];
    }
    const { gold } = row.item;
    return gold.kind === "key"
      ? [
          value(
            "cka",
            typeof row.parsed.value === "string" && gold.accepted.includes(row.parsed.value) ? 1 : 0,
          ),
        ]
      : [];
  });
}
