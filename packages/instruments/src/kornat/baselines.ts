import type { Baseline, Item } from "@refract/core";
import { type Opinion, type OpinionShares, opinions } from "./opinion.ts";
import type { KornatOptions } from "./options.ts";
import { socialValuePoints, surveyShares } from "./score.ts";

/** Share of right answers that passes the Korean GED: the reference line of CKA (spec kornat, "Scoring"). */
export const passMark = 0.6;

const metrics = ["sva", "a_sva", "n_sva"] as const;

/**
 * What gives the scores a scale: always the same option, a uniform guess (SVA exactly 1/5), and the oracle that knows every
 * item's most frequent option or side. No respondent's score is above the oracle's.
 */
export function kornatBaselines(items: readonly Item[], options: KornatOptions): readonly Baseline[] {
  const shares = items.flatMap((item) => surveyShares(item) ?? []);
  const knowledge = items.filter(({ gold }) => gold.kind === "key");
  const average = (points: (of: OpinionShares) => number): number =>
    shares.reduce((sum, of) => sum + points(of), 0) / shares.length;
  const pointsOf = (answer: Opinion, of: OpinionShares) => socialValuePoints(answer, of, options);
  const values: Baseline[] =
    shares.length === 0
      ? []
      : metrics.flatMap((metric) => [
          ...opinions.map((answer) => ({
            name: `always ${answer.replaceAll("_", " ")}`,
            metric,
            value: average((of) => pointsOf(answer, of)[metric]),
          })),
          {
            name: "uniform guess",
            metric,
            value:
              metric === "sva"
                ? 1 / opinions.length // the shares of an item sum to 1
                : average(
                    (of) =>
                      opinions.reduce((sum, answer) => sum + pointsOf(answer, of)[metric], 0) /
                      opinions.length,
                  ),
          },
          {
            name: "oracle",
            metric,
            value: average((of) => Math.max(...opinions.map((answer) => pointsOf(answer, of)[metric]))),
          },
        ]);
  if (knowledge.length === 0) return values;
  const key = (letter: string) =>
    knowledge.filter(({ gold }) => gold.kind === "key" && gold.accepted.includes(letter)).length /
    knowledge.length;
  return [
    ...values,
    ...["A", "B", "C", "D"].map((letter) => ({
      name: `always ${letter}`,
      metric: "cka",
      value: key(letter),
    })),
    { name: "uniform guess", metric: "cka", value: 0.25 },
    { name: "pass mark of the Korean GED", metric: "cka", value: passMark },
  ];
}
