import { normalQuantile } from "../distributions/normal.ts";
import { invalidArgument, requireLevel, requireWhole } from "../invalid-argument.ts";

export interface ProportionInterval {
  readonly estimate: number | null;
  readonly interval: readonly [number, number] | null;
  readonly problem: string | null;
}

/**
 * Wilson's score interval of a proportion (1927, equation 4; no continuity correction): sensible also at 0, at
 * 1 and for few trials.
 */
export function wilsonInterval(successes: number, trials: number, level = 0.95): ProportionInterval {
  requireWhole("trials", trials, 0);
  requireWhole("successes", successes, 0);
  requireLevel("level", level);
  if (successes > trials) throw invalidArgument("successes", successes, `at most the ${trials} trials`);
  if (trials === 0) return Object.freeze({ estimate: null, interval: null, problem: "there are no trials" });
  const z = normalQuantile(1 - (1 - level) / 2);
  const estimate = successes / trials;
  const spread = z * Math.sqrt((estimate * (1 - estimate)) / trials + (z / (2 * trials)) ** 2);
  const scale = 1 + z ** 2 / trials;
  const middle = estimate + z ** 2 / (2 * trials);
  return Object.freeze({
    estimate,
    interval: Object.freeze([
      successes === 0 ? 0 : Math.max(0, (middle - spread) / scale),
      successes === trials ? 1 : Math.min(1, (middle + spread) / scale),
    ] as const),
    problem: null,
  });
}
