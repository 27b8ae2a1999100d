import {
  addFloats,
  addWhole,
  addWholes,
  all,
  type Code,
  float,
  fourFloats,
  fourWholes,
  greaterFloats,
  type Kernel,
  kernel,
  type Local,
  load,
  loadFourTimes,
  multiplyFloats,
  multiplyShorts,
  multiplyWhole,
  raise,
  repeat,
  store,
  type Type,
  whole,
  wholesToFloats,
} from "./wasm-code.ts";

/** Rows of A that a product takes at once; with the columns of a panel they fill the registers. */
export const rowsTogether = 4;
/** Columns of B in a panel: two vectors of four. */
export const panelColumns = 8;
/** Steps along the common side of A and B that are taken without asking whether there are more. */
export const stepsTogether = 4;

const vectors = [0, 1] as const;
const vectorBytes = 16;
const stepBytes = vectors.length * vectorBytes;

/** C = A B, where the rows of A and C lie so many bytes apart. */
const sides = {
  a: "i32",
  aStride: "i32",
  b: "i32",
  c: "i32",
  cStride: "i32",
  /** Rows, in groups of `rowsTogether`. */
  groups: "i32",
  /** Columns, in panels. */
  panels: "i32",
  /** Length of the common side, in turns of `stepsTogether`. */
  turns: "i32",
} as const satisfies Record<string, Type>;

interface Way {
  /** The sum and one more product of two vectors. */
  readonly add: (sum: Code, left: Code, right: Code) => Code;
  /** Puts down the sums of a row; its address is that of the vector. */
  readonly end: (sums: Code, row: number, vector: number, address: Code) => Code;
  /** Before the rows of a panel, after a group of rows, and after a panel. */
  readonly atPanel?: Code;
  readonly afterGroup?: Code;
  readonly afterPanel?: Code;
}

/**
 * A sum is taken in the order of the common side, whatever stands in the other rows and columns: so a row gets the same bits
 * in any company.
 */
function product(
  { a, aStride, b, c, cStride, groups, panels, turns }: Readonly<Record<keyof typeof sides, Local>>,
  variable: (type: Type) => Local,
  way: Way,
): Code {
  const [aRow, cRow, column, groupsLeft, turnsLeft] = [
    variable("i32"),
    variable("i32"),
    variable("i32"),
    variable("i32"),
    variable("i32"),
  ];
  const factor = variable("v128");
  const columns = vectors.map((vector) => ({ vector, value: variable("v128") }));
  const rows = Array.from({ length: rowsTogether }, (_, row) => ({
    row,
    at: variable("i32"),
    sums: vectors.map((vector) => ({ vector, sum: variable("v128") })),
  }));
  const addStep = (step: number): Code =>
    all(
      ...columns.map(({ vector, value }) =>
        value.assign(load(column.read, step * stepBytes + vector * vectorBytes)),
      ),
      ...rows.map(({ at, sums }) =>
        all(
          factor.assign(loadFourTimes(at.read, step * 4)),
          ...sums.map(({ vector, sum }) =>
            sum.assign(way.add(sum.read, factor.read, columns[vector]?.value.read ?? [])),
          ),
        ),
      ),
    );
  const sumUp = repeat(
    turnsLeft,
    ...Array.from({ length: stepsTogether }, (_, step) => addStep(step)),
    ...rows.map(({ at }) => raise(at, whole(stepsTogether * 4))),
    raise(column, whole(stepsTogether * stepBytes)),
  );
  const group = all(
    ...rows.map(({ row, at, sums }) =>
      all(
        at.assign(addWhole(aRow.read, multiplyWhole(aStride.read, whole(row)))),
        ...sums.map(({ sum }) => sum.assign(fourWholes(whole(0)))),
      ),
    ),
    column.assign(b.read),
    turnsLeft.assign(turns.read),
    sumUp,
    ...rows.map(({ row, sums }) =>
      all(
        ...sums.map(({ vector, sum }) =>
          way.end(sum.read, row, vector, addWhole(cRow.read, whole(vector * vectorBytes))),
        ),
        raise(cRow, cStride.read),
      ),
    ),
    raise(aRow, multiplyWhole(aStride.read, whole(rowsTogether))),
    way.afterGroup ?? [],
  );
  return repeat(
    panels,
    aRow.assign(a.read),
    cRow.assign(c.read),
    groupsLeft.assign(groups.read),
    way.atPanel ?? [],
    repeat(groupsLeft, group),
    b.assign(column.read),
    raise(c, whole(stepBytes)),
    way.afterPanel ?? [],
  );
}

/** Of numbers of 32 bits. */
const floatProduct = kernel("floatProduct", sides, (named, variable) =>
  product(named, variable, {
    add: (sum, left, right) => addFloats(sum, multiplyFloats(left, right)),
    end: (sums, _row, _vector, address) => store(address, sums),
  }),
);

/**
 * Of whole numbers of 16 bits, two a step, with sums of 32 bits: twice as fast. The caller sees to it that no sum is larger. A
 * sum times the scale of its row and of its column, and the column's bias, is handed to `put`.
 */
function shortProduct(name: string, put: (address: Code, value: Code) => Code): Kernel {
  const parameters = { ...sides, rowScales: "i32", columnScales: "i32", biases: "i32" } as const;
  return kernel(name, parameters, (named, variable) => {
    const { rowScales, columnScales, biases } = named;
    const scale = variable("i32");
    const scaled = (sums: Code, row: number, vector: number) =>
      multiplyFloats(
        multiplyFloats(wholesToFloats(sums), loadFourTimes(scale.read, row * 4)),
        load(columnScales.read, vector * vectorBytes),
      );
    return product(named, variable, {
      add: (sum, left, right) => addWholes(sum, multiplyShorts(left, right)),
      end: (sums, row, vector, address) =>
        put(address, addFloats(scaled(sums, row, vector), load(biases.read, vector * vectorBytes))),
      atPanel: scale.assign(rowScales.read),
      afterGroup: raise(scale, whole(rowsTogether * 4)),
      afterPanel: all(raise(columnScales, whole(stepBytes)), raise(biases, whole(stepBytes))),
    });
  });
}

export const productKernels: readonly Kernel[] = [
  floatProduct,
  shortProduct("shortProduct", store),
  shortProduct("shortProductAdded", (address, value) => store(address, addFloats(value, load(address)))),
  shortProduct("shortProductPositive", (address, value) =>
    store(address, greaterFloats(value, fourFloats(float(0)))),
  ),
];
