/** Spread of groups of rows for any order of the groups. */
export interface BetweenGroups {
  /** Squares of the groups' summed rows over their sizes. */
  exactly(order: Int32Array): number;
  /** The same but for its last digits, in less time: the sum of the largest group follows from the others. For permutations. */
  nearly(order: Int32Array): number;
}

/**
 * @param rows `width` numbers a row
 * @param codes group of each row, whole numbers from 0 below `groups`; every order asked for has as many of each
 */
export function betweenGroups(
  rows: Float64Array,
  width: number,
  codes: Int32Array,
  groups: number,
): BetweenGroups {
  const sizes = new Float64Array(groups);
  for (const code of codes) sizes[code] = (sizes[code] ?? 0) + 1;
  const largest = sizes.indexOf(Math.max(...sizes));
  const total = new Float64Array(width);
  for (let place = 0; place < rows.length; place += 1)
    total[place % width] = (total[place % width] ?? 0) + (rows[place] ?? 0);
  const sums = new Float64Array(groups * width);
  const addRows = (order: Int32Array, leftOut: number): void => {
    sums.fill(0);
    for (let row = 0; row < order.length; row += 1) {
      const code = order[row] ?? 0;
      if (code === leftOut) continue;
      const to = code * width;
      const from = row * width;
      for (let place = 0; place < width; place += 1)
        sums[to + place] = (sums[to + place] ?? 0) + (rows[from + place] ?? 0);
    }
  };
  const squares = (): number => {
    let sum = 0;
    for (let group = 0; group < groups; group += 1) {
      let square = 0;
      for (let place = 0; place < width; place += 1) square += (sums[group * width + place] ?? 0) ** 2;
      sum += square / (sizes[group] ?? 1);
    }
    return sum;
  };
  return {
    exactly: (order) => {
      addRows(order, -1);
      return squares();
    },
    nearly: (order) => {
      addRows(order, largest);
      for (let place = 0; place < width; place += 1) {
        let rest = total[place] ?? 0;
        for (let group = 0; group < groups; group += 1) rest -= sums[group * width + place] ?? 0;
        sums[largest * width + place] = rest;
      }
      return squares();
    },
  };
}

/** Fisher and Yates's shuffle, in place. */
export function shuffleCodes(codes: Int32Array, integer: (bound: number) => number): void {
  for (let last = codes.length - 1; last > 0; last -= 1) {
    const other = integer(last + 1);
    const kept = codes[last] ?? 0;
    codes[last] = codes[other] ?? 0;
    codes[other] = kept;
  }
}
