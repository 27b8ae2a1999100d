import { type Numbers, requireFinite } from "../argument-checks.ts";

/** Ranks from 1 in ascending order; equal values share the mean of their ranks. */
export function averageRanks(values: Numbers): Float64Array {
  requireFinite("values", values);
  const order = sortedOrder(values);
  const ranks = new Float64Array(values.length);
  for (const [from, to] of runs(values, order)) {
    for (let place = from; place < to; place += 1) ranks[order[place] ?? 0] = (from + 1 + to) / 2;
  }
  return ranks;
}

/** Sizes of the groups of equal values, those of one value left out. */
export function tieSizes(values: Numbers): readonly number[] {
  const order = sortedOrder(values);
  return runs(values, order)
    .map(([from, to]) => to - from)
    .filter((size) => size > 1);
}

function sortedOrder(values: Numbers): Uint32Array {
  return Uint32Array.from({ length: values.length }, (_, index) => index).sort(
    (a, b) => (values[a] ?? 0) - (values[b] ?? 0),
  );
}

/** [from, to) places of equal values in the sorted order. */
function runs(values: Numbers, order: Uint32Array): readonly (readonly [number, number])[] {
  const found: (readonly [number, number])[] = [];
  let from = 0;
  for (let place = 1; place <= order.length; place += 1) {
    if (place < order.length && values[order[place] ?? 0] === values[order[from] ?? 0]) continue;
    found.push([from, place]);
    from = place;
  }
  return found;
}
