import type { Random } from "@refract/stats";
import { pointOnScale } from "./weighted-draw.ts";

/**
 * How somebody uses a visual analogue scale. All lengths are percent of the scale.
 */
export interface ScaleUse {
  /** Where a response of average utility lands. */
  readonly centre: number;
  /** How far one unit of utility moves the mark. */
  readonly spread: number;
  /** Probability that a mark within a tenth of an end goes all the way. */
  readonly ends: number;
  /** Marks fall on multiples of this. */
  readonly step: number;
  /** A handle that stands this close to where it should go is left alone. */
  readonly nearStart: number;
  /** Utilities closer than this count as equal. */
  readonly tieWidth: number;
}

/** The score scale published for PRISM: mean 65.1, standard deviation 29.3, opening mean about 59. */
export function drawScaleUse(random: Random): ScaleUse {
  return Object.freeze({
    centre: Math.min(82, Math.max(38, random.stream("centre").normal(60, 7))),
    spread: 26 * Math.exp(random.stream("spread").normal(0, 0.3)),
    ends: random.stream("ends").next() * 0.6,
    step: random.stream("step").chance(0.85) ? 1 : 10,
    nearStart: random.stream("near-start").integer(4),
    tieWidth: 0.04 * Math.exp(random.stream("tie-width").normal(0, 0.5)),
  });
}

/** The score for a utility: clamp(round(centre + spread * utility)), then the habit at the ends. */
export function scoreFor(
  utility: number,
  use: ScaleUse,
  scale: { readonly minimum: number; readonly maximum: number },
  random: Random,
): number {
  const exact = Math.min(100, Math.max(0, use.centre + use.spread * utility));
  const stepped = Math.round(exact / use.step) * use.step;
  const goesOn = random.chance(use.ends);
  const percent = goesOn && stepped >= 90 ? 100 : goesOn && stepped <= 10 ? 0 : stepped;
  return pointOnScale(percent / 100, scale.minimum, scale.maximum);
}
