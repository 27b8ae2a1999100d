import { fleissKappa, krippendorffAlpha, rawAgreement } from "@refract/stats";
import { answerKey } from "./agreement.ts";
import type { Stratum } from "./people-strata.ts";

/** How far people of one stratum agree with each other. */
export interface RaterAgreement {
  readonly stage: string;
  readonly language: string;
  readonly group: string | null;
  /** Items with two answers at least. */
  readonly items: number;
  /** Mean share of pairs of people who gave the same answer; null without two answers to an item. */
  readonly raw: number | null;
  /** Fleiss' kappa; null with `problem`. */
  readonly kappa: number | null;
  readonly problem: string | null;
  /** Krippendorff's alpha, nominal, which takes items with more and fewer answers; null with `alphaProblem`. */
  readonly alpha: number | null;
  readonly alphaProblem: string | null;
}

/** Agreement of people on items with given answers; opt-outs and what was passed over are no answers. Pure. */
export function ratersAgreement({
  stage,
  language,
  group,
  items,
  answersOf,
}: Stratum): RaterAgreement | null {
  const given = items
    .filter(({ format }) => format.kind !== "text")
    .map((item) =>
      (answersOf.get(item.id) ?? []).flatMap(({ kind, value }) =>
        kind === "answer" ? [answerKey(item, value)] : [],
      ),
    )
    .filter(({ length }) => length > 1);
  if (given.length === 0) return null;
  const categories = [...new Set(given.flat())].toSorted();
  const codes = given.map((of) => of.map((key) => categories.indexOf(key)));
  const { meanPairAgreement } = rawAgreement(codes);
  const { alpha, problem: alphaProblem } = krippendorffAlpha(codes, "nominal");
  const sizes = new Set(given.map(({ length }) => length));
  const place = { stage, language, group, items: given.length };
  const base = { ...place, raw: meanPairAgreement, alpha, alphaProblem };
  if (sizes.size > 1)
    return { ...base, kappa: null, problem: "kappa needs equally many answers to each item" };
  const { kappa, problem } = fleissKappa(
    given.map((of) => categories.map((category) => of.filter((key) => key === category).length)),
  );
  return { ...base, kappa, problem };
}

/** Half the width of the 95 % interval of a share of one half, from n = 1.96² · 0.25 / e² (spec kornat, "Collection protocol" 3). */
export function marginOfError(answers: number): number {
  return 1.96 * Math.sqrt(0.25 / answers);
}
