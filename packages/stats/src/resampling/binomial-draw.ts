import type { Random } from "../random.ts";

/**
 * A draw from the binomial distribution: successes in `trials` with chance `probability`. By inversion where few are expected, else
 * by rejection from a transformed uniform (Hörmann 1993, algorithm BTRS), so that cost does not grow with `trials`.
 *
 * `trials` is a whole number of at least 0, `probability` is from 0 to 1; not checked here.
 */
export function binomialDraw(random: Random, trials: number, probability: number): number {
  if (probability > 0.5) return trials - rarer(random, trials, 1 - probability);
  return rarer(random, trials, probability);
}

function rarer(random: Random, trials: number, probability: number): number {
  if (trials === 0 || probability <= 0) return 0;
  return trials * probability < 10
    ? inverted(random, trials, probability)
    : rejected(random, trials, probability);
}

function inverted(random: Random, trials: number, probability: number): number {
  const ratio = probability / (1 - probability);
  const none = Math.exp(trials * Math.log1p(-probability));
  for (;;) {
    let left = random.next();
    let chance = none;
    let count = 0;
    while (left > chance && count <= trials) {
      left -= chance;
      count += 1;
      chance *= ((trials - count + 1) / count) * ratio;
    }
    // beyond all outcomes only by rounding: draw again
    if (count <= trials) return count;
  }
}

function rejected(random: Random, trials: number, probability: number): number {
  const spread = Math.sqrt(trials * probability * (1 - probability));
  const b = 1.15 + 2.53 * spread;
  const a = -0.0873 + 0.0248 * b + 0.01 * probability;
  const centre = trials * probability + 0.5;
  const quick = 0.92 - 4.2 / b;
  const alpha = (2.83 + 5.1 / b) * spread;
  const odds = probability / (1 - probability);
  const mode = Math.floor((trials + 1) * probability);
  for (;;) {
    const u = random.next() - 0.5;
    const v = random.next();
    const us = 0.5 - Math.abs(u);
    const count = Math.floor(((2 * a) / us + b) * u + centre);
    if (us >= 0.07 && v <= quick) return count;
    if (count < 0 || count > trials) continue;
    const bound =
      (mode + 0.5) * Math.log((mode + 1) / (odds * (trials - mode + 1))) +
      (trials + 1) * Math.log((trials - mode + 1) / (trials - count + 1)) +
      (count + 0.5) * Math.log((odds * (trials - count + 1)) / (count + 1)) +
      stirlingTail(mode) +
      stirlingTail(trials - mode) -
      stirlingTail(count) -
      stirlingTail(trials - count);
    if (Math.log((v * alpha) / (a / (us * us) + b)) <= bound) return count;
  }
}

/** What Stirling's formula for log k! leaves out, in the form with (k + 1)^(k + 1/2). */
const smallTails = [
  0.08106146679532726, 0.04134069595540929, 0.02767792568499834, 0.02079067210376509, 0.01664469118982119,
  0.01387612882307075, 0.01189670994589177, 0.01041126526197209, 0.009255462182712733, 0.008330563433362871,
];

function stirlingTail(count: number): number {
  const small = smallTails[count];
  if (small !== undefined) return small;
  const square = (count + 1) ** 2;
  return (1 / 12 - (1 / 360 - 1 / 1260 / square) / square) / (count + 1);
}
