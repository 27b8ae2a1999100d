import { invalidArgument } from "../invalid-argument.ts";

/**
 * x in [low, high] with f(x) = 0, to the last few digits, for a continuous f whose values at the ends have
 * different signs (Brent 1973, chapter 4: inverse quadratic steps kept safe by bisection).
 */
export function findRoot(f: (x: number) => number, low: number, high: number): number {
  let a = low;
  let b = high;
  let fa = f(a);
  let fb = f(b);
  if (fa === 0) return a;
  if (fb === 0) return b;
  if (!(fa < 0 !== fb < 0)) {
    throw invalidArgument("low, high", `f is ${fa} and ${fb} there`, "ends where f has different signs");
  }
  let c = a;
  let fc = fa;
  let step = b - a;
  let previousStep = step;
  for (let iteration = 0; iteration < 200; iteration += 1) {
    if (fb > 0 === fc > 0) {
      c = a;
      fc = fa;
      step = b - a;
      previousStep = step;
    }
    if (Math.abs(fc) < Math.abs(fb)) {
      [a, b, c] = [b, c, b];
      [fa, fb, fc] = [fb, fc, fb];
    }
    const tolerance = 2 * Number.EPSILON * Math.abs(b) + Number.MIN_VALUE;
    const middle = (c - b) / 2;
    if (fb === 0 || Math.abs(middle) <= tolerance) return b;
    const interpolated = Math.abs(previousStep) > tolerance && Math.abs(fa) > Math.abs(fb);
    const next = interpolated ? interpolate(a, b, c, fa, fb, fc) : middle;
    const accepted =
      interpolated &&
      next / middle >= 0 &&
      2 * Math.abs(next) < Math.min(3 * Math.abs(middle), Math.abs(previousStep));
    previousStep = accepted ? step : middle;
    step = accepted ? next : middle;
    a = b;
    fa = fb;
    b += Math.abs(step) > tolerance ? step : Math.sign(middle) * tolerance;
    fb = f(b);
  }
  return b;
}

/** The step from b to where a parabola (or line) through the three points crosses 0. */
function interpolate(a: number, b: number, c: number, fa: number, fb: number, fc: number): number {
  const s = fb / fa;
  if (a === c) return (s * (c - b)) / (1 - s);
  const q = fa / fc;
  const r = fb / fc;
  const numerator = s * (q * (q - r) * (c - b) - (b - a) * (r - 1));
  return numerator / -((q - 1) * (r - 1) * (s - 1));
}
