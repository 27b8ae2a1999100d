import {
  addFloats,
  addWhole,
  addWholes,
  fourWholes,
  isZero,
  type Kernel,
  kernel,
  load,
  loadFourTimes,
  loadWhole,
  multiplyFloats,
  multiplyShorts,
  multiplyWhole,
  raise,
  repeat,
  store,
  storeWhole,
  subtractWhole,
  whole,
  wholesToFloats,
} from "./wasm-code.ts";

/** Columns in a panel of a matrix that sparse rows are multiplied with. */
export const sparsePanelColumns = 32;
const vectors = [0, 1, 2, 3, 4, 5, 6, 7] as const;
const vectorBytes = 16;
/** Of two rows of a panel: 32 columns of two numbers of 16 bits. */
const pairBytes = vectors.length * vectorBytes;
/** A pair of numbers, and how far its rows are from the beginning of a panel. */
const entryBytes = 8;

/**
 * Lists the pairs of 16-bit numbers of each row that are not both zero, in order, and how many there are. A row of zeros lists one
 * pair of zeros, so that no list is empty. A list has room for all pairs.
 */
const listPairs = kernel(
  "listPairs",
  { from: "i32", rows: "i32", pairs: "i32", to: "i32", counts: "i32" },
  ({ from, rows, pairs, to, counts }, variable) => {
    const [entry, further, left, listed] = [
      variable("i32"),
      variable("i32"),
      variable("i32"),
      variable("i32"),
    ];
    return repeat(
      rows,
      entry.assign(to.read),
      further.assign(whole(0)),
      listed.assign(whole(0)),
      left.assign(pairs.read),
      repeat(
        left,
        // A pair of zeros is written too, and the next one over it: no branch hangs on the data.
        storeWhole(entry.read, loadWhole(from.read)),
        storeWhole(addWhole(entry.read, whole(4)), further.read),
        raise(listed, subtractWhole(whole(1), isZero(loadWhole(from.read)))),
        entry.assign(addWhole(to.read, multiplyWhole(listed.read, whole(entryBytes)))),
        raise(from, whole(4)),
        raise(further, whole(pairBytes)),
      ),
      storeWhole(counts.read, addWhole(listed.read, isZero(listed.read))),
      raise(counts, whole(4)),
      raise(to, multiplyWhole(pairs.read, whole(entryBytes))),
    );
  },
);

/**
 * Adds A B to C as `shortProductAdded` does, bit by bit, with A's rows as lists of pairs: after a layer that cuts off at zero nine of
 * ten numbers are zeros. B's panels have 32 columns.
 */
const sparseProductAdded = kernel(
  "sparseProductAdded",
  {
    lists: "i32",
    listStride: "i32",
    counts: "i32",
    b: "i32",
    panelBytes: "i32",
    c: "i32",
    cStride: "i32",
    rows: "i32",
    panels: "i32",
    rowScales: "i32",
    columnScales: "i32",
    biases: "i32",
  },
  (named, variable) => {
    const { lists, listStride, counts, b, panelBytes, c, cStride, rows, panels } = named;
    const { rowScales, columnScales, biases } = named;
    const [entry, list, count, scale, cRow, rowsLeft, pairsLeft, column] = [
      variable("i32"),
      variable("i32"),
      variable("i32"),
      variable("i32"),
      variable("i32"),
      variable("i32"),
      variable("i32"),
      variable("i32"),
    ];
    const factor = variable("v128");
    const sums = vectors.map((vector) => ({ vector, sum: variable("v128"), offset: vector * vectorBytes }));
    return repeat(
      panels,
      list.assign(lists.read),
      count.assign(counts.read),
      scale.assign(rowScales.read),
      cRow.assign(c.read),
      rowsLeft.assign(rows.read),
      repeat(
        rowsLeft,
        ...sums.map(({ sum }) => sum.assign(fourWholes(whole(0)))),
        entry.assign(list.read),
        pairsLeft.assign(loadWhole(count.read)),
        repeat(
          pairsLeft,
          factor.assign(loadFourTimes(entry.read)),
          column.assign(addWhole(b.read, loadWhole(addWhole(entry.read, whole(4))))),
          ...sums.map(({ sum, offset }) =>
            sum.assign(addWholes(sum.read, multiplyShorts(factor.read, load(column.read, offset)))),
          ),
          raise(entry, whole(entryBytes)),
        ),
        ...sums.map(({ sum, offset }) => {
          const scaled = multiplyFloats(
            multiplyFloats(wholesToFloats(sum.read), loadFourTimes(scale.read)),
            load(columnScales.read, offset),
          );
          const value = addFloats(scaled, load(biases.read, offset));
          return store(cRow.read, addFloats(value, load(cRow.read, offset)), offset);
        }),
        raise(list, listStride.read),
        raise(count, whole(4)),
        raise(scale, whole(4)),
        raise(cRow, cStride.read),
      ),
      raise(b, panelBytes.read),
      raise(c, whole(pairBytes)),
      raise(columnScales, whole(pairBytes)),
      raise(biases, whole(pairBytes)),
    );
  },
);

export const sparseKernels: readonly Kernel[] = [listPairs, sparseProductAdded];
