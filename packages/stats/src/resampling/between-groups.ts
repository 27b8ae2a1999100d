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
  /** Where each row begins, group by group, and where each group's begin. */
  const begins = new Int32Array(codes.length);
  const firsts = firstPlaces(sizes);
  const next = new Int32Array(groups);
  const addGroups = (order: Int32Array, leftOut: number): void => {
    next.set(firsts);
    placeRows(order, width, begins, next);
    for (let group = 0; group < groups; group += 1)
      if (group !== leftOut)
        addRows(rows, begins.subarray(firsts[group], next[group]), sums, group * width, width);
  };
  const squares = (): number => {
    let sum = 0;
    for (let group = 0; group < groups; group += 1)
      sum += squareOf(sums, group * width, width) / (sizes[group] ?? 1);
    return sum;
  };
  return {
    exactly: (order) => {
      addGroups(order, -1);
      return squares();
    },
    nearly: (order) => {
      addGroups(order, largest);
      for (let place = 0; place < width; place += 1) {
        let rest = total[place] ?? 0;
        for (let group = 0; group < groups; group += 1)
          if (group !== largest) rest -= sums[group * width + place] ?? 0;
        sums[largest * width + place] = rest;
      }
      return squares();
    },
  };
}

function firstPlaces(sizes: Float64Array): Int32Array {
  let before = 0;
  return Int32Array.from(sizes, (size) => {
    before += size;
    return before - size;
  });
}

/** @param next where the next row of each group goes; afterwards where the group ends */
function placeRows(order: Int32Array, width: number, begins: Int32Array, next: Int32Array): void {
  for (let row = 0; row < order.length; row += 1) {
    const code = order[row] ?? 0;
    const at = next[code] ?? 0;
    begins[at] = row * width;
    next[code] = at + 1;
  }
}

/** Sums of some rows, four columns at a time: they stay in registers, and none waits for another's addition. */
function addRows(
  rows: Float64Array,
  begins: Int32Array,
  sums: Float64Array,
  to: number,
  width: number,
): void {
  let column = 0;
  for (; column + 3 < width; column += 4) {
    let [first, second, third, fourth] = [0, 0, 0, 0];
    for (let place = 0; place < begins.length; place += 1) {
      const at = (begins[place] ?? 0) + column;
      first += rows[at] ?? 0;
      second += rows[at + 1] ?? 0;
      third += rows[at + 2] ?? 0;
      fourth += rows[at + 3] ?? 0;
    }
    sums[to + column] = first;
    sums[to + column + 1] = second;
    sums[to + column + 2] = third;
    sums[to + column + 3] = fourth;
  }
  for (; column < width; column += 1) {
    let sum = 0;
    for (let place = 0; place < begins.length; place += 1) sum += rows[(begins[place] ?? 0) + column] ?? 0;
    sums[to + column] = sum;
  }
}

function squareOf(sums: Float64Array, from: number, width: number): number {
  let square = 0;
  for (let place = 0; place < width; place += 1) square += (sums[from + place] ?? 0) ** 2;
  return square;
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
