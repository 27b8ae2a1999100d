/** Where a function of one variable is smallest, and its value there. */
export interface Minimum {
  readonly x: number;
  readonly value: number;
}

const golden = (3 - Math.sqrt(5)) / 2;

/**
 * A local minimum of f in [low, high] (Brent 1973, chapter 5: golden section with parabolic steps), to an
 * absolute `tolerance` in x.
 */
export function findMinimum(f: (x: number) => number, low: number, high: number, tolerance = 1e-10): Minimum {
  let a = low;
  let b = high;
  let x = a + golden * (b - a);
  let w = x;
  let v = x;
  let fx = f(x);
  let fw = fx;
  let fv = fx;
  let step = 0;
  let previousStep = 0;
  for (let iteration = 0; iteration < 500; iteration += 1) {
    const middle = (a + b) / 2;
    const near = Math.sqrt(Number.EPSILON) * Math.abs(x) * 1e-3 + tolerance;
    if (Math.abs(x - middle) <= 2 * near - (b - a) / 2) break;
    let goldenStep = true;
    if (Math.abs(previousStep) > near) {
      const r = (x - w) * (fx - fv);
      const q = (x - v) * (fx - fw);
      const p = (x - v) * q - (x - w) * r;
      const denominator = 2 * (q - r);
      const parabolic = denominator === 0 ? Number.NaN : -p / denominator;
      const inside = x + parabolic > a && x + parabolic < b;
      if (Math.abs(parabolic) < Math.abs(previousStep / 2) && inside) {
        previousStep = step;
        step = parabolic;
        if (x + step - a < 2 * near || b - (x + step) < 2 * near) step = x < middle ? near : -near;
        goldenStep = false;
      }
    }
    if (goldenStep) {
      previousStep = (x < middle ? b : a) - x;
      step = golden * previousStep;
    }
    const u = x + (Math.abs(step) >= near ? step : step > 0 ? near : -near);
    const fu = f(u);
    if (fu <= fx) {
      if (u < x) b = x;
      else a = x;
      [v, w, x] = [w, x, u];
      [fv, fw, fx] = [fw, fx, fu];
    } else {
      if (u < x) a = u;
      else b = u;
      if (fu <= fw || w === x) {
        [v, w] = [w, u];
        [fv, fw] = [fw, fu];
      } else if (fu <= fv || v === x || v === w) {
        v = u;
        fv = fu;
      }
    }
  }
  return Object.freeze({ x, value: fx });
}
